"""What a list of certificates says of each."""

from collections.abc import Iterable
from dataclasses import replace

from matching.intake.rows import ReadRow
from matching.language.problems import plain, refusal
from matching.model.certificate import Certificate
from matching.model.ids import CertificateId

_TAKEN = (
    "kind",
    "title",
    "scheme",
    "units",
    "kkni_level",
    "issuer",
    "number",
    "issued",
    "expires",
    "training_hours",
    "verification",
    "verified_by",
    "verified_on",
    "evidence_reference",
)


def certificate(row: ReadRow, held: Iterable[Certificate], new_id: CertificateId) -> Certificate:
    """The certificate after this row: one of those held that it is about, or a new one.

    Raises:
        InvalidValue: dates that contradict each other.
    """
    said = {name: row.values[name] for name in _TAKEN if name in row.values}
    known = next((one for one in held if _same(one, said)), None)
    issued = said.get("issued", known.issued if known else None)
    expires = said.get("expires", known.expires if known else None)
    if issued and expires and expires < issued:
        raise refusal(
            "expires",
            "berlaku sampai lebih awal daripada tanggal terbit",
            "it expires before it was issued",
        )
    return replace(known, **said) if known else Certificate(id=new_id, **said)


def _same(held: Certificate, said: dict[str, object]) -> bool:
    """One paper: the same number, or, where one of them has none, the same kind, title, issuer and day of issue."""
    number = str(said.get("number", ""))
    if held.number and number:
        return held.kind == said["kind"] and plain(held.number) == plain(number)
    return (held.kind, plain(held.title), plain(held.issuer), held.issued) == (
        said["kind"],
        plain(str(said["title"])),
        plain(str(said.get("issuer", ""))),
        said.get("issued"),
    )
