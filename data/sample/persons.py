"""Who the synthetic people are: names that are drawn, numbers that cannot be anybody's."""

from datetime import date

from data.sample.catalogue import toml
from data.sample.dice import Dice
from matching.model import ExternalReference, Identity, ProtectedAttributes
from matching.model.records import Guarantor

_WOMEN_DAY = 40  # added to the day of birth in a woman's NIK


def national_id(regency_code: str, birth: date, *, woman: bool, serial: int) -> str:
    """A NIK of the right shape. Its serial begins with 9, which no register office has come to in one day."""
    day = birth.day + (_WOMEN_DAY if woman else 0)
    return f"{regency_code.replace('.', '')}99{day:02d}{birth:%m%y}{9000 + serial % 1000:04d}"


def phone(number: int) -> str:
    """A number under 0800 0000, where no mobile telephone is."""
    return f"+628000000{number % 10_000:04d}"


def source_reference(key: str) -> ExternalReference:
    """The key under which the source system of corrections would know a sample person."""
    return ExternalReference("SDP", f"CONTOH-{key.upper()}")


def draw_identity(dice: Dice, home: str, serial: int, as_of: date, *, woman: bool) -> Identity:
    """Name, birth date and numbers of one person."""
    names = toml("names.toml")
    first = dice.pick(names["women" if woman else "men"].split())
    name = f"{first} {dice.pick(names['last'].split())}"
    birth = dice.day(as_of, -55 * 365, -19 * 365)
    register = f"B.{dice.pick(('I', 'I', 'IIa'))} {dice.number(1, 480)}/{as_of.year - dice.number(0, 6)}"
    has_number = dice.chance(0.82)  # many people in custody have no valid NIK
    return Identity(
        name=name,
        birth_date=birth,
        phone=phone(serial) if dice.chance(0.3) else None,
        national_id=national_id(home, birth, woman=woman, serial=serial) if has_number else None,
        register_number=register,
        district=_district(dice),
    )


def _district(dice: Dice) -> str:
    parts = toml("names.toml")["districts"].split()
    return f"{dice.pick(parts)}{dice.pick(parts).lower()}"


def draw_protected(dice: Dice, *, woman: bool) -> ProtectedAttributes:
    """Attributes for the fairness report; about as many people with a disability as surveys find."""
    disability = dice.pick(("hearing", "vision", "mobility")) if dice.chance(0.03) else None
    return ProtectedAttributes(sex="female" if woman else "male", disability=disability)


def draw_guarantor(dice: Dice, serial: int) -> Guarantor | None:
    """Somebody who vouches for the person, for most."""
    if dice.chance(0.3):
        return None
    names = toml("names.toml")
    kind = dice.pick(("family", "family", "family", "family", "foundation", "employer"))
    name = f"{dice.pick(names['men'].split())} {dice.pick(names['last'].split())}"
    return Guarantor(
        kind=kind,
        name=name if kind == "family" else f"Yayasan Contoh {dice.number(1, 40)}",
        phone=phone(5000 + serial),
    )
