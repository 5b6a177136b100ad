"""The data-protection officer's pages, without script: requests, the trail, its chain, a breach, what is kept."""

import asyncio
import re
from uuid import UUID, uuid4

from api.accounts.tokens import csrf_of
from matching.usecases.inspecting import CHAIN
from tests.api.tenants import V1, World
from tests.api.web.test_planner import Pages, pages_of
from tests.staff import CASE_WORKER, FAR_CASE_WORKER, HERE, OFFICER

LOGIN = "case_worker@uji.example"


async def a_request(world: World, kind: str) -> str:
    """The person of the case worker asks for something."""
    person = world.tenants["case_worker"].ids["candidate_id"]
    async with world.caller(CASE_WORKER) as client:
        body = {"kind": kind, "note": "lewat petugas"}
        answer = await client.post(f"{V1}/candidates/{person}/requests", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def test_a_request_shows_its_clock_and_is_decided_with_words(world: World) -> None:
    request = await a_request(world, "correction")
    at = f"/permintaan/{request}"
    async with pages_of(world, OFFICER) as officer:
        page = await officer.opens("/permintaan")
        assert at in page
        assert "UU 27/2022 Pasal 30" in page
        assert "tersisa 3 hari" in page
        assert "Rahasia" not in page
        assert at not in await officer.opens("/permintaan?lewat=1")
        await world.owner.execute(
            "UPDATE subject_requests SET received_at = received_at - interval '80 hours', "
            "due_at = due_at - interval '80 hours' WHERE id = $1",
            UUID(request),
        )
        late = await officer.opens("/permintaan?lewat=1")
        assert "terlambat 8 jam" in late
        bare = await officer.sends(at, answer="nanti dulu")
        assert (bare.status_code, ">nanti dulu</textarea>" in bare.text) == (422, True)
        silent = await officer.sends(at, granted="false")
        assert (silent.status_code, 'id="salah-answer"' in silent.text) == (422, True)
        done = await officer.sends(at, granted="false", answer="Datanya sudah benar")
        assert done.headers["location"] == f"{at}?kabar=done"
        assert "Datanya sudah benar" in await officer.opens(at)
        assert (await officer.sends(at, granted="true")).status_code == 422
        await officer.opens(f"/permintaan/{uuid4()}", 404)


async def test_a_granted_correction_is_done_when_the_case_worker_says_so(world: World) -> None:
    home = f"/orang/{world.tenants['case_worker'].ids['candidate_id']}/persetujuan"
    done, not_done = [await a_request(world, "correction") for _ in range(2)]
    async with pages_of(world, OFFICER) as officer:
        assert "membetulkan datanya" in await officer.opens(f"/permintaan/{done}")
        assert "dikabulkan dan dilaksanakan" not in await officer.opens(f"/permintaan/{done}")
        for request in (done, not_done):
            granted = await officer.sends(f"/permintaan/{request}", granted="true", answer="Judul ijazahnya")
            assert granted.status_code == 303
        page = await officer.opens(f"/permintaan/{done}")
        assert "dikabulkan, belum dilaksanakan" in page
        assert "<dt>Dilaksanakan</dt>" not in page
        assert f"/permintaan/{done}" not in await officer.opens("/beranda?jenis=request_open")
        assert f"/permintaan/{done}" in await officer.opens("/permintaan")
    async with pages_of(world, FAR_CASE_WORKER) as stranger:
        assert "Judul ijazahnya" not in await stranger.opens("/beranda")
        assert (await stranger.sends(f"{home}/permintaan/{done}/pembetulan", done="true")).status_code == 404
    async with pages_of(world, CASE_WORKER) as worker:
        tasks = await worker.opens("/beranda?jenis=correction_to_carry_out")
        assert tasks.count("lewat petugas · Judul ijazahnya") >= 2
        assert home in tasks
        page = await worker.opens(home)
        assert "Judul ijazahnya" in page
        at = f"{home}/permintaan/{not_done}/pembetulan"
        assert at in page
        bare = await worker.sends(at, words="tanpa <b>pilihan</b>")
        assert (bare.status_code, 'id="salah-done"' in bare.text) == (422, True)
        assert "tanpa &lt;b&gt;pilihan" in bare.text
        silent = await worker.sends(at, done="false")
        assert (silent.status_code, 'id="salah-words"' in silent.text) == (422, True)
        assert "tulis mengapa tidak dilaksanakan" in silent.text
        assert (await worker.browser.post(at, data={"done": "true"})).status_code == 403
        answers = [await worker.sends(at, done="false", words="Bukan ijazahnya") for _ in range(2)]
        assert [one.status_code for one in answers] == [303, 422]
        assert (await worker.sends(f"{home}/permintaan/{done}/pembetulan", done="true")).status_code == 303
        page = await worker.opens(home)
        assert "dikabulkan, tetapi tidak dilaksanakan" in page
        assert "/pembetulan" not in page
    async with pages_of(world, OFFICER) as officer:
        assert "Bukan ijazahnya" in await officer.opens(f"/permintaan/{not_done}")
        assert "<dt>Dilaksanakan</dt>" in await officer.opens(f"/permintaan/{done}")


async def test_a_correction_is_not_granted_where_nobody_says_what_is_wrong(world: World) -> None:
    person = world.tenants["case_worker"].ids["candidate_id"]
    async with world.caller(CASE_WORKER) as client:
        made = await client.post(f"{V1}/candidates/{person}/requests", json={"kind": "correction"})
        request = made.json()["id"]
    async with pages_of(world, OFFICER) as officer:
        bare = await officer.sends(f"/permintaan/{request}", granted="true")
        assert (bare.status_code, "tulis apa yang harus dibetulkan" in bare.text) == (422, True)
    async with world.caller(CASE_WORKER) as client:
        at = f"{V1}/subject-requests/{request}"
        early = await client.post(f"{at}/correction", json={"done": True})
        assert early.status_code == 422
        granted = await client.post(f"{at}/decision", json={"granted": True, "answer": "alamatnya"})
        assert (granted.json()["state"], bool(granted.json()["granted_at"])) == ("approved", True)
        assert (await client.post(f"{at}/correction", json={"done": True})).json()["state"] == "done"


async def test_who_has_looked_is_given_out_while_access_is_asked_for_and_that_is_noted(world: World) -> None:
    request = await a_request(world, "access")
    at = f"/permintaan/{request}"
    async with pages_of(world, OFFICER) as officer:
        assert f"{at}/pemrosesan" in await officer.opens(at)
        trail = re.search(
            r'action="/jejak">[\s\S]*?name="subject" value="([0-9a-f-]{36})"', await officer.opens(at)
        )
        assert trail
        found = await officer.sends("/jejak", subject=trail[1])
        assert (found.status_code, trail[1] in found.text) == (200, True)
        page = await officer.opens(f"{at}/pemrosesan")
        assert "Wali / PK" in page
        assert ("penanganan orangnya" in page, "case work" in page) == (True, False)
        assert "Rahasia" not in page
        file = await officer.browser.get(f"{at}/pemrosesan.json")
        assert {"case_worker"} <= {row["role"] for row in file.json()["items"]}
        assert "attachment" in file.headers["content-disposition"]
        exported = await world.owner.fetchval(
            "SELECT count(*) FROM trail WHERE act = 'export' AND record_id = $1", UUID(request)
        )
        assert exported == 2
        assert (await officer.sends(at, granted="true")).status_code == 303
        await officer.opens(f"{at}/pemrosesan", 409)
    async with world.caller(OFFICER) as client:
        refused = await client.get(f"{V1}/subject-requests/{request}/processing")
        assert refused.json()["type"] == "urn:jembatan:problem:access-not-requested"
        assert (await client.get(f"{V1}/subject-requests/{request}")).json()["state"] == "done"


async def test_the_trail_is_searched_in_the_body_and_leafed_through(world: World) -> None:
    person = str(world.tenants["case_worker"].ids["candidate_id"])
    async with pages_of(world, OFFICER) as officer:
        assert "<tbody>" not in await officer.opens("/jejak")
        found = await officer.sends("/jejak", subject=person, account=LOGIN, role="case_worker")
        assert (found.status_code, found.url.query) == (200, b"")
        assert rows_of(found.text)
        whose = set(re.findall(r"(Wali / PK|Perencana pembebasan) · ([^<]+)<br>", found.text))
        assert whose == {
            ("Wali / PK", await world.owner.fetchval("SELECT name FROM units WHERE id = $1", HERE))
        }
        assert "melihat · data orang<br><small>" in found.text
        assert not re.search(r"\b(candidates|certificates|facts|release_windows)\b", found.text)
        came_in = (await officer.sends("/jejak", act="sign_in")).text
        assert "tanpa penugasan" in came_in
        assert not re.search(r"(?<!luar )program( \(Anda\))?<br>", came_in)  # nobody signs in as the program
        by_others = await officer.sends("/jejak", subject=person, account=LOGIN, role="employer")
        assert "Tidak ada baris yang cocok" in by_others.text
        seen: list[str] = []
        cursor = ""
        for _ in range(3):
            page = (await officer.sends("/jejak", purpose="tests", dari=cursor)).text
            assert not set(seen) & set(rows_of(page))
            seen += rows_of(page)
            cursor = next(iter(re.findall(r'name="dari" value="([^"]+)"', page)), "")
            if not cursor:
                break
        wrong = await officer.sends("/jejak", subject="Budi", account="tidak@ada.example", since="kemarin")
        assert (wrong.status_code, 'value="Budi"' in wrong.text) == (422, True)
        assert (await officer.sends("/jejak", account="tidak@ada.example")).status_code == 422
        assert "tidak ada akun" in (await officer.sends("/jejak", account="tidak@ada.example")).text


def rows_of(page: str) -> list[str]:
    return re.findall(r"<br><small>(\d+)</small></th>", page)


async def test_role_and_purpose_are_searched_by_in_the_api_too(world: World) -> None:
    async with world.caller(OFFICER) as client:
        rows = (await client.get(f"{V1}/trail?role=case_worker&purpose=case work&limit=20")).json()["items"]
        assert len(rows) == 20
        assert {(row["role"], row["purpose"]) for row in rows} == {("case_worker", "case work")}
        none = (await client.get(f"{V1}/trail?purpose=weather")).json()
        assert none == {"items": [], "next": None}


async def test_the_chain_is_verified_with_its_progress_and_the_trail_remembers_it(world: World) -> None:
    await world.program.sealer.seal(now=world.program.clock())
    before = await world.owner.fetchval(
        "SELECT max(seq) FROM trail"
    )  # other tests let the chain be verified too
    async with pages_of(world, OFFICER) as officer, world.caller(OFFICER) as client:
        assert "Periksa rantai sekarang" in await officer.opens("/jejak/rantai")
        assert (await officer.sends("/jejak/rantai")).headers["location"] == "/jejak/rantai"
        page = await until_verified(officer)
        assert "utuh" in page
        assert "mata rantai dihitung ulang" in page
        stands = (await client.get(f"{V1}/trail/chain")).json()
        assert (stands["verified"]["outcome"], stands["found"]["faults"]) == (["sound"], [])
        assert stands["sealed"]["position"] > 0
        assert stands["anchor"]["position"] <= stands["sealed"]["position"]

        seq = await world.owner.fetchval(
            "SELECT min(seq) FROM trail JOIN trail_links USING (seq) WHERE purpose IS NOT NULL"
        )
        await world.owner.execute("ALTER TABLE trail DISABLE TRIGGER only_added_to")
        try:
            await world.owner.execute("UPDATE trail SET purpose = purpose || 'x' WHERE seq = $1", seq)
            begun = await client.post(f"{V1}/trail/chain/verification")
            told = begun.json()  # a short chain may be verified by now
            assert (begun.status_code, bool(told["running"] or told["verified"])) == (202, True)
            page = await until_verified(officer)
        finally:
            restored = "UPDATE trail SET purpose = left(purpose, -1) WHERE seq = $1"
            await world.owner.execute(restored, seq)
            await world.owner.execute("ALTER TABLE trail ENABLE TRIGGER only_added_to")
        assert "baris diubah atau dipindah" in page
        assert f">{seq}</td>" in page
    noted = await world.owner.fetch(
        "SELECT account, fields FROM trail WHERE record_id = $1 AND seq > $2 ORDER BY seq", CHAIN, before
    )
    assert [(row["account"], row["fields"]) for row in noted] == [
        (OFFICER.account, ["sound"]), (OFFICER.account, ["changed"])
    ]  # fmt: skip


async def until_verified(officer: Pages) -> str:
    for _ in range(200):
        page = await officer.opens("/jejak/rantai")
        if "data-poll" not in page:
            return page
        await asyncio.sleep(0.05)
    raise AssertionError("the verification does not end")


async def test_unusual_reading_is_told_for_days(world: World) -> None:
    async with pages_of(world, OFFICER) as officer:
        assert "Pembacaan tidak lazim" in await officer.opens("/jejak/tidak-lazim")
        await officer.opens("/jejak/tidak-lazim?since=2026-11-01&until=2026-11-20")
        wrong = await officer.opens("/jejak/tidak-lazim?since=2020-01-01&until=2026-01-01", 422)
        assert 'id="salah-until"' in wrong
        await officer.opens("/jejak/tidak-lazim?since=x", 422)


async def test_a_breach_is_told_by_whom_an_account_has_seen_without_names(world: World) -> None:
    person = str(world.tenants["case_worker"].ids["candidate_id"])
    today = world.program.today().isoformat()
    asked = {"account": LOGIN, "since": today, "until": today}
    async with pages_of(world, OFFICER) as officer:
        await officer.opens("/kebocoran")
        empty = await officer.sends("/kebocoran", since=today, until=today)
        assert (empty.status_code, 'id="salah-account"' in empty.text) == (422, True)
        found = await officer.sends("/kebocoran", **asked)
        assert person in found.text
        assert "Rancangan pemberitahuan" in found.text
        assert "Rahasia" not in found.text
        table = await officer.sends("/kebocoran", **asked, **{"as": "csv"})
        assert table.headers["content-type"].startswith("text/csv")
        assert person in table.text
        assert "Rahasia" not in table.text
    async with world.caller(OFFICER) as client:
        query = f"account={CASE_WORKER.account}&from={today}&to={today}"
        rows = (await client.get(f"{V1}/trail/worksheet?{query}")).json()["items"]
        assert person in {row["candidate"] for row in rows}
        unknown = f"account={uuid4()}&from={today}&to={today}"
        assert (await client.get(f"{V1}/trail/worksheet?{unknown}")).status_code == 404


async def test_what_is_kept_too_long_is_counted_and_nothing_goes(world: World) -> None:
    async with pages_of(world, OFFICER) as officer, world.caller(OFFICER) as client:
        page = await officer.opens("/penyimpanan")
        assert "daftar pencocokan yang dicatat" in page
        assert "Jurnal penghapusan" in page
        english = await officer.opens("/penyimpanan?lang=en")
        assert "recorded lists of matching" in english
        before = await world.owner.fetchval("SELECT count(*) FROM runs")
        await world.owner.execute("UPDATE runs SET at = at - interval '400 days'")
        try:
            rules = {row["kind"]: row for row in (await client.get(f"{V1}/retention")).json()["items"]}
        finally:
            await world.owner.execute("UPDATE runs SET at = at + interval '400 days'")
        assert rules["runs"]["found"] == before > 0
        assert await world.owner.fetchval("SELECT count(*) FROM runs") == before
        journals = (await client.get(f"{V1}/erasure-journal")).json()
        assert set(journals["erasures"]) == {"there", "people", "last", "damaged", "waiting"}


async def test_a_late_form_of_the_officer_is_handed_back(world: World) -> None:
    async with pages_of(world, OFFICER) as officer:
        csrf = csrf_of(officer.browser.cookies["jembatan"])
        officer.browser.cookies.clear()
        late = await officer.browser.post("/jejak", data={"csrf": csrf, "purpose": "yang dicari"})
    assert (late.status_code, 'name="kept.purpose" value="yang dicari"' in late.text) == (401, True)


async def test_what_the_program_has_found_is_a_task_until_it_was_looked_at(world: World) -> None:
    finding = world.tenants["colleague"].ids["finding_id"]
    at = f"/jejak/tidak-lazim/{finding}"
    async with pages_of(world, OFFICER) as officer, world.caller(OFFICER) as client:
        assert at in await officer.opens("/beranda?jenis=unusual_reading")
        assert "Banyak orang dilihat dalam sehari: 40" in await officer.opens(
            "/beranda?jenis=unusual_reading"
        )
        assert at in await officer.opens("/jejak/tidak-lazim")
        waiting = (await client.get(f"{V1}/trail/findings")).json()["items"]
        assert str(finding) in {one["id"] for one in waiting}
        bare = await officer.sends(at, outcome="in_order")
        assert (bare.status_code, 'id="salah-note"' in bare.text) == (422, True)
        done = await officer.sends(at, outcome="in_order", note="Impor berkas dari unit")
        assert done.headers["location"] == f"{at}?kabar=looked_at"
        page = await officer.opens(at)
        assert "Impor berkas dari unit" in page
        assert "<textarea" not in page
        again = {"outcome": "breach", "note": "lain"}
        assert (await client.post(f"{V1}/trail/findings/{finding}/review", json=again)).status_code == 409
        assert (await client.get(f"{V1}/trail/findings/{finding}")).json()["review"]["outcome"] == "in_order"
        assert at not in await officer.opens("/beranda?jenis=unusual_reading")
        await officer.opens(f"/jejak/tidak-lazim/{uuid4()}", 404)


async def test_a_breach_is_recorded_and_closed_when_persons_and_agency_were_told(world: World) -> None:
    now = world.program.clock()
    today, at_time = world.program.today().isoformat(), f"{now:%H:%M}"
    words = {"found_by": "kepala unit", "what": "Kata sandi dipakai orang lain"}
    suspect = {"account": LOGIN, "since": today, "until": today}
    async with pages_of(world, OFFICER) as officer, world.caller(OFFICER) as client:
        await officer.opens("/kebocoran/catat")
        wrong = await officer.sends("/kebocoran/catat", **words, **suspect)
        assert (wrong.status_code, 'id="salah-found_on"' in wrong.text) == (422, True)
        assert "Kata sandi dipakai orang lain</textarea>" in wrong.text
        half = await officer.sends("/kebocoran/catat", **words, found_on=today, account=LOGIN)
        assert (half.status_code, 'id="salah-since"' in half.text) == (422, True)
        made = await officer.sends("/kebocoran/catat", **words, **suspect, found_on=today, found_at=at_time)
        place = made.headers["location"].partition("?")[0]
        assert made.headers["location"] == f"{place}?kabar=breach_recorded"
        page = await officer.opens(place)
        assert "tersisa 3 hari" in page
        assert place in await officer.opens("/kebocoran")
        assert place in await officer.opens("/beranda?jenis=breach_to_tell")
        sheet = (await officer.sends("/kebocoran", **suspect)).text
        assert "(paling lambat " in sheet
        early = await officer.sends(
            place, kind="persons_told", done_on="2026-01-01", done_at="10:00", note="x"
        )
        assert (early.status_code, 'id="salah-done_on"' in early.text) == (422, True)
        told = {"kind": "persons_told", "done_on": today, "done_at": at_time, "note": "Surat 12"}
        assert (await officer.sends(place, **told)).headers["location"] == f"{place}?kabar=saved"
        breach = place.rpartition("/")[2]
        act = {"kind": "agency_told", "at": world.program.clock().isoformat(), "note": "Tanda terima 7"}
        closed = (await client.post(f"{V1}/breaches/{breach}/acts", json=act)).json()
        assert (closed["untold"], closed["due_in_hours"]) == ([], None)
        assert (await client.post(f"{V1}/breaches/{breach}/acts", json=act)).status_code == 409
        assert "selesai" in await officer.opens(place)
        assert place not in await officer.opens("/beranda?jenis=breach_to_tell")
        assert (
            "belum ada kebocoran yang tercatat"
            in (await officer.sends("/kebocoran", account=LOGIN, since="2026-01-01", until="2026-01-01")).text
        )
        await officer.opens(f"/kebocoran/{uuid4()}", 404)
        new = {"found_at": world.program.clock().isoformat(), **words}
        recorded = await client.post(f"{V1}/breaches", json=new)
        assert (recorded.status_code, recorded.json()["untold"]) == (201, ["persons_told", "agency_told"])
        assert recorded.json()["id"] in {
            one["id"] for one in (await client.get(f"{V1}/breaches")).json()["items"]
        }


async def test_a_letter_becomes_a_task_of_whoever_has_the_person(world: World) -> None:
    tenant = world.tenants["far_case_worker"]  # a restriction takes the person out of plans
    today = world.program.today().isoformat()
    asked = {"kind": "restriction", "number_kind": "nik", "received_on": today, "note": "lewat surat"}
    async with pages_of(world, OFFICER) as officer:
        assert "/permintaan/baru" in await officer.opens("/permintaan")
        form = await officer.opens("/permintaan/baru")
        once = re.findall(r'name="once" value="([^"]+)"', form)[0]
        wrong = await officer.sends("/permintaan/baru", **asked, number="12")
        assert (wrong.status_code, 'id="salah-number"' in wrong.text) == (422, True)
        nobody = await officer.sends("/permintaan/baru", **asked, number="3519011705949999")
        assert (nobody.status_code, "tidak ada orang dengan nomor ini" in nobody.text) == (422, True)
        made = [
            await officer.sends("/permintaan/baru", **asked, number=tenant.nik, once=once) for _ in range(2)
        ]
        place = made[0].headers["location"].partition("?")[0]
        assert [one.headers["location"] for one in made] == [f"{place}?kabar=letter_recorded"] * 2
        page = await officer.opens(place)
        assert tenant.nik not in page
        assert "Rahasia" not in page
        refused = await officer.sends(place, granted="true")
        assert (refused.status_code, "petugas yang menangani orangnya" in refused.text) == (422, True)
    request = place.rpartition("/")[2]
    home = f"/orang/{tenant.ids['candidate_id']}/persetujuan"
    async with pages_of(world, FAR_CASE_WORKER) as worker:
        assert home in await worker.opens("/beranda?jenis=request_open")
        assert f"{home}/permintaan/{request}" in await worker.opens(home)
        assert (await worker.sends(f"{home}/permintaan/{uuid4()}")).status_code == 404
        assert "sampai pembatasannya diakhiri" in await worker.opens(f"{home}/permintaan/{request}")
        done = await worker.sends(f"{home}/permintaan/{request}")
        assert done.headers["location"] == f"{home}?kabar=saved"
        await worker.opens(f"{home}/permintaan/{request}", 404)
        assert "Pemrosesan sedang dibatasi" in await worker.opens(home)
        await worker.sends(f"{home}/lanjutkan")
    async with world.caller(OFFICER) as client:
        letter = {"kind": "access", "national_id": tenant.nik}
        made_by_api = await client.post(f"{V1}/subject-requests", json=letter)
        assert made_by_api.status_code == 201
        assert [one["state"] for one in made_by_api.json()["items"]] == ["open"]
        both = letter | {"register_number": "B.I 17/2024"}
        assert (await client.post(f"{V1}/subject-requests", json=both)).status_code == 422
