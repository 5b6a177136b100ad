"""Records of the memorable people; what each shows stands in `data.sample.memorable`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from data.sample import memorable as who
from data.sample.dice import sample_id
from data.sample.memorable_vacancies import memorable_sites
from data.sample.people import equivalency
from data.sample.persons import national_id, source_reference
from matching.model import (
    Blocker,
    Candidate,
    Certificate,
    CertificateId,
    Experience,
    Gates,
    HeldLicence,
    Identity,
    Preferences,
    ProtectedAttributes,
    UnitCode,
)
from matching.model.records import CandidateRecord
from matching.release import ReleaseWindow, Supervision
from matching.vocabulary import (
    SUPERVISED_MODES,
    BlockerKind,
    BlockerStatus,
    CertificateKind,
    DateBasis,
    Education,
    Licence,
    ReleaseMode,
    Verification,
)

_PB, _FULL = ReleaseMode.CONDITIONAL_RELEASE, ReleaseMode.FULL_TERM
_COMPETENCE, _TRAINING = CertificateKind.COMPETENCE, CertificateKind.TRAINING
_FIRST_SERIAL = 900  # of the memorable people's numbers


def window(
    as_of: date, mode: ReleaseMode, days: tuple[int, int, int], basis: DateBasis | None = None
) -> ReleaseWindow:
    """A window whose earliest, expected and latest day lie `days` after `as_of`."""
    earliest, expected, latest = (as_of + timedelta(days=n) for n in days)
    told = DateBasis.SOURCE_EXPIRY if mode is _FULL else DateBasis.SOURCE_TWO_THIRDS
    return ReleaseWindow(mode, earliest, expected, latest, basis or told, as_of, "SDP (contoh)")


def remission_window(as_of: date) -> ReleaseWindow:
    """The window of REMISSION_MOVED once a remission has moved it."""
    return window(as_of, _PB, (5, 10, 20), DateBasis.DECISION)


def certificate(
    key: str,
    as_of: date,
    kind: CertificateKind,
    title: str,
    *,
    issued_days_ago: int = 200,
    hours: int | None = None,
    units: tuple[UnitCode, ...] = (),
    verification: Verification = Verification.CONFIRMED_BY_ISSUER,
) -> Certificate:
    """A certificate; one of competence is in force for three years."""
    issued = as_of - timedelta(days=issued_days_ago)
    competence = kind is _COMPETENCE
    return Certificate(
        id=CertificateId(sample_id("certificate", f"memorable-{key}")),
        kind=kind,
        title=title,
        scheme=title if competence else "",
        units=units,
        kkni_level=2 if competence else None,
        issuer="LSP BLK Surabaya" if competence else "UPT BLK Madiun",
        number=f"CONTOH/{issued:%m/%Y}",
        issued=issued,
        expires=issued + timedelta(days=3 * 365) if competence else None,
        training_hours=hours,
        verification=verification,
        verified_by="petugas contoh",
        verified_on=as_of - timedelta(days=14),
    )


class _Cast:
    """Makes the records of one day."""

    def __init__(self, as_of: date) -> None:
        self.as_of = as_of
        self._serial = _FIRST_SERIAL

    def person(
        self,
        key: str,
        name: str,
        home: str,
        certificates: Sequence[Certificate],
        days: tuple[int, int, int],
        *,
        mode: ReleaseMode = _PB,
        age: int = 33,
        woman: bool = False,
        **facts: Any,
    ) -> CandidateRecord:
        """A person with a window; supervised for 600 days where the mode says so."""
        self._serial += 1
        supervised = Supervision(until=self.as_of + timedelta(days=600)) if mode in SUPERVISED_MODES else None
        birth = self.as_of - timedelta(days=age * 365 + 100)
        known: dict[str, Any] = {
            "education": Education.SMA,
            "custody_regency": "35.77",
            "supervision": supervised,
            "window": window(self.as_of, mode, days),
            **facts,
        }
        return CandidateRecord(
            candidate=Candidate(
                id=who.candidate_id(key),
                home=home,
                gates=Gates(consented=True),
                certificates=tuple(certificates),
                **known,
            ),
            identity=Identity(
                name=name,
                birth_date=birth,
                national_id=national_id(home, birth, woman=woman, serial=self._serial),
                register_number=f"B.I {self._serial}/{self.as_of.year - 2}",
                district="Sumberrejo",
            ),
            references=(source_reference(key),),
            facility="Lapas Kelas I Madiun",
            protected=ProtectedAttributes(sex="female" if woman else "male"),
        )

    def paper(self, key: str, kind: CertificateKind, title: str, **facts: Any) -> Certificate:
        """A certificate of one of them."""
        return certificate(key, self.as_of, kind, title, **facts)


def memorable_people(as_of: date) -> list[CandidateRecord]:
    """All of them."""
    cast = _Cast(as_of)
    return [
        _demo_person(cast),
        *_skills(cast),
        *_licences(cast),
        *_abroad(cast),
        *_twins(cast),
        *_places(cast),
    ]


def _demo_person(cast: _Cast) -> CandidateRecord:
    area = ("35.19", "35.77", "35.20", "35.21", "35.02")
    former = memorable_sites()["bengkel_madiun"].record.employer.id
    return cast.person(
        who.WELDER_3G, "Slamet Wicaksana", "35.19",
        [
            cast.paper(
                "welder-smaw", _COMPETENCE, "Plate Welder SMAW 3G-Up/PF",
                units=(UnitCode("C.24LAS01.001.1", 2018),),
            ),
            cast.paper("welder-training", _TRAINING, "Pelatihan Las Listrik (SMAW)", hours=240,
                       verification=Verification.ORIGINAL_SEEN),
            equivalency("memorable-welder-paket", "C", cast.as_of),
        ],
        (35, 50, 80),
        education=Education.SMP,
        max_travel_m=40_000,
        supervision=Supervision(until=cast.as_of + timedelta(days=600), area=area),
        experience=(
            Experience("Helper las listrik", 14, would_take_back=former),
            Experience("Las dan fabrikasi di bengkel kerja", 11, inside=True, reviewed=True),
        ),
        preferences=Preferences(interests=("las dan konstruksi baja",), minimum_wage_idr=2_400_000),
        blockers=(
            Blocker(BlockerKind.IDENTITY_CARD, BlockerStatus.DONE, 14),
            Blocker(BlockerKind.POLICE_RECORD_LETTER, BlockerStatus.OPEN, 14),
            Blocker(BlockerKind.BANK_ACCOUNT, BlockerStatus.IN_PROGRESS, 5),
        ),
    )  # fmt: skip


def _skills(cast: _Cast) -> list[CandidateRecord]:
    kitchen = cast.paper("cook-helper", _TRAINING, "Pelatihan Cook Helper", hours=80)
    rooms = cast.paper("cleaner", _TRAINING, "Pelatihan Cleaning Service dan Housekeeping", hours=80)
    guard = cast.paper("guard", _TRAINING, "Pelatihan Gada Pratama", hours=232)
    chips = cast.paper("chips", _TRAINING, "Pelatihan Pengolahan Keripik Buah", hours=120)
    bread = cast.paper("bread", _COMPETENCE, "Pembuatan Roti dan Kue")
    letter = (Blocker(BlockerKind.POLICE_RECORD_LETTER, BlockerStatus.OPEN, 14),)
    return [
        cast.person(who.COOK_HELPER, "Joko Prasojo", "35.71", [kitchen], (10, 20, 40)),
        cast.person(who.HOTEL_CLEANER, "Tri Hartoyo", "33.72", [rooms], (10, 20, 40)),
        cast.person(who.GUARD_TRAINED, "Andi Widagdo", "32.16", [guard], (10, 20, 40), mode=_FULL),
        cast.person(who.POLICE_LETTER, "Sugeng Wardaya", "35.07", [chips], (10, 20, 40), blockers=letter),
        _moved(cast.person(who.TRANSFERRED, "Eko Purnawan", "35.21", [bread], (20, 30, 60))),
    ]


def _moved(record: CandidateRecord) -> CandidateRecord:
    """Known to the source system under a key of each facility."""
    keys = ("transferred-ngawi", "transferred-madiun")
    return replace(record, references=tuple(map(source_reference, keys)))


def _licences(cast: _Cast) -> list[CandidateRecord]:
    def forklift(key: str) -> Certificate:
        return cast.paper(f"{key}-forklift", _TRAINING, "Pelatihan Pengoperasian Forklift", hours=80)

    stores = cast.paper("stores", _TRAINING, "Pelatihan Administrasi Gudang", hours=120)
    in_force = (HeldLicence(Licence.SIO_FORKLIFT, cast.as_of + timedelta(days=900)),)
    return [
        cast.person(who.FORKLIFT_TRAINED, "Ridwan Saepuloh", "32.16", [forklift("trained")], (15, 30, 60)),
        cast.person(who.FORKLIFT_UNTRAINED, "Iwan Kusnadi", "32.16", [stores], (15, 30, 60)),
        cast.person(
            who.FORKLIFT_LICENSED, "Asep Suherlan", "32.16", [forklift("licensed")], (15, 30, 60),
            licences=in_force,
        ),
    ]  # fmt: skip


def _abroad(cast: _Cast) -> list[CandidateRecord]:
    def welder(key: str) -> list[Certificate]:
        return [cast.paper(f"{key}-gmaw", _COMPETENCE, "Plate Welder GMAW 3G-Up/PF")]

    goes: dict[str, Any] = {"willing_to_move": True, "sea_crossing": True}
    days = (20, 30, 45)
    return [
        cast.person(
            who.OVERSEAS_SUPERVISED, "Hendra Gunadi", "35.78", welder("supervised"), days, mode=_PB, **goes
        ),
        cast.person(who.OVERSEAS_FREE, "Fajar Sutrisna", "35.78", welder("free"), days, mode=_FULL, **goes),
        cast.person(who.OVERSEAS_STAYING, "Imam Laksita", "35.78", welder("staying"), days, mode=_FULL),
    ]


def _twins(cast: _Cast) -> list[CandidateRecord]:
    """Pairs that differ in one thing."""

    def sewing(key: str) -> list[Certificate]:
        return [cast.paper(key, _COMPETENCE, "Menjahit dengan Mesin Lockstitch")]

    def cooling(key: str, days_ago: int) -> list[Certificate]:
        title = "Teknisi Perawatan AC Residential"
        return [cast.paper(key, _COMPETENCE, title, issued_days_ago=days_ago)]

    days = (10, 25, 50)
    return [
        cast.person(who.SEWER_24, "Dewi Rahmadi", "33.22", sewing("sewer-24"), days, age=24, woman=True),
        cast.person(who.SEWER_46, "Sri Mulyanto", "33.22", sewing("sewer-46"), days, age=46, woman=True),
        cast.person(who.AC_EXPIRED, "Rudi Handaka", "35.15", cooling("ac-expired", 1400), days),
        cast.person(who.AC_VALID, "Dedi Firmanto", "35.15", cooling("ac-valid", 200), days),
    ]


def _places(cast: _Cast) -> list[CandidateRecord]:
    def furniture(key: str) -> list[Certificate]:
        return [cast.paper(key, _TRAINING, "Pelatihan Pembuatan Mebel", hours=240)]

    welding = [cast.paper("remission", _TRAINING, "Pelatihan Las Listrik (SMAW)", hours=240)]
    bricks = [cast.paper("bricks", CertificateKind.CONSTRUCTION, "Tukang Pasang Bata")]
    near: dict[str, Any] = {"max_travel_m": 10_000}
    days = (10, 25, 50)
    return [
        cast.person(who.REMISSION_MOVED, "Agus Setyanto", "35.19", welding, (70, 85, 120)),
        cast.person(who.MADIUN_REGENCY, "Teguh Priyanto", "35.19", furniture("mebel-kab"), days, **near),
        cast.person(who.MADIUN_TOWN, "Bambang Santika", "35.77", furniture("mebel-kota"), days, **near),
        cast.person(who.TRANSFER_NEEDED, "Dwi Suryawan", "33.02", bricks, days, willing_to_move=True,
                    sea_crossing=True),
    ]  # fmt: skip
