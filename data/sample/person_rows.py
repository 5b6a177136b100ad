"""People of the sample as rows of the files that facilities, training centres and the release office would send."""

from collections.abc import Iterable, Mapping
from datetime import date

from data import reference_files
from matching.model import Blocker, Candidate, Certificate, Experience, HeldLicence
from matching.model.records import CandidateRecord
from matching.release import ReleaseWindow
from matching.vocabulary import (
    BlockerKind,
    BlockerStatus,
    CertificateKind,
    ContractKind,
    DateBasis,
    Education,
    Language,
    ReleaseMode,
    Shift,
    Verification,
    WorkDemand,
)

Row = dict[str, str]

_SCHOOL = {Education.NONE: "tidak sekolah", Education.SMA: "SMA/SMK sederajat"}
_LANGUAGE = {
    Language.INDONESIAN: "Indonesia",
    Language.ENGLISH: "Inggris",
    Language.JAVANESE: "Jawa",
    Language.SUNDANESE: "Sunda",
    Language.JAPANESE: "Jepang",
    Language.KOREAN: "Korea",
}
DEMAND = {
    WorkDemand.HEAVY_LIFTING: "angkat berat",
    WorkDemand.HEIGHT: "ketinggian",
    WorkDemand.NIGHT_WORK: "kerja malam",
    WorkDemand.DUST_OR_FUMES: "debu atau asap",
    WorkDemand.HEAT: "panas",
    WorkDemand.LONG_STANDING: "berdiri lama",
    WorkDemand.DRIVING: "mengemudi",
    WorkDemand.FINE_VISION: "penglihatan halus",
    WorkDemand.LOUD_NOISE: "bising",
    WorkDemand.FOOD_HANDLING: "mengolah makanan",
}
SHIFT = {Shift.DAY: "pagi", Shift.EVENING: "sore", Shift.NIGHT: "malam", Shift.ROTATING: "bergilir"}
CONTRACT = {
    ContractKind.PERMANENT: "tetap",
    ContractKind.FIXED_TERM: "pkwt",
    ContractKind.DAILY: "harian lepas",
    ContractKind.PIECE_RATE: "borongan",
    ContractKind.OUTSOURCED: "alih daya",
    ContractKind.APPRENTICESHIP: "magang",
    ContractKind.PARTNERSHIP: "kemitraan",
}
_BLOCKER = {
    BlockerKind.IDENTITY_CARD: "KTP",
    BlockerKind.POLICE_RECORD_LETTER: "SKCK",
    BlockerKind.SOCIAL_SECURITY: "BPJS",
    BlockerKind.BANK_ACCOUNT: "rekening bank",
    BlockerKind.DRIVING_LICENCE: "SIM",
    BlockerKind.HEALTH_LETTER: "surat sehat",
    BlockerKind.HOUSING: "tempat tinggal",
    BlockerKind.TRANSPORT: "transportasi",
}
_STATUS = {BlockerStatus.OPEN: "belum", BlockerStatus.IN_PROGRESS: "proses", BlockerStatus.DONE: "selesai"}
_CERTIFICATE = {
    CertificateKind.COMPETENCE: "sertifikat kompetensi",
    CertificateKind.TRAINING: "sertifikat pelatihan",
    CertificateKind.LSK: "LSK",
    CertificateKind.CONSTRUCTION: "SKK konstruksi",
    CertificateKind.K3_LICENCE: "SIO",
    CertificateKind.EQUIVALENCY: "kesetaraan",
    CertificateKind.WORK_STATEMENT: "keterangan kerja",
}
_VERIFICATION = {
    Verification.CLAIMED: "belum diverifikasi",
    Verification.ORIGINAL_SEEN: "asli dilihat",
    Verification.CONFIRMED_BY_ISSUER: "dikonfirmasi penerbit",
    Verification.REJECTED: "ditolak",
}
_MODE = {
    ReleaseMode.FULL_TERM: "bebas murni",
    ReleaseMode.REMISSION: "remisi II",
    ReleaseMode.CONDITIONAL_RELEASE: "PB",
    ReleaseMode.CONDITIONAL_LEAVE: "CB",
    ReleaseMode.PRE_RELEASE_LEAVE: "CMB",
    ReleaseMode.ASSIMILATION: "asimilasi",
    ReleaseMode.JUVENILE: "anak binaan",
}
_BASIS = {
    DateBasis.DECISION: "SK",
    DateBasis.BOARD: "sidang TPP",
    DateBasis.SOURCE_TWO_THIRDS: "tanggal 2/3",
    DateBasis.SOURCE_EXPIRY: "ekspirasi",
    DateBasis.OWN_ESTIMATE: "perkiraan",
}
_SEX = {"female": "perempuan", "male": "laki-laki"}


def day(when: date | None) -> str:
    """`23/11/2026`, or nothing."""
    return f"{when:%d/%m/%Y}" if when else ""


def yes_no(answer: bool) -> str:
    """`ya` or `tidak`."""
    return "ya" if answer else "tidak"


def school(level: Education) -> str:
    """A level of schooling as forms name it."""
    return _SCHOOL.get(level, level.name)


def regency(code: str) -> str:
    """`Kab. Madiun`, `Kota Madiun`."""
    return reference_files.gazetteer().get(code).name.replace("Kabupaten ", "Kab. ")


def languages(spoken: Iterable[Language]) -> str:
    """Names of languages."""
    return ", ".join(_LANGUAGE[language] for language in sorted(spoken))


def candidate_row(record: CandidateRecord) -> Row:
    """A row of a facility's list of persons."""
    person, identity = record.candidate, record.identity
    return {
        **_keys(record),
        "Nama": identity.name,
        "Tanggal Lahir": day(identity.birth_date),
        "Jenis Kelamin": _SEX.get((record.protected and record.protected.sex) or "", ""),
        "No HP": identity.phone or "",
        "Lapas/Rutan": record.facility,
        "Kabupaten Lembaga": regency(person.custody_regency) if person.custody_regency else "",
        "Tempat Kembali": regency(person.home),
        "Kecamatan": identity.district,
        "Tempat yang Diterima": "; ".join(map(_place, person.accepted_places)),
        "Bersedia Pindah": yes_no(person.willing_to_move),
        "Bersedia Menyeberang Laut": yes_no(person.sea_crossing),
        "Jarak Maksimum (km)": str(person.max_travel_m // 1000),
        "Pendidikan Terakhir": school(person.education),
        "SIM dan SIO": "; ".join(map(_licence, person.licences)),
        "Bahasa": languages(person.languages),
        "Pengalaman Kerja": _experience(job for job in person.experience if not job.inside),
        "Pengalaman di Dalam": _experience(job for job in person.experience if job.inside),
        **_wishes(person),
        "Kendala": "; ".join(map(_blocker, person.blockers)),
        "Kode Bidang Tertutup": "; ".join(sorted(person.blocked_fields)),
        "Persetujuan": yes_no(person.gates.consented),
        "Keberatan": yes_no(person.gates.objected),
        "Jenis Penjamin": _guarantor_kind(record),
        "Penjamin": record.guarantor.name if record.guarantor else "",
    }


def _keys(record: CandidateRecord) -> Row:
    reference = record.references[0]
    return {
        "Sistem Sumber": reference.system,
        "Kunci Sumber": reference.key,
        "NIK": record.identity.national_id or "",
        "Nomor Register": record.identity.register_number or "",
    }


def _wishes(person: Candidate) -> Row:
    wishes = person.preferences
    wage = wishes.minimum_wage_idr
    return {
        "Minat Kerja": "; ".join(wishes.interests),
        "Bidang Tidak Diinginkan": "; ".join(sorted(wishes.excluded_fields)),
        "Sif Bersedia": ", ".join(SHIFT[shift] for shift in sorted(wishes.shifts)),
        "Kontrak Bersedia": ", ".join(CONTRACT[contract] for contract in sorted(wishes.contracts)),
        "Gaji Diharapkan": f"Rp{wage:,}".replace(",", ".") if wage else "",
        "Butuh Tempat Tinggal": yes_no(wishes.needs_lodging),
        "Batasan Kerja": "; ".join(DEMAND[demand] for demand in sorted(person.restrictions)),
    }


def _in_list(code: str) -> str:
    """A name, or the code where "dan" in the name would read as a list."""
    name = regency(code)
    return code if " dan " in name else name


def _place(code: str) -> str:
    if "." in code:
        return _in_list(code)
    names = {province.code: province.name for province in reference_files.provinces()}
    return f"Prov. {names[code]}"


def _licence(held: HeldLicence) -> str:
    name = held.licence.replace("_", " ")
    return f"{name} s/d {day(held.expires)}" if held.expires else name


def _experience(jobs: Iterable[Experience]) -> str:
    return "; ".join(f"{job.title} {job.months} bln{' (dinilai)' if job.reviewed else ''}" for job in jobs)


def _blocker(blocker: Blocker) -> str:
    days = "" if blocker.status is BlockerStatus.DONE else f" {blocker.lead_days} hari"
    return f"{_BLOCKER[blocker.kind]}: {_STATUS[blocker.status]}{days}"


def _guarantor_kind(record: CandidateRecord) -> str:
    kinds: Mapping[str, str] = {"family": "keluarga", "employer": "pemberi kerja", "foundation": "yayasan"}
    return kinds[record.guarantor.kind] if record.guarantor else ""


def certificate_row(record: CandidateRecord, held: Certificate) -> Row:
    """A row of a training centre's list of graduates."""
    return {
        **_keys(record),
        "Nama Peserta": record.identity.name,
        "Jenis Sertifikat": _CERTIFICATE[held.kind],
        "Judul Sertifikat": held.title,
        "Skema": held.scheme,
        "Kode Unit": "; ".join(
            f"{unit.code} ({unit.decree_year})" if unit.decree_year else unit.code for unit in held.units
        ),
        "Level KKNI": str(held.kkni_level or ""),
        "Penerbit": held.issuer,
        "Nomor Sertifikat": held.number,
        "Tanggal Terbit": day(held.issued),
        "Berlaku Sampai": day(held.expires),
        "JP": f"{held.training_hours} JP" if held.training_hours else "",
        "Status Verifikasi": _VERIFICATION[held.verification],
        "Diverifikasi Oleh": held.verified_by,
        "Tanggal Verifikasi": day(held.verified_on),
    }


def window_row(record: CandidateRecord, window: ReleaseWindow) -> Row:
    """A row of a release list."""
    supervision = record.candidate.supervision
    return {
        **_keys(record),
        "Nama": record.identity.name,
        "Jenis Pembebasan": _MODE[window.mode],
        "Paling Awal": day(window.earliest),
        "Perkiraan Bebas": day(window.expected),
        "Paling Lambat": day(window.latest),
        "Dasar": _BASIS[window.basis],
        "Per Tanggal": day(window.as_of),
        "Bimbingan Sampai": day(supervision.until) if supervision else "",
        "Wilayah Bimbingan": "; ".join(map(_in_list, supervision.area)) if supervision else "",
        "Wajib Lapor": "bulanan" if supervision else "",
    }
