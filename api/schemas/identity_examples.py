"""Examples of identities at a provider, for the description of the API. Nobody in them exists."""

from typing import Any

Example = dict[str, Any]

IDENTITY: Example = {"subject": "3f1c-contoh"}
IDENTITIES: Example = {
    "items": [
        {
            "issuer": "https://masuk.contoh.example",
            "subject": "3f1c-contoh",
            "linked_at": "2026-11-27T09:00:00Z",
            "signed_in_at": None,
            "pending": False,
        }
    ]
}
SIGNED_OUT: Example = {"location": "https://masuk.contoh.example/keluar?client_id=jembatan"}
