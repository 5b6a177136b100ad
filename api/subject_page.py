"""A person's own file as a page: one document in Indonesian that needs nothing from elsewhere, to read and to print."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any

from api import paper

TITLE = "Salinan data pribadi"

# Part of the file → its heading; parts and words that are not named here are shown under their own names, so that a
# new one is never left out.
PARTS: Mapping[str, str] = {
    "identity": "Identitas",
    "unit": "Unit yang menangani",
    "person": "Data untuk pencocokan",
    "protected_attributes": "Data khusus, hanya untuk laporan keadilan",
    "references": "Nomor di sistem asal",
    "certificates": "Sertifikat",
    "windows": "Perkiraan bebas",
    "supervisions": "Masa bimbingan",
    "consents": "Persetujuan dan kepada siapa data dibuka",
    "gates": "Riwayat gerbang pencocokan",
    "requests": "Permintaan Anda",
    "proposed": "Lowongan yang diusulkan kepada Anda",
    "holds": "Lowongan yang ditahan untuk Anda",
    "shown_to": "Perusahaan yang telah melihat kartu atau data Anda",
    "transfers": "Perpindahan Anda antarunit dan antarpetugas",
    "shortlists": "Daftar usulan yang memuat Anda, jawaban Anda, dan keputusan",
    "hidden_vacancies": "Lowongan yang disembunyikan bagi Anda, dan alasannya",
    "contact_requests": "Perusahaan yang meminta kontak dengan Anda, dan jawaban petugas",
    "named_in_lists": "Daftar untuk lowongan yang memuat Anda",
    "searchable_words": "Kata yang disimpan untuk pencarian",
    "imports": "Berkas asal data",
    "trail": "Siapa yang telah melihat atau mengubah data Anda",
}
WORDS: Mapping[str, str] = {
    "name": "Nama", "birth_date": "Tanggal lahir", "phone": "Telepon", "district": "Kecamatan", "facility": "UPT",
    "nik": "NIK", "register_number": "Nomor register", "guarantor": "Penjamin", "home": "Kabupaten/kota tujuan",
    "education": "Pendidikan", "consented": "Menyetujui pencocokan", "objected": "Berkeberatan",
    "restricted": "Pemrosesan ditunda", "title": "Judul", "issuer": "Penerbit", "number": "Nomor", "issued": "Terbit",
    "expires": "Berlaku sampai", "earliest": "Paling awal", "expected": "Perkiraan", "latest": "Paling akhir",
    "basis": "Dasar", "until": "Sampai", "purpose": "Tujuan", "recipient": "Kepada", "employer": "Pemberi kerja",
    "fields": "Data", "state": "Keadaan", "how": "Cara diberikan", "given_at": "Diberikan", "withdrawn_at": "Ditarik",
    "at": "Waktu", "role": "Peran", "act": "Tindakan", "entity": "Bagian", "unit": "Unit", "kind": "Jenis",
    "received_at": "Diterima", "due_at": "Batas waktu", "decided_at": "Diputuskan", "note": "Catatan",
    "answer": "Jawaban", "evidence": "Bukti", "vacancy": "Lowongan", "vacancies": "Lowongan", "rank": "Urutan",
    "score": "Nilai", "system": "Sistem", "key": "Kunci", "words": "Kata", "relation": "Hubungan", "wording": "Teks",
    "guardian_name": "Nama wali", "guardian_relation": "Hubungan wali", "language": "Bahasa", "mode": "Cara bebas",
    "recorded_at": "Dicatat", "version": "Versi", "experience": "Pengalaman", "interests": "Minat",
    "licences": "Izin", "languages": "Bahasa yang dikuasai", "religion": "Agama", "sex": "Jenis kelamin",
    "disability": "Disabilitas", "minority_language": "Bahasa daerah",
    "day": "Tanggal", "from": "Dari", "to": "Kepada", "asked_at": "Diajukan", "outcome": "Hasil", "since": "Sejak",
    "released_at": "Dilepas", "openings": "Jumlah tempat", "hidden": "Disembunyikan", "reason": "Alasan",
}  # fmt: skip
INTRODUCTION = (
    "Dokumen ini memuat semua data tentang Anda yang disimpan Jembatan Kerja, termasuk siapa yang telah melihatnya "
    "(UU 27/2022 Pasal 32). Anda boleh meminta perbaikan (Pasal 30), menunda pemrosesan (Pasal 41), menarik kembali "
    "persetujuan, berkeberatan atas pemeringkatan otomatis (Pasal 10), atau meminta penghapusan (Pasal 43). "
    "Sampaikan kepada petugas Anda. Permintaan itu tidak memengaruhi remisi, pembebasan bersyarat, atau pembinaan."
)


def subject_page(file: Mapping[str, Any], at: datetime) -> str:
    """The page of a file; everything in it is escaped."""
    parts = "".join(_part(name, file[name]) for name in _ordered(file))
    made = f"<p>Dibuat {at:%d-%m-%Y %H:%M %Z}.</p><p>{escape(INTRODUCTION)}</p>"
    return paper.document(TITLE, "id", f"<h1>{TITLE}</h1>{made}{parts}")


def _ordered(file: Mapping[str, Any]) -> Iterator[str]:
    yield from (name for name in PARTS if name in file)
    yield from (name for name in file if name not in PARTS)


def _part(name: str, value: object) -> str:
    return f"<h2>{escape(PARTS.get(name, name))}</h2>{_shown(value)}"


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return _rows((_word(key), _shown(item)) for key, item in value.items() if item not in (None, "", []))
    if isinstance(value, Sequence) and not isinstance(value, str):
        if value and all(isinstance(item, Mapping) for item in value):
            return _table([item for item in value if isinstance(item, Mapping)])
        return ", ".join(_shown(item) for item in value) or "—"
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    return escape(str(value)) if value not in (None, "") else "—"


def _rows(pairs: Iterator[tuple[str, str]]) -> str:
    return (
        "<table>" + "".join(f"<tr><th>{name}</th><td>{text}</td></tr>" for name, text in pairs) + "</table>"
    )


def _table(items: Sequence[Mapping[str, Any]]) -> str:
    columns = [
        key
        for key in dict.fromkeys(key for item in items for key in item)
        if any(item.get(key) not in (None, "", []) for item in items)
    ]
    head = "".join(f"<th>{_word(column)}</th>" for column in columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{_shown(item.get(column))}</td>" for column in columns) + "</tr>"
        for item in items
    )
    return f"<table><tr>{head}</tr>{body}</table>"


def _word(key: str) -> str:
    return escape(WORDS.get(key, key.replace("_", " ")))
