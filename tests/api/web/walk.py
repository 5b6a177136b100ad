"""Pages as walks over all of them ask for them: found from the application's routes, forms filled as people fill them.

A page that is new is walked by itself; a form that is new must be described in `FORMS`, so that no walk posts it empty.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx
from fastapi.routing import RouteContext, iter_route_contexts

from api.accounts.tokens import csrf_of
from api.web.routes import PageRoute
from matching.lint.catalogue import Code

FOR_EVERYBODY = {"/", "/tentang", "/algoritma", "/privasi", "/aksesibilitas", "/gaya", "/masuk", "/undangan", "/bahasa",
                "/panduan", "/panduan/{guide}/{slug}"}  # fmt: skip
OF_ONESELF = re.compile(r"/keluar|/penugasan|/akun(/.*)?")
SAFE = ("GET", "HEAD")
Form = Mapping[str, str | list[str]]
_VACANCY: Form = {
    "title": "Operator Jahit", "place": "35.19", "description": "Menjahit seragam.", "openings": "2",
    "wage/lower_idr": "2400000", "wage/unit": "month", "hours_per_week": "40", "shifts": ["day"],
    "required/education": "SMP", "required/certificates": "Menjahit Dasar",
}  # fmt: skip
FORMS: Mapping[str, Form] = {
    "/masuk": {"login": "tidak-ada@uji.example", "password": "bukan kata sandi siapa pun"},
    "/undangan": {"link": "tidak-ada", "password": "sawah langit kopi", "password_again": "sawah langit kopi"},
    "/bahasa": {"ke": "/akun/token", "kept.name": "uji"},
    "/keluar": {},
    "/penugasan": {"duty": "{duty_id}"},
    "/akun/kata-sandi": {"password": "bukan ini", "new": "sawah langit kopi"},
    "/akun/faktor-kedua": {"password": "bukan ini"},
    "/akun/faktor-kedua/pastikan": {"code": "000000"},
    "/akun/faktor-kedua/lepas": {"password": "bukan ini", "code": "000000"},
    "/akun/sesi/akhiri": {"session": "{session_id}"},
    "/akun/token": {"name": "uji", "scopes": ["read"], "days": "1"},
    "/akun/token/cabut": {"token": "{token_id}"},
    "/orang": {"nama": "Contoh"},
    "/orang/baru": {"name": "Contoh Uji", "home": "35.19", "education": "SMA", "national_id": "bukan nomor"},
    "/orang/{candidate_id}/usulan": {"v": ["{vacancy_id}"], "tampil": "10", "reason": "other", "note": "uji"},
    "/orang/{candidate_id}/serah-terima/unit": {"unit": "tidak ada", "note": "uji"},
    "/orang/{candidate_id}/serah-terima/rekan": {"colleague": "tidak ada"},
    "/perpindahan/minta": {"national_id": "bukan nomor"},
    "/orang/{candidate_id}/kerja": {"work": "self_employment", "rung": "started", "on": "2099-01-01", "note": "uji"},
    "/orang/{candidate_id}/nomor": {"number": "national_id", "purpose": "social_security", "letter": "12"},
    "/orang/{candidate_id}/hambatan": {"kind": "bank_account", "status": "open", "lead_days": "7"},
    "/orang/{candidate_id}/sertifikat": {"kind": "training", "title": "Menjahit Dasar"},
    "/orang/{candidate_id}/perkiraan-bebas": {
        "mode": "full_term", "earliest": "2027-05-22", "expected": "2027-05-23", "latest": "2027-05-24",
        "basis": "decision", "as_of": "2026-01-02",
    },
    "/orang/{candidate_id}/data": {"name": "Contoh Uji", "home": "35.19", "education": "SMA", "max_travel_m": "30"},
    "/orang/{candidate_id}/persetujuan": {
        "purpose": "disclosure", "how": "written", "language": "id", "evidence": "Map 1",
        "employer_id": "{employer_id}", "fields": ["name"],
    },
    "/orang/{candidate_id}/persetujuan/{consent_id}/tarik": {"why": "uji"},
    "/orang/{candidate_id}/persetujuan/permintaan": {"kind": "access", "note": "uji"},
    "/orang/{candidate_id}/persetujuan/permintaan/{request_id}": {},
    "/orang/{candidate_id}/persetujuan/permintaan/{request_id}/pembetulan": {"done": "false", "words": "uji"},
    "/orang/{candidate_id}/persetujuan/lanjutkan": {},
    "/orang/{candidate_id}/lowongan/{vacancy_id}/sembunyikan": {"reason": "too_far", "note": "uji"},
    "/orang/{candidate_id}/lowongan/{vacancy_id}/kontak": {"reason": "other"},
    "/orang/{candidate_id}/keluhan/{employer_id}": {"code": "wage_not_paid", "by_whom": "candidate", "note": "uji"},
    "/orang/{candidate_id}/disembunyikan/{vacancy_id}/tampilkan": {},
    "/usulan/{shortlist_id}/langkah": {"to": "closed", "reason": "other", "note": "uji"},
    "/usulan/{shortlist_id}/tanda": {"flag": "{flag_id}"},
    "/usulan/{shortlist_id}/tambah": {"vacancy_id": "{vacancy_id}", "reason": "other", "note": "uji"},
    "/usulan/{shortlist_id}/baris/{item_id}/jawaban": {"interested": "false", "reason": "wage", "note": "uji"},
    "/usulan/{shortlist_id}/baris/{item_id}/ubah": {"change": "remove", "why": "other", "why_note": "uji"},
    "/usulan/{shortlist_id}/baris/{item_id}/pemberi-kerja": {
        "seen": "0", "kind": "declined", "reason": "skills_missing", "note": "uji",
    },
    "/impor": {"kind": "candidates"},
    "/impor/masukkan": {"kind": "candidates", "ticket": f"{'0' * 48}.{'0' * 64}", "partial": "1"},
    "/impor/{import_id}/batalkan": {},
    "/antrean/{row_id}/putuskan": {"whose": "{candidate_id}"},
    "/antrean/{row_id}/abaikan": {"reason": "uji"},
    "/penempatan/{placement_id}": {"kind": "ended", "on": "2026-01-02", "reason": "other", "note": "uji"},
    "/perpindahan/{transfer_id}": {"apa": "tolak"},
    "/pemantauan-terlambat/{placement_id}": {"note": "uji", "due": "2099-01-01"},
    "/tinjauan/{shortlist_id}/baris/{item_id}": {"change": "remove", "reason": "other", "note": "uji"},
    "/tinjauan/{shortlist_id}/setuju": {"note": "uji"},
    "/tinjauan/{shortlist_id}/langkah": {"to": "closed", "reason": "other", "note": "uji"},
    "/periksa-lowongan/{vacancy_id}/terbitkan": {"acknowledged": list(Code), "override": "other", "note": "uji"},
    "/periksa-lowongan/{vacancy_id}/keadaan": {"to": "draft", "reason": "other", "told": "uji", "staff_note": "uji"},
    "/periksa-lowongan/{vacancy_id}/kembalikan": {"reason": "to_be_corrected", "told": "uji", "staff_note": "uji"},
    "/kohort": {"horizon_days": "90"},
    "/pemberi-kerja": {"name": "", "business_number": "12"},
    "/pemberi-kerja/{employer_id}/keadaan": {"to": "suspended", "reason": "other", "told": "uji", "note": "uji"},
    "/pemberi-kerja/{employer_id}/keberatan": {"granted": "true", "answer": "uji", "appeal_note": "uji"},
    "/pemberi-kerja/{employer_id}/keluhan/{complaint_id}": {"upheld": "true"},
    "/lowongan-kami": _VACANCY,
    "/lowongan-kami/baru": _VACANCY,
    "/lowongan-kami/{vacancy_id}/ubah": _VACANCY,
    "/lowongan-kami/{vacancy_id}/periksa": _VACANCY,
    "/lowongan-kami/{vacancy_id}/kirim": {},
    "/lowongan-kami/{vacancy_id}/gandakan": {},
    "/lowongan-kami/{vacancy_id}/tutup": {"reason": "filled", "note": "uji"},
    "/lowongan-kami/{vacancy_id}/usulan/{item_id}": {
        "seen": "0", "kind": "declined", "reason": "skills_missing", "note": "uji",
    },
    "/lowongan-kami/{vacancy_id}/kontak": {"code": "0000-0000-0000"},
    "/perusahaan/pendaftaran": {
        "name": "PT Uji Satu", "business_number": "9120001234567", "sector": "25920", "contact": "Contoh, HRD",
        "motivation": "Mencari penjahit.",
    },
    "/perusahaan/keberatan": {"words": "Kami keberatan."},
    "/beranda": {"note": "uji", "due": "2099-01-01"},
    "/beranda/{task_id}": {"apa": "selesai"},
    "/pemberitahuan/dibaca": {"notice": "{notice_id}"},
    "/pemberitahuan/surel": {"mail": "off", "address": ""},
    "/kohort/{plan_id}/usulan": {"which": "chosen", "p": ["{candidate_id}"]},
    "/keadilan/{report_id}/tanda-tangan": {"reason": "uji"},
    "/resep/{comparison_id}/tanda-tangan": {"reason": "uji"},
    "/permintaan/{request_id}": {"granted": "false", "answer": "uji"},
    "/permintaan/baru": {"kind": "access", "number_kind": "nik", "number": "bukan nomor"},
    "/jejak": {"act": "read"},
    "/jejak/tidak-lazim/{finding_id}": {"outcome": "in_order", "note": "uji"},
    "/jejak/rantai": {},
    "/kebocoran": {"account": "tidak-ada@uji.example", "since": "2026-01-01", "until": "2026-01-02"},
    "/kebocoran/catat": {"found_by": "unit", "what": ""},
    "/kebocoran/{breach_id}": {"kind": "agency_told", "done_on": "2026-01-01", "note": "uji"},
    "/konfirmasi": {"what": "duty", "which": "{duty_id}"},
    "/pengguna": {"login": "bukan alamat", "name": ""},
    "/pengguna/cari": {"find": "tidak-ada@uji.example"},
    "/pengguna/{account_id}/tautan": {},
    "/pengguna/{account_id}/keluarkan": {},
    "/pengguna/{account_id}/keadaan": {"active": "0"},
    "/pengguna/{account_id}/penugasan": {"role": "administrator"},
    "/pengguna/{account_id}/penugasan/akhiri": {"duty": "{duty_id}"},
    "/pengguna/{account_id}/token/cabut": {"token": "{token_id}"},
    "/pengganti": {"unit": "tidak ada", "absent": "", "covering": "", "until": ""},
    "/pengganti/akhiri": {"cover": "{cover_id}"},
    "/unit": {"type": "", "name": ""},
    "/pekerjaan/coba-lagi": {"job": "{job_id}"},
    "/pekerjaan/batalkan": {"job": "{job_id}"},
}  # fmt: skip
"""Every form as somebody would send it, by the address that takes it; `{name}` stands for an id of a record."""
NAMED = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Page:
    """One method of one page's address; `form`: what is sent there, without what each form carries for us."""

    method: str
    path: str
    form: Form | None

    @property
    def in_path(self) -> set[str]:
        """Names of records in the address."""
        return set(NAMED.findall(self.path))

    @property
    def names(self) -> set[str]:
        """Names of records in the address and in the form."""
        return self.in_path | {name for value in self._values() for name in NAMED.findall(value)}

    def _values(self) -> Iterator[str]:
        for value in (self.form or {}).values():
            yield from [value] if isinstance(value, str) else value

    async def asked(self, browser: httpx.AsyncClient, ids: Mapping[str, UUID]) -> httpx.Response:
        """The answer to this page's request with these ids; others are left to chance."""

        def filled(text: str) -> str:
            return NAMED.sub(lambda found: str(ids.get(found[1]) or uuid4()), text)

        if self.form is None:
            return await browser.request(self.method, filled(self.path))
        secret = browser.cookies.get("jembatan") or ""
        data: dict[str, Any] = {"csrf": csrf_of(secret), "once": str(uuid4()), "version": "1"}
        for name, value in self.form.items():
            data[name] = filled(value) if isinstance(value, str) else [filled(one) for one in value]
        return await browser.request(self.method, filled(self.path), data=data)


def routes(app: Any) -> Iterator[RouteContext]:
    """Every address of a page."""
    for one in iter_route_contexts(app.routes):
        if isinstance(one.original_route, PageRoute):
            yield one


def pages(app: Any) -> list[Page]:
    """Every page, those that only show first."""
    found = [
        Page(method, route.path or "", None if method in SAFE else FORMS.get(route.path or "", {}))
        for route in routes(app)
        for method in sorted(route.methods or ())
    ]
    return sorted(found, key=lambda one: one.method not in SAFE)
