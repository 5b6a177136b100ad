"""The frame of all pages: the door, the session that ends, languages, and errors as pages. Without script, as all tests
here are: a client that only sends forms."""

import re
from dataclasses import replace
from html import unescape

import httpx
import pytest

from api.program import Program
from api.web.routes import local
from data.pool import Connection
from matching.vocabulary import Role
from tests.api.entrance import PASSWORD, Somebody, asking, cookie_of, somebody
from tests.staff import CASE_WORKER, PLATFORM

HTML = {"accept": "text/html"}


@pytest.fixture
async def worker(program: Program, behind: Connection) -> Somebody:
    """A case worker with a browser."""
    return await somebody(program, behind, Role.CASE_WORKER)


async def comes_in(who: Somebody, **more: str) -> httpx.Response:
    return await who.browser.post("/masuk", data={"login": who.login, "password": PASSWORD, **more})


def mark(page: httpx.Response) -> str:
    """What a form of this page sends against forgery."""
    found = re.search(r'name="csrf" value="(\w+)"', page.text)
    assert found, page.text[:500]
    return found[1]


async def test_who_is_nobody_is_shown_the_door_and_then_goes_where_they_wanted(worker: Somebody) -> None:
    turned = await worker.browser.get("/akun?lang=en")
    assert (turned.status_code, turned.headers["location"]) == (303, "/masuk?ke=%2Fakun%3Flang%3Den")
    inside = await comes_in(worker, ke="/akun?lang=en")
    assert (inside.status_code, inside.headers["location"]) == (303, "/akun?lang=en")
    assert worker.login in (await worker.browser.get("/akun")).text


async def test_a_wrong_password_says_so_and_keeps_the_login(worker: Somebody) -> None:
    answer = await worker.browser.post("/masuk", data={"login": worker.login, "password": "bukan ini"})
    assert answer.status_code == 401
    assert "Nama masuk atau kata sandi salah" in answer.text
    assert f'value="{worker.login}"' in answer.text
    assert "bukan ini" not in answer.text


async def test_a_form_that_a_sessions_end_has_caught_is_handed_back(
    worker: Somebody, behind: Connection
) -> None:
    await comes_in(worker)
    page = await worker.browser.get("/akun")
    await behind.execute("DELETE FROM sessions WHERE account_id = $1", worker.account)
    caught = await worker.browser.post(
        "/akun/token", data={"csrf": mark(page), "name": "Laptop <b>unit</b>", "password": PASSWORD}
    )
    assert caught.status_code == 401
    assert 'name="kept.name" value="Laptop &lt;b&gt;unit&lt;/b&gt;"' in caught.text
    assert PASSWORD not in caught.text
    back = await comes_in(worker, ke="/akun/token", **{"kept.name": "Laptop <b>unit</b>", "kept.days": "3"})
    assert back.status_code == 200
    assert 'action="/akun/token"' in back.text
    assert 'name="name" value="Laptop &lt;b&gt;unit&lt;/b&gt;"' in back.text
    told = unescape(back.text.partition("<dl")[2].partition("<button")[0])
    assert ("<dt>Nama</dt>" in told, "1 isian lain" in told, "<dt>days" in told) == (True, True, False)
    done = await worker.browser.post(
        "/akun/token", data={"csrf": mark(back), "name": "Laptop <b>unit</b>", "days": "3"}
    )
    assert done.status_code == 200
    assert "jk_" in done.text


async def test_a_form_with_the_mark_of_another_session_is_shown_to_be_sent_again(worker: Somebody) -> None:
    await comes_in(worker)
    answer = await worker.browser.post("/akun/token", data={"csrf": "f" * 64, "name": "Dari tab lain"})
    assert answer.status_code == 403
    assert "Dari tab lain" in answer.text
    listed = await worker.browser.get("/akun")
    assert "Dari tab lain" not in listed.text
    assert mark(answer) == mark(listed)


async def test_two_duties_are_chosen_between(program: Program, behind: Connection) -> None:
    both = await somebody(program, behind, Role.CASE_WORKER, Role.RELEASE_PLANNER)
    inside = await comes_in(both)
    assert inside.headers["location"] == "/penugasan"
    page = await both.browser.get("/penugasan")
    assert page.text.count('action="/penugasan"') == 2
    chosen = await both.browser.post("/penugasan", data={"csrf": mark(page), "duty": str(both.duties[1])})
    assert chosen.status_code == 303
    assert "Perencana pembebasan" in (await both.browser.get("/akun")).text


async def test_duties_at_companies_are_chosen_between_by_the_companies_names(
    program: Program, behind: Connection
) -> None:
    """No duty is in force yet, so nothing of a company is to be seen but the name of one's own."""
    both = await somebody(program, behind)
    for name in ("PT Uji Pilih Satu", "PT Uji Pilih Dua", "PT Uji Orang Lain"):
        company = await behind.fetchval(
            "INSERT INTO employers (id, name, business_number, sector, contact, verification, unit_id, caseload, "
            "recorded_by) VALUES (gen_random_uuid(), $1, '', '41', '', 'verified', $2, $3, $3) RETURNING id",
            name, PLATFORM, both.account,
        )  # fmt: skip
        if name != "PT Uji Orang Lain":
            await behind.execute(
                "INSERT INTO duties (id, account_id, role, unit_id, employer_id, granted_by) "
                "VALUES (gen_random_uuid(), $1, 'employer', $2, $3, $1)",
                both.account, PLATFORM, company,
            )  # fmt: skip
    await comes_in(both)
    page = (await both.browser.get("/penugasan")).text
    for name, there in (("Satu", True), ("Dua", True), ("Orang Lain", False)):
        assert (f"PT Uji {'Pilih ' if there else ''}{name}" in page) is there, page
    duty = re.findall(r'name="duty" value="([^"]+)"', page)[0]
    await both.browser.post(
        "/penugasan", data={"csrf": re.findall(r'name="csrf" value="(\w+)"', page)[0], "duty": duty}
    )
    assert "PT Uji Pilih" in (await both.browser.get("/akun")).text


async def test_going_out_ends_the_session(worker: Somebody) -> None:
    await comes_in(worker)
    secret, page = worker.cookie, await worker.browser.get("/akun")
    assert (await worker.browser.post("/keluar", data={"csrf": mark(page)})).status_code == 303
    again = asking(worker.program, {"cookie": f"jembatan={secret}"})
    assert (await again.get("/akun")).status_code == 303


async def test_a_token_opens_no_page(program: Program) -> None:
    async with asking(program, {"authorization": "Bearer jk_x"}) as client:
        assert (await client.get("/akun")).status_code == 303


async def test_the_language_asked_for_is_remembered(program: Program) -> None:
    async with asking(program) as browser:
        assert 'lang="id"' in (await browser.get("/")).text
        english = await browser.get("/?lang=en")
        assert "From certificate to work" in english.text
        assert english.headers["content-language"] == "en"
        assert "From certificate to work" in (await browser.get("/tentang")).text


def switch(page: httpx.Response) -> dict[str, str]:
    """What the switch of languages sends from a page that answers a form; such a page has no link for it."""
    assert 'class="tongue" href' not in page.text
    form = re.search(r'<form method="post" action="/bahasa\?lang=\w+".*?</form>', page.text, re.DOTALL)
    assert form, page.text[:500]
    return {
        name: unescape(value)
        for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', form[0])
        if name not in ("csrf", "kept.password")
    }


async def test_another_language_on_an_answered_form_keeps_what_was_typed(worker: Somebody) -> None:
    await comes_in(worker)
    typed = {"note": "Menelepon <Bapas>", "due": "bukan tanggal"}
    csrf = mark(await worker.browser.get("/akun"))
    secret = {"csrf": csrf, "password": "bukan ini", "new": "empat kata lain yang panjang"}
    refused = await worker.browser.post("/akun/kata-sandi", data=secret)
    assert refused.status_code == 422
    assert switch(refused) == {"ke": "/akun/kata-sandi"}
    page = await worker.browser.get("/beranda")
    refused = await worker.browser.post("/beranda", data={"csrf": mark(page), **typed})
    assert refused.status_code == 422
    english = await worker.browser.post("/bahasa?lang=en", data=switch(refused))
    assert english.status_code == 200
    assert "Your form is still here" in english.text or "Send once more" in english.text
    assert 'action="/beranda"' in english.text
    assert 'name="note" value="Menelepon &lt;Bapas&gt;"' in english.text
    again = await worker.browser.post("/beranda", data={"csrf": mark(english), **typed})
    assert again.status_code == 422
    assert 'lang="en"' in again.text
    assert "Menelepon &lt;Bapas&gt;" in again.text
    back = await worker.browser.post("/bahasa?lang=id", data={"ke": "/beranda", "kept.note": "Ya"})
    assert 'lang="id"' in back.text
    assert 'name="kept.note" value="Ya"' in back.text  # and can be switched once more


async def test_another_language_at_the_door_keeps_login_and_a_form_that_was_caught(worker: Somebody) -> None:
    caught = await worker.browser.post("/akun/token", data={"csrf": "f" * 64, "name": "Laptop"})
    assert caught.status_code == 401
    english = await worker.browser.post("/bahasa?lang=en", data=switch(caught))
    assert 'name="kept.name" value="Laptop"' in english.text
    assert 'name="ke" value="/akun/token"' in english.text
    wrong = await worker.browser.post(
        "/masuk",
        data={"login": worker.login, "password": "bukan ini", "ke": "/akun/token", "kept.name": "Laptop"},
    )
    again = await worker.browser.post("/bahasa?lang=en", data=switch(wrong))
    for kept in (
        f'value="{worker.login}"',
        'name="kept.name" value="Laptop"',
        'name="ke" value="/akun/token"',
    ):
        assert kept in again.text
    away = await worker.browser.post("/bahasa?lang=en", data={"ke": "//contoh.example/x", "kept.name": "x"})
    assert "contoh.example/x" not in re.sub(r'name="[^"]*" value="[^"]*"', "", away.text)


async def test_answers_are_compressed_for_our_own_pages_alone(program: Program) -> None:
    async with asking(program) as browser:
        style = re.findall(r'/static/[^"]+\.(?:css|js)', (await browser.get("/tentang")).text)
        assert len(style) == 2
        for path in ("/tentang", *style):
            plain = await browser.get(path)
            assert "content-encoding" not in plain.headers
            for site, packed in (
                ("same-origin", True),
                ("none", True),
                ("cross-site", False),
                ("same-site", False),
            ):
                said = {"sec-fetch-site": site, "sec-fetch-mode": "navigate"}
                answer = await browser.get(path, headers=said)
                assert (answer.headers.get("content-encoding") == "gzip") == packed, (path, site)
                assert not packed or int(answer.headers["content-length"]) < len(plain.content) / 2
                assert answer.text == plain.text


@pytest.mark.parametrize("url", [None, "https://jembatan.example.go.id"])
async def test_the_languages_cookie_is_secure_where_the_server_is(program: Program, url: str | None) -> None:
    served = replace(program, settings=program.settings.model_copy(update={"public_url": url}))
    async with asking(served, {"host": "jembatan.example.go.id"} if url else None) as browser:
        kept = (await browser.get("/?lang=en")).headers["set-cookie"]
    assert kept.startswith("bahasa=en")
    assert ("Secure" in kept) == bool(url)


async def test_who_guesses_the_own_password_is_told_to_wait(worker: Somebody) -> None:
    await comes_in(worker)
    csrf = mark(await worker.browser.get("/akun"))
    form = {"csrf": csrf, "password": "tebakan", "new": "empat kata lain yang panjang"}
    answers = [await worker.browser.post("/akun/kata-sandi", data=form) for _ in range(8)]
    assert answers[0].status_code == 422
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) > 0
    assert "Terlalu banyak percobaan" in answers[-1].text


async def test_a_token_asks_for_the_password_where_it_was_not_shown_lately(
    worker: Somebody, behind: Connection
) -> None:
    await comes_in(worker)
    assert 'id="pw-token"' not in (await worker.browser.get("/akun")).text
    await behind.execute(
        "UPDATE sessions SET shown_at = now() - interval '11 minutes' WHERE account_id = $1", worker.account
    )
    page = await worker.browser.get("/akun")
    assert 'id="pw-token"' in page.text
    form = {"csrf": mark(page), "name": "laporan"}
    for password, status, made in (("", 422, False), ("bukan ini", 422, False), (PASSWORD, 200, True)):
        answer = await worker.browser.post("/akun/token", data={**form, "password": password})
        assert (answer.status_code, "jk_" in answer.text) == (status, made)
    assert 'id="pw-token"' not in (await worker.browser.get("/akun")).text


@pytest.mark.parametrize(
    "path", ["/", "/masuk", "/tentang", "/algoritma", "/privasi", "/aksesibilitas", "/gaya"]
)
async def test_open_pages_are_small_and_ask_for_little(program: Program, path: str) -> None:
    async with asking(program) as browser:
        page = await browser.get(path)
        assets = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
        sizes = [len((await browser.get(one)).content) for one in assets]
    assert page.status_code == 200
    assert len(assets) <= 4
    assert len(page.content) + sum(sizes) <= 60_000


async def test_the_door_says_what_to_do_without_a_password_or_an_account(program: Program) -> None:
    async with asking(program) as browser:
        page = (await browser.get("/masuk?lang=id")).text
        english = (await browser.get("/masuk?lang=en")).text
    assert "Lupa kata sandi" in page
    assert "Belum punya akun" in page
    assert "Forgotten" in english


async def test_sessions_are_told_by_browser_and_system(worker: Somebody) -> None:
    worker.browser.headers["user-agent"] = (
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"
    )
    await comes_in(worker)
    page = (await worker.browser.get("/akun")).text
    assert "Chrome di Linux" in page
    assert "AppleWebKit" not in page


async def test_assets_may_be_kept_for_ever_and_old_addresses_are_gone(program: Program) -> None:
    async with asking(program) as browser:
        page = (await browser.get("/")).text
        address = re.findall(r'href="(/static/[^"]+\.css)"', page)[0]
        answer = await browser.get(address)
        assert "immutable" in answer.headers["cache-control"]
        assert (await browser.get("/static/000000000000/style.css")).status_code == 404
        assert (await browser.get("/static/000000000000/..%2fwording.py")).status_code == 404


async def test_an_address_that_there_is_not_is_a_page_for_people_and_a_problem_for_programs(
    program: Program,
) -> None:
    async with asking(program) as browser:
        page, problem = await browser.get("/tidak-ada"), await browser.get("/api/v1/reference/tidak-ada")
        browser.cookies.set("jembatan", await cookie_of(program, CASE_WORKER))
        assert (await browser.get("/orang/bukan-kode")).status_code == 404  # and not something typed wrongly
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "tidak-ada" not in page.text
    assert (problem.status_code, problem.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/orang", "/orang"),
        ("//lain.example/", ""),
        ("https://lain.example", ""),
        ("/\\lain.example", ""),
        ("/\t/lain.example", ""),
        ("", ""),
    ],
)
def test_no_link_leads_elsewhere_through_our_door(path: str, kept: str) -> None:
    assert local(path) == kept


async def test_an_invitation_sets_a_password_and_works_once(program: Program, behind: Connection) -> None:
    async with asking(program) as browser:
        page = await browser.get("/undangan")
        assert 'name="link"' in page.text
        wrong = await browser.post(
            "/undangan", data={"link": "jl_x", "password": PASSWORD, "password_again": PASSWORD + "!"}
        )
        assert (wrong.status_code, "tidak sama dengan yang pertama" in wrong.text) == (422, True)
        gone = await browser.post(
            "/undangan", data={"link": "jl_x", "password": PASSWORD, "password_again": PASSWORD}
        )
        assert gone.status_code == 410


async def test_every_page_of_a_workspace_hands_a_late_form_back_but_no_password(
    worker: Somebody, behind: Connection
) -> None:
    await comes_in(worker)
    csrf = mark(await worker.browser.get("/akun"))
    await behind.execute("DELETE FROM sessions WHERE account_id = $1", worker.account)
    late = await worker.browser.post("/orang", data={"csrf": csrf, "nama": "yang dicari"})
    assert (late.status_code, 'name="kept.nama" value="yang dicari"' in late.text) == (401, True)
    secret = await worker.browser.post(
        "/akun/kata-sandi", data={"csrf": csrf, "password": "a1", "new": "rahasia sekali"}
    )
    assert "rahasia sekali" not in secret.text
    turned = await worker.browser.get("/orang?dalam=30")
    assert turned.headers["location"] == "/masuk?ke=%2Forang%3Fdalam%3D30"


@pytest.mark.parametrize(
    "path", ["/orang?halaman=²", f"/orang?halaman={'9' * 30}", "/orang?dalam=²", "/orang?gerbang=x"]
)
async def test_an_odd_address_is_no_fault_of_ours(worker: Somebody, path: str) -> None:
    await comes_in(worker)
    assert (await worker.browser.get(path, follow_redirects=True)).status_code == 200
    odd = {"csrf": mark(await worker.browser.get("/akun")), "nama": "a\x00b", "dalam": "²"}
    assert (await worker.browser.post("/orang", data=odd, follow_redirects=True)).status_code == 200
