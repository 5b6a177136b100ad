"""Synthetic examples of reference look-ups, imports and health."""

from api.schemas.examples import PERSON, Example

REGENCIES: Example = {
    "items": [
        {
            "code": "35.19",
            "name": "Kabupaten Madiun",
            "province_code": "35",
            "province": "Jawa Timur",
            "island": "JAWA",
            "bps_code": "3519",
        }
    ]
}
OCCUPATIONS: Example = {"items": [{"code": "7212", "title": "Pekerja Pengelasan"}], "more": False}
PROVINCES: Example = {"items": [{"code": "35", "name": "Jawa Timur"}], "more": True}
SCHEMES: Example = {
    "items": [
        {
            "code": "SS.LAS-001",
            "title": "Plate Welder SMAW",
            "profession": "Juru Las",
            "field": "Las",
            "kind": "okupasi",
            "source": "LSP BLK Contoh 2026",
        }
    ],
    "more": False,
}
UNITS_OF_COMPETENCY: Example = {
    "items": [{"code": "C.24LAS01.014.1", "decree_year": 2018, "title": "Mengelas Pelat Posisi 3G"}],
    "more": False,
}
CONSTRUCTION_JOBS: Example = {
    "items": [{"code": "SI011001", "title": "Ahli Teknik Bangunan Gedung"}],
    "more": True,
}
FACILITIES: Example = {
    "items": [
        {
            "name": "Lapas Kelas I Madiun",
            "type": "Lapas",
            "unit_class": "Kelas I",
            "province_code": "35",
            "province": "Jawa Timur",
        }
    ],
    "more": False,
}
MINIMUM_WAGES: Example = {
    "items": [
        {
            "place_code": "35",
            "place": "Jawa Timur",
            "year": 2024,
            "monthly_idr": 2165244,
            "mark": "unverified",
        }
    ],
    "more": False,
}
SECTORS: Example = {"items": [{"code": "25", "title": "Industri Barang Logam"}], "more": True}
FIELDS: Example = {
    "items": [{"code": "FW01", "id": "Satuan pengamanan", "en": "Private security guarding", "bars": ["B1"]}]
}
VOCABULARIES: Example = {"items": ["licences", "educations"]}
WORDS: Example = {"items": [{"code": "SIM_C", "id": "SIM C", "en": "Driving licence C (motorcycle)"}]}
SOURCES: Example = {
    "version": "a1b2c3",
    "items": [
        {
            "file": "regencies.csv",
            "what": "regencies",
            "rows": 514,
            "source": "Kepmendagri",
            "completeness": "complete",
            "as_of": "2025-01-01",
        }
    ],
}
LIVE: Example = {"status": "live"}
READY: Example = {
    "status": "ready",
    "version": "0.1.0",
    "reference_data": "a1b2c3",
    "rules": "2026-11-a",
    "weights": "2026-11-a",
    "index": {
        "vacancies": 3000,
        "pending_vacancies": 0,
        "people_pending": False,
        "snapshot": "g7@1042",
        "profiles": "g7@1042",
        "model": "multilingual-e5-small@2f1c",
    },
}
CSV = "nama;nik;kabupaten;pendidikan\nContoh Satu;3519011705940001;Kab. Madiun;SMA/SMK\n"
REPORT: Example = {
    "import_id": "9a1d7c2e-4b5f-4e6a-8c3d-2f1e0d9c8b44",
    "kind": "candidates",
    "dry_run": False,
    "partial": True,
    "rows": 120,
    "created": 112,
    "updated": 3,
    "unchanged": 2,
    "queued": 1,
    "refused": 2,
    "held_back": 0,
    "problems": [
        {
            "row": 17,
            "column": "kabupaten",
            "problem": "bisa berarti Kabupaten Madiun, Kota Madiun / could be either",
            "value": "Madiun",
            "remark": False,
        }
    ],
    "problems_left_out": 0,
}
IMPORT_OUT: Example = {
    "id": "9a1d7c2e-4b5f-4e6a-8c3d-2f1e0d9c8b44",
    "kind": "candidates",
    "digest": "d2a84f4b8b650937ec8f73cd8be2c74add5a911ba64df27458ed8229da804a26",
    "created": 112,
    "updated": 3,
    "unchanged": 2,
    "queued": 1,
    "refused": 2,
    "at": "2026-11-22T09:30:00+07:00",
    "undone_at": None,
}
PROGRESS: Example = {
    "id": "9a1d7c2e-4b5f-4e6a-8c3d-2f1e0d9c8b44",
    "kind": "candidates",
    "digest": "d2a84f4b8b650937ec8f73cd8be2c74add5a911ba64df27458ed8229da804a26",
    "dry_run": False,
    "rows": 20000,
    "stage": "store",
    "done": 12400,
    "course": "running",
    "begun_at": "2026-11-22T09:30:00+07:00",
    "heard_at": "2026-11-22T09:30:41+07:00",
}
PROGRESS_LIST: Example = {"items": [PROGRESS]}
QUEUED: Example = {
    "id": "5c0e1f7a-2d3b-4c6e-9f10-7a8b9c0d1e22",
    "row": 31,
    "cells": {"nama": "Contoh Tiga", "NIK": "•••0003"},
    "possible": [
        {
            "candidate": PERSON,
            "national_id_last4": "",
            "register_last4": "2024",
            "same": {"name": True, "birth_date": True},
        }
    ],
    "kind": "candidates",
    "import_id": "9a1d7c2e-4b5f-4e6a-8c3d-2f1e0d9c8b44",
    "at": "2026-11-02T08:30:00Z",
    "decided": None,
}
RESOLVE: Example = {"candidate": PERSON}
DISMISS: Example = {"reason": "baris ganda dalam berkas"}
