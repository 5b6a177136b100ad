"""The administrator's pages, without script: accounts and what lets them in, four eyes, covers, units, jobs, state."""

import re
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import httpx
from pydantic import SecretStr

from api.web.administrator.system import BEGINS
from matching.model import Actor
from matching.vocabulary import Role
from tests.api.entrance import PASSWORD, asking, bearer, cookie_of, somebody
from tests.api.tenants import V1, World
from tests.api.web.test_planner import Pages, pages_of
from tests.staff import ADMINISTRATOR, CASE_WORKER, HERE


async def invited(admin: Pages, login: str) -> tuple[str, str]:
    """The path of somebody new, and the secret of the invitation."""
    shown = await admin.sends("/pengguna", login=login, name="Baru Uji", language="id")
    assert shown.status_code == 200, shown.text
    (path,) = set(re.findall(r'href="(/pengguna/[0-9a-f-]{36})"', shown.text))
    (secret,) = re.findall(r"<code>(jl_[^<]+)</code>", shown.text)
    (address,) = re.findall(r"https?://[^<\s]+/undangan", shown.text)  # whole, and without the secret
    assert secret not in address
    return path, secret


async def test_tokens_of_others_are_seen_without_their_secret_and_ended(world: World) -> None:
    worker = world.tenants["case_worker"]
    login, token = worker.login, worker.ids["token_id"]
    async with pages_of(world, ADMINISTRATOR) as admin:
        found = await admin.sends("/pengguna/cari", find=login)
        path = found.headers["location"]
        assert f'value="{token}"' in await admin.opens(path)
        assert (await admin.sends(f"{path}/token/cabut", token=str(uuid4()))).status_code == 404
        assert (await admin.sends(f"{path}/token/cabut", token=str(token))).status_code == 303
        assert f'value="{token}"' not in await admin.opens(path)
        assert (await admin.sends(f"{path}/token/cabut", token=str(token))).status_code == 404
    assert await world.owner.fetchval("SELECT revoked_at IS NOT NULL FROM api_tokens WHERE id = $1", token)
    async with pages_of(world, CASE_WORKER) as other:
        await other.opens(path, 403)


async def test_somebody_is_invited_by_a_link_shown_once_and_comes_in_after_two_have_agreed(
    world: World,
) -> None:
    other = await somebody(world.program, world.owner, Role.ADMINISTRATOR)
    second = Actor(other.account, Role.ADMINISTRATOR, HERE, "tests", other.duties[0])
    login = f"baru{uuid4().hex[:8]}@uji.example"
    async with pages_of(world, ADMINISTRATOR) as admin, pages_of(world, second) as confirming:
        path, secret = await invited(admin, login)
        again = await admin.sends("/pengguna", login=login, name="Baru Uji")
        assert (again.status_code, f'value="{login}"' in again.text) == (422, True)
        assert secret not in await admin.opens(path)
        async with asking(world.program) as stranger:
            form = {"link": secret, "password": PASSWORD, "password_again": PASSWORD}
            assert (await stranger.post("/undangan", data=form)).status_code == 303

        given = await admin.sends(f"{path}/penugasan", role="case_worker", unit=str(HERE))
        assert given.headers["location"] == f"{path}?kabar=duty_waits"
        assert "menunggu konfirmasi" in await admin.opens(path)
        assert "menunggu administrator lain" in await admin.opens("/konfirmasi")
        waiting = set(
            re.findall(r'value="duty"><[^>]+value="([^"]+)"', await confirming.opens("/konfirmasi"))
        )
        (duty,) = waiting & set(re.findall(r'name="duty" value="([^"]+)"', await admin.opens(path)))
        own = await admin.sends("/konfirmasi", what="duty", which=duty)
        assert (own.status_code, 'role="alert"' in own.text) == (422, True)
        done = await confirming.sends("/konfirmasi", what="duty", which=duty)
        assert done.headers["location"] == "/konfirmasi?kabar=confirmed"
        assert (await confirming.sends("/konfirmasi", what="duty", which=duty)).status_code == 404
        assert (await signs_in(world, login)).status_code == 303

        ended = await admin.sends(f"{path}/penugasan/akhiri", duty=duty)
        assert ended.status_code == 303
        page = await admin.opens(path)
        assert "penugasan yang sudah berakhir" in page
        assert "tidak membuka apa pun" in page


async def signs_in(world: World, login: str) -> httpx.Response:
    async with asking(world.program) as browser:
        return await browser.post("/masuk", data={"login": login, "password": PASSWORD})


async def test_an_account_is_found_by_login_in_the_body_and_not_by_another(world: World) -> None:
    async with pages_of(world, ADMINISTRATOR) as admin:
        assert "case_worker@uji.example" in await admin.opens("/pengguna")
        found = await admin.sends("/pengguna/cari", find="Case_Worker@uji.example")
        assert found.headers["location"] == f"/pengguna/{CASE_WORKER.account}"
        wrong = await admin.sends("/pengguna/cari", find="tidak@ada.example")
        assert (wrong.status_code, 'value="tidak@ada.example"' in wrong.text) == (422, True)


async def test_somebody_is_signed_out_everywhere_and_let_in_no_more(world: World) -> None:
    one = await somebody(world.program, world.owner, Role.CASE_WORKER)
    await one.signs_in()
    path = f"/pengguna/{one.account}"
    async with pages_of(world, ADMINISTRATOR) as admin:
        assert (await one.asks("GET", "/me")).status_code == 200
        out = await admin.sends(f"{path}/keluarkan")
        assert out.headers["location"] == f"{path}?kabar=signed_out_everywhere"
        assert (await one.asks("GET", "/me")).status_code == 401
        assert (await signs_in(world, one.login)).status_code == 303
        assert (await admin.sends(f"{path}/keadaan", active="0")).status_code == 303
        assert "ditutup" in await admin.opens(path)
        assert (await signs_in(world, one.login)).status_code == 401
        assert (await admin.sends(f"{path}/keluarkan")).status_code == 303
        assert (await signs_in(world, one.login)).status_code == 401
        assert (await admin.sends(f"{path}/keadaan", active="1")).status_code == 303
        assert (await signs_in(world, one.login)).status_code == 303
    async with world.caller(ADMINISTRATOR) as client:
        answer = await client.post(f"{V1}/accounts/{one.account}/sign-out")
        assert (answer.status_code, answer.json()["active"]) == (200, True)
        assert (await client.post(f"{V1}/accounts/{uuid4()}/sign-out")).status_code == 404


async def test_a_reset_takes_the_factor_away_only_where_it_is_asked_for_and_waits_for_another(
    world: World,
) -> None:
    one = await somebody(world.program, world.owner, Role.CASE_WORKER)
    path = f"/pengguna/{one.account}"
    async with pages_of(world, ADMINISTRATOR) as admin:
        shown = await admin.sends(f"{path}/tautan", clears="1")
        assert "belum berlaku" in shown.text
        page = await admin.opens("/konfirmasi")
        assert "faktor kedua dilepas" in page
        plain = await admin.sends(f"{path}/tautan")
        assert re.search(r"<code>jl_[^<]+</code>", plain.text)
        page = await admin.opens(f"/pengguna/{ADMINISTRATOR.account}")
        assert "akun Anda sendiri" in page
        assert "/tautan" not in page


async def test_a_duty_of_a_company_is_given_by_its_number_and_a_planners_by_region(world: World) -> None:
    one = await somebody(world.program, world.owner)
    path = f"/pengguna/{one.account}"
    async with pages_of(world, ADMINISTRATOR) as admin:
        wrong = await admin.sends(f"{path}/penugasan", role="employer", number="1")
        assert (wrong.status_code, 'id="salah-number"' in wrong.text) == (422, True)
        bare = await admin.sends(f"{path}/penugasan", role="case_worker", until="2027-02-03")
        assert (bare.status_code, 'id="salah-unit"' in bare.text) == (422, True)
        assert 'value="2027-02-03"' in bare.text
        fields = {"role": "release_planner", "unit": str(HERE), "provinces": ["35", "33"]}
        nowhere = await admin.sends(f"{path}/penugasan", **fields | {"provinces": []})
        assert (nowhere.status_code, "wajib bagi perencana pembebasan" in nowhere.text) == (422, True)
        assert re.search(r"<details open><summary>Wilayah", nowhere.text)
        assert (await admin.sends(f"{path}/penugasan", **fields)).status_code == 303
        waits = await admin.opens("/konfirmasi")
        assert re.search(r"· (Jawa Timur, Jawa Tengah|Jawa Tengah, Jawa Timur)</td>", waits)
        number, name = await world.owner.fetchrow(
            "SELECT business_number, name FROM employers WHERE business_number LIKE '99%' LIMIT 1"
        )
        assert (await admin.sends(f"{path}/penugasan", role="employer", number=number)).status_code == 303
        page = await admin.opens(path)
    assert "Jawa Timur" in page
    assert name in page


async def test_a_colleague_covers_until_a_day(world: World) -> None:
    absent, covering = [await somebody(world.program, world.owner, Role.CASE_WORKER) for _ in range(2)]
    planner = await somebody(world.program, world.owner, Role.RELEASE_PLANNER)
    until = (world.program.today() + timedelta(days=9)).isoformat()
    asked = {"unit": str(HERE), "absent": absent.login, "covering": covering.login, "until": until}
    async with pages_of(world, ADMINISTRATOR) as admin:
        nobody = await admin.sends("/pengganti", **asked | {"covering": "tidak@ada.example"})
        assert (nobody.status_code, 'id="salah-covering"' in nobody.text) == (422, True)
        assert f'value="{absent.login}"' in nobody.text
        assert (await admin.sends("/pengganti", **asked | {"covering": planner.login})).status_code == 422
        assert (await admin.sends("/pengganti", **asked)).status_code == 303
        page = await admin.opens("/pengganti")
        cover = await world.owner.fetchval("SELECT id FROM covers WHERE absent = $1", absent.account)
        assert str(cover) in page
        assert (await admin.sends("/pengganti/akhiri", cover=str(cover))).status_code == 303
        assert str(cover) not in await admin.opens("/pengganti")


async def test_a_unit_is_added(world: World) -> None:
    name = f"Bapas Uji {uuid4().hex[:6]}"
    async with pages_of(world, ADMINISTRATOR) as admin:
        wrong = await admin.sends("/unit", type="x", name=name)
        assert (wrong.status_code, f'value="{name}"' in wrong.text) == (422, True)
        assert (await admin.sends("/unit", type="bapas", name=name, province="35")).status_code == 303
        assert name in await admin.opens("/unit")
    await world.owner.execute("DELETE FROM units WHERE name = $1", name)


async def test_a_job_that_was_set_aside_is_looked_at_and_tried_again(world: World) -> None:
    made = (
        "INSERT INTO jobs (kind, account_id, day, state, attempts, problem, ended_at) "
        "VALUES ('mail', $1, $2, 'set_aside', 8, 'smtp_451', now()) RETURNING id"
    )
    one = await somebody(world.program, world.owner)
    job = await world.owner.fetchval(made, one.account, world.program.today())
    async with pages_of(world, ADMINISTRATOR) as admin:
        page = await admin.opens("/pekerjaan")
        assert str(job) in page
        assert "Peladen surel menolak suratnya (451)" in page
        english = await admin.opens("/pekerjaan?lang=en")
        assert "The mail server refuses the letter (451)" in english
        assert "Notification e-mail" in english
        await admin.opens("/pekerjaan?lang=id")
        assert "ada, perlu dilihat" in await admin.opens("/keadaan")
        retried = await admin.sends("/pekerjaan/coba-lagi", job=str(job))
        assert retried.headers["location"] == "/pekerjaan?kabar=job_retried"
        assert str(job) not in await admin.opens("/pekerjaan")
        assert str(job) in await admin.opens("/pekerjaan?keadaan=waiting")
        assert (await admin.sends("/pekerjaan/batalkan", job=str(job))).status_code == 303
        assert str(job) in await admin.opens("/pekerjaan?keadaan=discarded")
        assert (await admin.sends("/pekerjaan/coba-lagi", job=str(uuid4()))).status_code == 404


async def test_how_the_program_stands_is_told_without_people(world: World) -> None:
    async with pages_of(world, ADMINISTRATOR) as admin, world.caller(ADMINISTRATOR) as client:
        page = await admin.opens("/keadaan")
        assert world.program.matcher.model in page
        stands = (await client.get(f"{V1}/system")).json()
        assert stands["ready"]
        assert stands["vectors"] >= 2
        assert not [name for name in stands if "candidate" in name]


async def test_settings_in_force_are_told_with_secrets_hidden(world: World) -> None:
    secret = {"smtp_password": SecretStr("rahasia sekali"), "list_rows": 17}
    told = replace(world.program, settings=world.program.settings.model_copy(update=secret))
    cookies = {"cookie": f"jembatan={await cookie_of(told, ADMINISTRATOR)}"}
    async with asking(told, cookies) as admin, asking(told, await bearer(told, ADMINISTRATOR)) as client:
        page = (await admin.get("/pengaturan")).text
        assert "JEMBATAN_LIST_ROWS" in page
        groups = re.findall(r'<section id="(\w+)"><h2>[^<]+</h2>', page)
        assert set(groups) == set(BEGINS.values()) == set(re.findall(r'<li><a href="#(\w+)">', page))
        assert len(groups) == len(BEGINS)
        assert "rahasia sekali" not in page
        assert ("<code>settings.toml</code>" in page, "`" in page) == (True, False)
        assert "Panjang daftar peringkat bila tidak diminta lain." in page
        assert "Length of a ranked list" not in page
        english = (await admin.get("/pengaturan?lang=en")).text
        assert "Length of a ranked list when nobody asks otherwise." in english
        answer = await client.get(f"{V1}/system/settings")
    assert "rahasia" not in answer.text
    rows = {row["name"]: (row["value"], row["origin"]) for row in answer.json()["items"]}
    assert (rows["smtp_password"], rows["list_rows"]) == (("••••", "argument"), (17, "argument"))


async def test_an_administrator_sees_no_case_data(world: World) -> None:
    async with pages_of(world, ADMINISTRATOR) as admin:
        for path in ("/orang", "/usulan", "/tinjauan", "/permintaan", "/jejak", "/kebocoran"):
            await admin.opens(path, 403)
        for path in (
            "/pengguna",
            "/konfirmasi",
            "/pengganti",
            "/unit",
            "/pekerjaan",
            "/keadaan",
            "/pengaturan",
        ):
            page = await admin.opens(path)
            assert not [one.marker for one in world.tenants.values() if one.marker and one.marker in page], (
                path
            )
