from typing import Any
from uuid import uuid4

import httpx
import pytest

from api.schemas.imports import ImportOut, QueuedOut, ReportOut
from tests.api.office import a_nik

IMPORTS = "/api/v1/imports"
CSV = {"content-type": "text/csv"}


def a_file(*, place: str = "Kab. Madiun") -> bytes:
    key = f"K-{uuid4().hex[:8]}"  # a bare "12e45678" is what a spreadsheet makes of a number, and refused
    return (
        f"sumber;kunci sumber;nama;nik;kabupaten;pendidikan\nUJI;{key};Contoh Impor;{a_nik()};{place};SMA\n"
    ).encode()


async def test_only_files_of_a_known_type_are_taken(client: httpx.AsyncClient) -> None:
    answer = await client.post(f"{IMPORTS}/candidates", content=b"{}", headers={"content-type": "text/plain"})
    assert answer.status_code == 415


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"\x00\x01\x02", b"only one cell"])
async def test_a_file_that_is_no_table_is_refused(client: httpx.AsyncClient, content: bytes) -> None:
    answer = await client.post(f"{IMPORTS}/candidates", content=content, headers=CSV)
    assert answer.status_code == 422


async def test_a_kind_that_nobody_knows_is_refused(client: httpx.AsyncClient) -> None:
    assert (await client.post(f"{IMPORTS}/people", content=a_file(), headers=CSV)).status_code == 422


async def test_an_import_that_is_not_there_can_neither_be_read_nor_undone(client: httpx.AsyncClient) -> None:
    assert (await client.get(f"{IMPORTS}/{uuid4()}")).status_code == 404
    assert (await client.post(f"{IMPORTS}/{uuid4()}/undo")).status_code == 404


async def test_a_wrong_row_holds_the_file_back_and_is_named(client: httpx.AsyncClient) -> None:
    answer = await client.post(f"{IMPORTS}/candidates", content=a_file(place="Madiun"), headers=CSV)
    assert answer.status_code == 422
    report = ReportOut.model_validate(answer.json())
    assert (report.import_id, report.refused, report.created) == (None, 1, 0)
    assert [(problem.row, problem.column) for problem in report.problems] == [(2, "kabupaten")]


async def test_a_dry_run_tells_all_and_stores_nothing(client: httpx.AsyncClient) -> None:
    file = a_file()
    dry = await client.post(f"{IMPORTS}/candidates?dry_run=true", content=file, headers=CSV)
    assert (dry.status_code, dry.json()["created"], dry.json()["import_id"]) == (200, 1, None)
    wet = await client.post(f"{IMPORTS}/candidates", content=file, headers=CSV)
    assert wet.json()["created"] == 1


async def test_an_import_is_stored_once_and_undone_once(client: httpx.AsyncClient) -> None:
    file = a_file()
    stored = (await client.post(f"{IMPORTS}/candidates", content=file, headers=CSV)).json()
    assert stored["created"] == 1
    again = (await client.post(f"{IMPORTS}/candidates", content=file, headers=CSV)).json()
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 1)
    path = f"{IMPORTS}/{stored['import_id']}"
    ImportOut.model_validate((await client.get(path)).json())
    assert (await client.post(f"{path}/undo")).json()["undone_at"]
    assert (await client.post(f"{path}/undo")).status_code == 409


NAMELESS = "nama;tanggal lahir;nik;kabupaten;pendidikan\n{};17/08/1995;;Kab. Madiun;SMA\n"


async def a_waiting_row(client: httpx.AsyncClient) -> dict[str, Any]:
    name = f"Contoh {uuid4().hex[:8]}"
    report = await client.post(f"{IMPORTS}/candidates", content=NAMELESS.format(name).encode(), headers=CSV)
    assert report.json()["queued"] == 1
    rows = (await client.get(f"{IMPORTS}/queue?limit=50")).json()["items"]
    [row] = [one for one in rows if one["cells"]["nama"] == name]
    QueuedOut.model_validate(row)
    return dict(row)


async def test_a_waiting_row_is_taken_in_as_a_new_person_s_and_undone(client: httpx.AsyncClient) -> None:
    row = await a_waiting_row(client)
    path = f"{IMPORTS}/queue/{row['id']}"
    report = await client.post(f"{path}/resolve", json={"candidate": None})
    assert (report.status_code, ReportOut.model_validate(report.json()).created) == (200, 1)
    assert (await client.post(f"{path}/resolve", json={"candidate": None})).status_code == 409
    assert (await client.post(f"{path}/dismiss", json={"reason": "ganda"})).status_code == 409
    assert (await client.post(f"{IMPORTS}/{report.json()['import_id']}/undo")).status_code == 200
    assert row in (await client.get(f"{IMPORTS}/queue?limit=50")).json()["items"]


async def test_a_dismissed_row_is_listed_only_among_those_decided(client: httpx.AsyncClient) -> None:
    row = await a_waiting_row(client)
    path = f"{IMPORTS}/queue/{row['id']}"
    assert (await client.post(f"{path}/dismiss", json={"reason": ""})).status_code == 422
    assert (await client.post(f"{path}/dismiss", json={"reason": "baris ganda"})).status_code == 204
    waiting = (await client.get(f"{IMPORTS}/queue?limit=50")).json()["items"]
    assert row["id"] not in [one["id"] for one in waiting]
    first = await client.get(f"{IMPORTS}/queue?limit=1&decided=true")
    assert "Link" not in first.headers or "decided=true" in first.headers["Link"]
    decided = (await client.get(f"{IMPORTS}/queue?limit=50&decided=true")).json()["items"]
    [mine] = [QueuedOut.model_validate(one) for one in decided if one["id"] == row["id"]]
    assert mine.decided
    assert (mine.decided.outcome, mine.decided.reason) == ("dismissed", "baris ganda")


async def test_nobody_resolves_what_is_not_there(client: httpx.AsyncClient) -> None:
    row = await a_waiting_row(client)
    nobody = {"candidate": str(uuid4())}
    assert (await client.post(f"{IMPORTS}/queue/{uuid4()}/resolve", json=nobody)).status_code == 404
    assert (await client.post(f"{IMPORTS}/queue/{row['id']}/resolve", json=nobody)).status_code == 404
    assert (await client.post(f"{IMPORTS}/queue/{row['id']}/resolve", json={})).status_code == 422
