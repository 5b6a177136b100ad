"""Whole numbers over HTTP: for what they are asked is a code."""

from typing import Any

import httpx
import pytest

from tests.api.office import a_nik, recorded


@pytest.mark.parametrize(
    ("purpose", "status"),
    [
        ({"purpose": "social_security"}, 200),
        ({"purpose": "official_request", "letter": "123"}, 200),
        ({"purpose": "untuk Siti Aminah"}, 422),
        ({"purpose": "official_request", "letter": "surat Siti"}, 422),
        ({"purpose": "official_request", "letter": "3519011705940001"}, 422),
        ({}, 422),
    ],
)
async def test_a_number_is_revealed_for_a_listed_purpose(
    client: httpx.AsyncClient, purpose: dict[str, Any], status: int
) -> None:
    nik = a_nik()
    identity = {"name": "Contoh Uji", "national_id": nik, "birth_date": "1994-05-17"}
    person = (await recorded(client, identity=identity)).headers["location"]
    answer = await client.post(f"{person}/reveal", json={"number": "national_id"} | purpose)
    assert answer.status_code == status
    assert (nik in answer.text) is (status == 200)
    assert "Siti" not in answer.text
