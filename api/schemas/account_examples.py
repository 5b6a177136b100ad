"""Examples of signing in and of accounts, for the description of the API. Nobody in them exists."""

from typing import Any

Example = dict[str, Any]
_ID = "5d8f1c3e-7a2b-4c6d-9e0f-1a2b3c4d5e6f"
_DUTY = "7e9a2d4f-8b3c-4d7e-8f10-2b3c4d5e6f70"
_UNIT = "8fab3e50-9c4d-4e8f-9021-3c4d5e6f7081"
_TIME = "2026-11-27T09:00:00Z"
_LATER = "2026-11-27T21:00:00Z"
_CSRF = "9f2c" * 16

SIGN_IN: Example = {"login": "petugas@contoh.example", "password": "kuda baterai staples benar", "code": ""}
DUTY_CHOICE: Example = {"duty": _DUTY}
PASSWORD_CHANGE: Example = {"current": "kuda baterai staples benar", "new": "empat kata lain yang panjang"}
PASSWORD_SHOWN: Example = {"password": "kuda baterai staples benar"}
CODE_SHOWN: Example = {"code": "123456"}
SHOWN_AGAIN: Example = PASSWORD_SHOWN | CODE_SHOWN
LINK_USE: Example = {"link": "jl_contoh", "password": "empat kata lain yang panjang"}
TOKEN: Example = {"name": "laporan mingguan", "scopes": ["read"], "days": 30}
ACCOUNT: Example = {"login": "petugas@contoh.example", "name": "Petugas Contoh", "language": "id"}
LINK_WANTED: Example = {"clears_second_factor": False}
DUTY: Example = {"role": "case_worker", "unit": _UNIT}
COVER: Example = {"unit": _UNIT, "absent": _ID, "covering": _DUTY, "until": "2026-12-20T00:00:00Z"}
UNIT: Example = {"type": "bapas", "name": "Bapas Contoh", "province": "35"}

ACCOUNT_OUT: Example = {
    "id": _ID,
    **ACCOUNT,
    "active": True,
    "has_password": True,
    "has_second_factor": False,
}
DUTY_OUT: Example = {
    "id": _DUTY,
    "account": _ID,
    "role": "case_worker",
    "unit": _UNIT,
    "unit_name": "Bapas Contoh",
    "employer_name": "",
    "provinces": [],
    "employer": None,
    "since": _TIME,
    "until": None,
    "pending": False,
}
ACCOUNT_WITH_DUTIES: Example = {**ACCOUNT_OUT, "duties": [DUTY_OUT]}
ME: Example = {
    "account": ACCOUNT_OUT,
    "duty": _DUTY,
    "duties": [DUTY_OUT],
    "second_factor_shown": False,
    "next": None,
    "scopes": None,
    "csrf": _CSRF,
}
SESSIONS: Example = {
    "items": [
        {
            "id": _ID,
            "duty": _DUTY,
            "agent": "Mozilla/5.0",
            "created_at": _TIME,
            "seen_at": _TIME,
            "until": _LATER,
            "this": True,
        }
    ]
}
TOKEN_OUT: Example = {
    "id": _ID,
    "duty": _DUTY,
    "name": "laporan mingguan",
    "scopes": ["read"],
    "created_at": _TIME,
    "until": "2026-12-27T09:00:00Z",
    "used_at": None,
    "revoked_at": None,
}
TOKENS: Example = {"items": [TOKEN_OUT]}
TOKEN_SHOWN: Example = {**TOKEN_OUT, "secret": "jk_contoh"}
FACTOR_SHOWN: Example = {
    "secret": "CONTOHCONTOHCONTOHCONTOHCONTOHCO",
    "uri": "otpauth://totp/Jembatan%20Kerja:petugas?secret=CONTOH&issuer=Jembatan%20Kerja",
}
RECOVERY_CODES: Example = {"recovery_codes": ["abcd-efgh-jkmn-pqrs"], "csrf": _CSRF}
LINK_SHOWN: Example = {"id": _DUTY, "account": _ID, "link": "jl_contoh", "pending": False}
COVER_OUT: Example = {"id": _UNIT, **COVER, "since": _TIME, "pending": True}
PENDING: Example = {
    "duties": [{**DUTY_OUT, "pending": True, "granted_by": _UNIT}],
    "links": [
        {
            "id": _DUTY,
            "account": _ID,
            "clears_second_factor": True,
            "given_by": _UNIT,
            "given_at": _TIME,
            "until": _LATER,
        }
    ],
    "identities": [
        {"account": _ID, "issuer": "https://masuk.contoh.example", "linked_by": _UNIT, "linked_at": _TIME}
    ],
    "covers": [{**COVER_OUT, "granted_by": _DUTY}],
}
COVERS: Example = {"items": [COVER_OUT]}
UNIT_OUT: Example = {"id": _UNIT, **UNIT}
UNITS: Example = {"items": [UNIT_OUT]}
