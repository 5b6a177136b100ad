"""What a sample vacancy asks, each time as a value and as the lines that say it."""

from dataclasses import dataclass

from data.sample.catalogue import Trade
from data.sample.dice import Dice
from matching.model import Asks
from matching.model.records import PersonLimits
from matching.vocabulary import Education, Language, Licence

_SCHOOL = {Education.SD: "SD", Education.SMP: "SMP", Education.SMA: "SMA/SMK", Education.D3: "D3"}
_LICENCE = {
    Licence.SIM_A: "SIM A",
    Licence.SIM_B1: "SIM B1",
    Licence.SIM_B2: "SIM B2",
    Licence.SIM_C: "SIM C",
    Licence.SIO_FORKLIFT: "SIO forklift",
    Licence.SIO_CRANE: "SIO crane",
    Licence.SIO_BOILER: "SIO boiler",
    Licence.SIO_EXCAVATOR: "SIO excavator",
    Licence.K3_SCAFFOLDING: "lisensi K3 scaffolding",
}
_LANGUAGE = {Language.ENGLISH: "Inggris", Language.JAPANESE: "Jepang", Language.KOREAN: "Korea"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked, and the lines of the advertisement that say so."""

    required: Asks
    preferred: Asks
    limits: PersonLimits
    police_record_letter: bool
    placement_elsewhere: bool
    lines: tuple[str, ...]


def draw_asks(dice: Dice, trade: Trade) -> Asked:
    """The requirements of one vacancy in a trade."""
    education, school = _education(dice, trade)
    months, liked_months, practice = _experience(dice, trade)
    required_titles, liked_titles, papers = _certificates(dice, trade)
    limits, persons = _limits(dice)
    police = dice.chance(0.33)
    elsewhere = dice.chance(0.06)
    skck = (dice.pick(("Wajib SKCK aktif", "Melampirkan SKCK", "SKCK yang masih berlaku")),) if police else ()
    willing = ("Bersedia ditempatkan di luar kota", "Siap ditempatkan di luar pulau")
    moving = (dice.pick(willing),) if elsewhere else ()
    spoken = tuple(f"Bisa berbahasa {_LANGUAGE[language]}" for language in sorted(trade.languages))
    driving = tuple(_licence_line(dice, licence) for licence in sorted(trade.licences))
    return Asked(
        required=Asks(
            education=education,
            experience_months=months,
            certificates=required_titles,
            licences=trade.licences,
            languages=trade.languages,
        ),
        preferred=Asks(experience_months=liked_months, certificates=liked_titles),
        limits=limits,
        police_record_letter=police,
        placement_elsewhere=elsewhere,
        lines=(*school, *practice, *papers, *driving, *spoken, *persons, *skck, *moving),
    )


def _education(dice: Dice, trade: Trade) -> tuple[Education, tuple[str, ...]]:
    level = trade.education
    if dice.chance(0.12) and level < Education.SMA:
        level = Education(level + 1)
    elif dice.chance(0.2):
        level = Education.NONE
    if level is Education.NONE:
        return level, ("Pendidikan tidak diutamakan",) if dice.chance(0.4) else ()
    name = _SCHOOL[level]
    forms = (f"Pendidikan minimal {name} sederajat", f"Lulusan {name}", f"Min. {name}/sederajat, ada ijazah")
    return level, (dice.pick(forms),)


def _experience(dice: Dice, trade: Trade) -> tuple[int, int, tuple[str, ...]]:
    """Months required, months preferred, lines."""
    if trade.months == 0 or dice.chance(0.35):
        lines = ("Tanpa pengalaman dipersilakan", "Tidak harus berpengalaman", "Fresh graduate boleh melamar")
        return 0, 0, (dice.pick(lines),) if dice.chance(0.5) else ()
    months = dice.pick((trade.months, trade.months, max(trade.months // 2, 3), trade.months * 2))
    said = f"{months // 12} tahun" if months % 12 == 0 else f"{months} bulan"
    if dice.chance(0.35):
        return 0, months, (f"Pengalaman {said} lebih disukai",)
    return months, 0, (dice.pick((f"Pengalaman minimal {said}", f"Sudah berpengalaman {said} di bidangnya")),)


def _certificates(dice: Dice, trade: Trade) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Titles required, titles preferred, lines."""
    if not trade.certificates or dice.chance(0.6):
        return (), (), ()
    title = dice.pick(trade.certificates)
    if dice.chance(0.25):
        return (title,), (), (f"Wajib memiliki sertifikat {title}",)
    lines = (f"Nilai plus: sertifikat {title}", f"Diutamakan pemegang sertifikat {title} dari BLK / BNSP")
    return (), (title,), (dice.pick(lines),)


def _licence_line(dice: Dice, licence: Licence) -> str:
    name = _LICENCE[licence]
    return dice.pick((f"Wajib memiliki {name}", f"{name} aktif", f"Harus punya {name} yang masih berlaku"))


def _limits(dice: Dice) -> tuple[PersonLimits, tuple[str, ...]]:
    """Limits of age and sex: stored as the law asks, ranked on by nothing."""
    if dice.chance(0.62):
        return PersonLimits(), ()
    age = dice.pick((30, 35, 35, 40, 45))
    youngest = 18 if dice.chance(0.5) else None
    sex = dice.pick((None, None, None, "male", "female"))
    words = {None: "P/W", "male": "Pria", "female": "Wanita"}[sex]
    said = f"{words} usia 18-{age} tahun" if youngest else f"{words} maks {age} th"
    reason = "kerja angkat beban" if sex == "male" and dice.chance(0.5) else ""
    return PersonLimits(youngest, age, sex, reason), (said,)
