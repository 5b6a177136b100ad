"""What a list of employers says of each."""

from dataclasses import replace

from matching.intake.persons import reference
from matching.intake.rows import ReadRow
from matching.language.problems import refusal
from matching.model.ids import EmployerId
from matching.model.records import EmployerRecord
from matching.model.vacancy import Employer

_TAKEN = ("name", "business_number", "sector", "contact", "verification")


def require_key(row: ReadRow) -> None:
    """Raise InvalidValue for a row that names its employer by nothing but the name."""
    if reference(row.values) is None and "business_number" not in row.values:
        raise refusal("key", "isi kunci sumber atau NIB", "fill the source key or the NIB")


def employer_record(row: ReadRow, known: EmployerRecord | None, new_id: EmployerId) -> EmployerRecord:
    """The record of an employer after this row; what the row does not say stays as it is known."""
    said = {name: row.values[name] for name in _TAKEN if name in row.values}
    if known is None:
        return EmployerRecord(Employer(id=new_id, **said), reference(row.values))
    return replace(
        known, employer=replace(known.employer, **said), reference=known.reference or reference(row.values)
    )
