"""Employers and vacancies of the sample as rows of the files that a labour office would send."""

from data.sample.person_rows import CONTRACT, DEMAND, SHIFT, Row, day, languages, regency, school, yes_no
from matching.model import Asks, Vacancy
from matching.model.records import EmployerRecord, PersonLimits, VacancyRecord
from matching.vocabulary import EmployerVerification, VacancyStatus, WorkSetting

_VERIFICATION = {
    EmployerVerification.UNVERIFIED: "belum diverifikasi",
    EmployerVerification.VERIFIED: "terverifikasi",
    EmployerVerification.SUSPENDED: "ditangguhkan",
}
_STATUS = {
    VacancyStatus.DRAFT: "draf",
    VacancyStatus.OPEN: "buka",
    VacancyStatus.CLOSED: "tutup",
    VacancyStatus.SUSPENDED: "ditangguhkan",
}
_SEX = {"female": "perempuan", "male": "laki-laki"}


def employer_row(record: EmployerRecord) -> Row:
    """A row of a list of employers."""
    employer = record.employer
    return {
        "Sistem Sumber": record.reference.system if record.reference else "",
        "Kode Perusahaan": record.reference.key if record.reference else "",
        "Nama Perusahaan": employer.name,
        "NIB": employer.business_number,
        "KBLI": employer.sector,
        "Kontak": employer.contact,
        "Status Verifikasi": _VERIFICATION[employer.verification],
    }


def vacancy_row(record: VacancyRecord, employer: EmployerRecord) -> Row:
    """A row of a list of vacancies."""
    vacancy = record.vacancy
    return {
        "Sistem Sumber": record.reference.system if record.reference else "",
        "Kode Lowongan": record.reference.key if record.reference else "",
        "Kode Perusahaan": employer.reference.key if employer.reference else "",
        "Jabatan": vacancy.title,
        "Uraian": vacancy.description,
        "Kode KBJI": vacancy.occupation,
        "Lokasi Kerja": regency(vacancy.place) if vacancy.place else _abroad(vacancy),
        **_setting(record),
        "Kuota": str(vacancy.openings),
        "Jenis Kontrak": CONTRACT[vacancy.contract] if vacancy.contract else "",
        "Gaji": record.wage_text,
        "Jam per Minggu": str(vacancy.hours_per_week or ""),
        "Sif": ", ".join(SHIFT[shift] for shift in sorted(vacancy.shifts)),
        "Mess": yes_no(vacancy.lodging),
        "Mulai Kerja": day(vacancy.starts) or "kapan saja",
        "Ditutup": day(vacancy.closes) or "terbuka",
        **_asks(vacancy.required),
        "Pengalaman Diutamakan": _months(vacancy.preferred.experience_months),
        "Sertifikat Diutamakan": "; ".join(vacancy.preferred.certificates),
        "SKCK": yes_no(vacancy.police_record_letter),
        **_limits(record.limits),
        "Penempatan Luar Kota": yes_no(vacancy.placement_elsewhere),
        "Tuntutan Kerja": _demands(vacancy),
        "Status Lowongan": _STATUS[vacancy.status],
        "Teks Asli": record.source_text,
    }


def _abroad(vacancy: Vacancy) -> str:
    """The country stands in the title only."""
    return f"luar negeri: {vacancy.title.rpartition('Penempatan ')[2]}"


def _setting(record: VacancyRecord) -> Row:
    inside = record.vacancy.setting is WorkSetting.INSIDE_FACILITY
    return {
        "Di Dalam atau Luar": "dalam lapas" if inside else "luar",
        "Nama Lapas": record.facility,
        "Sisa Masa Minimal": _months(record.vacancy.months_left_asked),
    }


def _asks(asks: Asks) -> Row:
    return {
        "Pendidikan Minimal": school(asks.education) if asks.education else "",
        "Pengalaman Minimal": _months(asks.experience_months),
        "Sertifikat Wajib": "; ".join(asks.certificates),
        "SIM dan SIO Wajib": "; ".join(licence.replace("_", " ") for licence in sorted(asks.licences)),
        "Bahasa Wajib": languages(asks.languages),
    }


def _months(months: int) -> str:
    return f"{months} bulan" if months else ""


def _limits(limits: PersonLimits) -> Row:
    if limits.age_min and limits.age_max:
        ages = f"{limits.age_min}-{limits.age_max}"
    else:
        ages = f"maks {limits.age_max}" if limits.age_max else ""
    return {
        "Batas Usia": ages,
        "Jenis Kelamin Diminta": _SEX.get(limits.sex or "", ""),
        "Alasan Batasan": limits.reason,
    }


def _demands(vacancy: Vacancy) -> str:
    return "; ".join(DEMAND[demand] for demand in sorted(vacancy.demands))
