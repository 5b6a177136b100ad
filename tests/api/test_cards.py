"""What an employer is shown of people, and what a release planner is."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from api import wiring
from api.schemas import examples
from api.schemas.candidates import CandidatePlanned
from api.schemas.cards import CardList
from api.schemas.vacancies import VacancyIn
from api.wiring.server import application
from data.pool import Database
from matching.model import Actor, VacancyId
from matching.small_numbers import about
from matching.usecases.preview import could_fit
from tests.api.office import a_nik, take_in
from tests.api.tenants import V1, World, publish
from tests.staff import CASE_WORKER, COMPANY, OTHER_COMPANY, OTHER_RECRUITER, PLANNER, RECRUITER, RECRUITERS

pytestmark = pytest.mark.usefixtures("nobody_works")
CARD = {
    "rank", "code", "province", "available_from", "months_of_work", "certificates", "disclosed", "fit_word",
    "fit_words", "proof", "gaps", "needs_weekday", "needs",
}  # fmt: skip


@pytest.fixture
def all_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if lists did not end where their count's step does: for what stands on a card, whoever's it is."""
    monkeypatch.setattr("matching.usecases.cards.as_many_as_told", min)


async def cards(world: World, actor: Actor = RECRUITER, vacancy: UUID | None = None) -> httpx.Response:
    name = "recruiter" if actor is RECRUITER else "other_recruiter"
    async with world.caller(actor) as client:
        wanted = vacancy or world.tenants[name].ids["vacancy_id"]
        return await client.get(f"{V1}/vacancies/{wanted}/candidates?size=50&lang=en")


async def posted(world: World, actor: Actor, path: str, body: dict[str, Any]) -> UUID:
    async with world.caller(actor) as client:
        answer = await client.post(f"{V1}{path}", json=body)
    assert answer.status_code == 201, answer.text
    await take_in(world.program)
    return UUID(answer.json()["id"])


async def a_vacancy(world: World, by: Actor = RECRUITER, **changes: Any) -> UUID:
    own = {"employer": str(RECRUITERS[by])}
    vacancy = await posted(world, by, "/vacancies", examples.VACANCY | own | changes)
    await publish(world, vacancy)
    await take_in(world.program)
    return vacancy


async def a_draft(world: World) -> UUID:
    return await posted(world, RECRUITER, "/vacancies", examples.VACANCY | {"employer": str(COMPANY)})


async def a_person(world: World, **changes: Any) -> UUID:
    identity = {
        "name": "Rahasia Kartu",
        "national_id": a_nik(),
        "phone": "+6280000000777",
        "district": "Balerejo",
    }
    body = examples.CANDIDATE | {"identity": identity, "references": []} | changes
    return await posted(world, CASE_WORKER, "/candidates", body)


async def code_of(world: World, person: UUID, company: UUID) -> str:
    return str(await world.owner.fetchval("SELECT card_code($1, $2)", person, company))


async def test_an_employer_gets_cards_and_nothing_that_is_not_on_one(world: World, all_shown: None) -> None:
    answer = await cards(world)
    CardList.model_validate(answer.json())
    assert set(answer.json()) == {"kind", "vacancy_id", "title", "as_of", "found", "cards"}
    assert answer.json()["cards"]
    for card in answer.json()["cards"]:
        assert set(card) == CARD
        assert card["disclosed"] is None
        assert card["province"] == {"code": "35", "name": "Jawa Timur"}
        assert card["available_from"] == "2027-01"
        assert card["months_of_work"] == 18
        assert card["certificates"][0]["title"] == "Juru Las SMAW 3G"
        assert card["needs"] == ["One weekday a month is needed"]
    assert answer.json()["found"] == {"least": 1, "most": 4, "words": "fewer than 5"}
    for word in (
        "Rahasia",
        "35.19",
        "35.77",
        "Madiun",
        "Lapas",
        "dropped",
        "score",
        "distance",
        "FW01",
        "conditional",
    ):
        assert word not in answer.text, word


async def test_two_employers_know_a_person_by_two_names(world: World, all_shown: None) -> None:
    one, other = [
        {card["code"] for card in (await cards(world, who)).json()["cards"]}
        for who in (RECRUITER, OTHER_RECRUITER)
    ]
    assert one
    assert other
    assert one & other == set()
    person = world.tenants["case_worker"].ids["candidate_id"]
    assert await code_of(world, person, COMPANY) in one
    assert await code_of(world, person, OTHER_COMPANY) in other


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Pelatihan Las di Lapas Kelas I Madiun", "Pelatihan Las"),
        ("Juru Las SMAW - Bimbingan Kerja Rutan Ponorogo", "Juru Las SMAW"),
        ("Las Listrik (Warga Binaan angkatan 3)", "Las Listrik"),
        ("Juru Las Klasifikasi 2", "Juru Las Klasifikasi 2"),
    ],
)
async def test_what_would_name_a_facility_is_not_shown(
    world: World, all_shown: None, title: str, shown: str
) -> None:
    certificate = examples.CERTIFICATE | {"title": title, "scheme": title, "issuer": f"BLK {title}"}
    facts = examples.FACTS | {"experience": []}
    person = await a_person(world, certificates=[certificate], facts=facts)
    code = await code_of(world, person, COMPANY)
    (card,) = [card for card in (await cards(world)).json()["cards"] if card["code"] == code]
    (held,) = card["certificates"]
    assert (held["title"], held["scheme"]) == (shown, shown)
    assert held["issuer"] == (f"BLK {title}" if shown == title else "")
    assert card["proof"]["certificate"] == shown
    await world.owner.execute("DELETE FROM candidates WHERE id = $1", person)


@asynccontextmanager
async def agreed(world: World, person: UUID, *fields: str) -> AsyncIterator[None]:
    """As if the ledger of consents said that the first company may learn this of the person."""
    before = await world.owner.fetchval(
        "SELECT pg_get_functiondef('disclosed_fields(uuid,uuid)'::regprocedure)"
    )
    said = f"""CASE WHEN candidate = '{person}' AND employer = '{COMPANY}' THEN ARRAY{list(fields)} ELSE '{{}}' END"""
    await world.owner.execute(
        "CREATE OR REPLACE FUNCTION disclosed_fields(candidate uuid, employer uuid) RETURNS text[] LANGUAGE sql "
        f"STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT {said} $$"
    )
    try:
        yield
    finally:
        await world.owner.execute(before)


async def test_a_name_is_shown_to_whom_the_person_has_agreed_and_to_nobody_else(
    world: World, all_shown: None
) -> None:
    person = await a_person(world)
    codes = {
        RECRUITER: await code_of(world, person, COMPANY),
        OTHER_RECRUITER: await code_of(world, person, OTHER_COMPANY),
    }
    async with agreed(world, person, "name", "district"):
        told = {}
        for actor, code in codes.items():
            (told[actor],) = [
                card["disclosed"]
                for card in (await cards(world, actor)).json()["cards"]
                if card["code"] == code
            ]
        assert [card["disclosed"] for card in (await cards(world)).json()["cards"]].count(None) >= 1
    assert told[RECRUITER] == {"name": "Rahasia Kartu", "phone": None, "district": "Balerejo"}
    assert told[OTHER_RECRUITER] is None
    assert "Rahasia" not in (await cards(world)).text
    await world.owner.execute("DELETE FROM candidates WHERE id = $1", person)


async def test_a_list_is_no_longer_than_its_count_tells(world: World) -> None:
    """Two worlds in one step of the count are one to the employer, whatever page is asked for; a preview of the same
    words tells the same step, but for those below five, which are one there."""
    vacancy = await a_vacancy(world)
    draft = VacancyIn.model_validate(examples.VACANCY | {"employer": str(COMPANY)})
    read = world.program.trade.read(draft.vacancy(VacancyId(uuid4())))
    previews: dict[int, tuple[int, int | None]] = {}
    with pytest.MonkeyPatch.context() as patch:  # how many there are to begin with
        patch.setattr("matching.usecases.cards.as_many_as_told", min)
        already = len((await cards(world, RECRUITER, vacancy)).json()["cards"])
    told: dict[int, tuple[Any, tuple[int, ...]]] = {}
    people: list[UUID] = []
    async with world.caller(RECRUITER) as client:
        for count in range(already, max(already, 3) + 8):
            while len(people) < count - already:
                people.append(await a_person(world))
            answers = [
                await client.get(f"{V1}/vacancies/{vacancy}/candidates?size={size}") for size in (1, 4, 50)
            ]
            lengths = tuple(len(answer.json()["cards"]) for answer in answers)
            assert not any("link" in answer.headers or "next" in answer.json() for answer in answers)
            assert len({str(answer.json()["found"]) for answer in answers}) == 1
            told[count] = answers[0].json()["found"]["least"], lengths
            previews[count] = await could_fit(
                world.program.matcher, world.program.indexer, read, today=world.program.today()
            )
    for count, (least, lengths) in told.items():
        assert least == about(count)[0]
        assert lengths == tuple(min(size, least) for size in (1, 4, 50))
        assert previews[count] == ((0, 4) if count < 5 else about(count))
    assert len(set(told.values())) < len(told), "some of these counts lie in one step"
    await world.owner.execute("DELETE FROM candidates WHERE id = ANY ($1)", people)


async def test_the_persons_file_names_the_companies_that_were_shown_them(world: World) -> None:
    person, hidden = await a_person(world), await a_person(world)
    vacancy = world.tenants["recruiter"].ids["vacancy_id"]
    async with world.caller(RECRUITER) as client:
        listed = (await client.get(f"{V1}/vacancies/{vacancy}/candidates?size=1")).text
    shown = {one: (await code_of(world, one, COMPANY)) in listed for one in (person, hidden)}
    assert list(shown.values()).count(True) <= 1, "one card was asked for"
    async with world.caller(CASE_WORKER) as client:
        for one in (person, hidden):
            await client.post(f"{V1}/candidates/{one}/requests", json={"kind": "access"})
            file = (await client.get(f"{V1}/candidates/{one}/file")).json()
            told = file.get("shown_to", [])
            assert [company["employer"] for company in told] == ["PT Uji 1"] * shown[one]
    await world.owner.execute("DELETE FROM candidates WHERE id = ANY ($1)", [person, hidden])


async def test_the_persons_file_tells_what_was_disclosed_and_of_transfers_and_holds(
    world: World, all_shown: None
) -> None:
    person = world.tenants["case_worker"].ids["candidate_id"]
    async with agreed(world, person, "name", "phone"):
        await cards(world)
    await cards(world, OTHER_RECRUITER)
    async with world.caller(CASE_WORKER) as client:
        file = (await client.get(f"{V1}/candidates/{person}/file")).json()
        page = (await client.get(f"{V1}/candidates/{person}/file?page=true")).text
    names = dict(
        await world.owner.fetch("SELECT id, name FROM employers WHERE id IN ($1, $2)", COMPANY, OTHER_COMPANY)
    )
    today = datetime.now(wiring.WIB).date().isoformat()
    assert {(one["employer"], one["day"], *one["fields"]) for one in file["shown_to"]} == {
        (names[COMPANY], today, "card", "name", "phone"), (names[OTHER_COMPANY], today, "card"),
    }  # fmt: skip
    offer = file["transfers"][0]
    assert (offer["kind"], offer["outcome"], bool(offer["from"]), bool(offer["to"])) == (
        "offer",
        None,
        True,
        True,
    )
    hold = file["holds"][0]
    assert (hold["employer"], hold["openings"]) == (names[COMPANY], 1)
    for words in (
        "Perusahaan yang telah melihat",
        "Perpindahan Anda",
        "ditahan untuk Anda",
        names[OTHER_COMPANY],
    ):
        assert words in page


async def test_why_nobody_is_there_cannot_be_told_from_that_nobody_is(world: World) -> None:
    """Domain guide 8.4, case 5: a vacancy that the law closes; beside one that nobody has a trade for."""
    guard = await a_vacancy(world, title="Satpam Pabrik", description="Menjaga pabrik.")
    other = await a_vacancy(world, title="Ahli Nuklir", description="Reaktor.", required={"education": "S3"})
    answers = [(await cards(world, RECRUITER, one)).json() for one in (guard, other)]
    for answer in answers:
        answer["vacancy_id"] = answer["title"] = ""
    assert answers[0] == answers[1]
    assert answers[0]["cards"] == []
    assert answers[0]["found"] == {"least": 0, "most": 0, "words": "Nobody fits yet"}


@pytest.mark.parametrize("gates", [{"consented": False}, {"consented": True, "objected": True}])
async def test_nobody_whose_gate_is_closed_has_a_card(
    world: World, all_shown: None, gates: dict[str, bool]
) -> None:
    person = await a_person(world)
    code = await code_of(world, person, COMPANY)
    assert code in (await cards(world)).text
    async with world.owner.transaction():  # at once, also before any index has heard of it
        await world.owner.execute("SELECT set_config('app.account', $1, true)", str(CASE_WORKER.account))
        await world.owner.execute(
            "UPDATE candidates SET consented = $1, objected = $2 WHERE id = $3",
            gates["consented"], gates.get("objected", False), person,
        )  # fmt: skip
    assert code not in (await cards(world)).text
    await world.owner.execute("DELETE FROM candidates WHERE id = $1", person)


async def test_a_vacancy_that_is_not_open_shows_nobody(world: World) -> None:
    vacancy = await a_draft(world)
    assert (await cards(world, RECRUITER, vacancy)).json()["cards"] == []
    await publish(world, vacancy)
    await take_in(world.program)
    assert (await cards(world, RECRUITER, vacancy)).json()["cards"] != []


async def test_the_day_is_not_the_employers_to_move(world: World) -> None:
    async with world.caller(RECRUITER) as client:
        vacancy = world.tenants["recruiter"].ids["vacancy_id"]
        answer = await client.get(f"{V1}/vacancies/{vacancy}/candidates?as_of=2027-06-01")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "as_of")


async def test_lists_are_counted_by_company_and_day(world: World) -> None:
    await world.owner.execute("DELETE FROM employer_lists")
    few = replace(
        world.program, settings=world.program.settings.model_copy(update={"employer_lists_a_day": 2})
    )
    limited = replace(world, app=application(few))
    statuses = [(await cards(limited)).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert (await cards(limited, OTHER_RECRUITER)).status_code == 200
    await world.owner.execute("UPDATE employer_lists SET day = day - 1")
    assert (await cards(limited)).status_code == 200


async def test_a_company_does_not_verify_itself_and_records_no_run(world: World) -> None:
    async with world.caller(RECRUITER) as client:
        own = await client.get(f"{V1}/employers/{COMPANY}")
        body, tag = {"verification": "verified"}, {"if-match": own.headers["etag"]}
        assert (await client.patch(f"{V1}/employers/{COMPANY}", json=body, headers=tag)).status_code == 403
        vacancy = str(world.tenants["recruiter"].ids["vacancy_id"])
        assert (await client.post(f"{V1}/runs", json={"vacancy_id": vacancy})).status_code == 403
    async with (
        Database.open(world.fresh.url("jembatan_app")) as app,
        app.transaction(RECRUITER) as connection,
    ):
        assert await connection.execute("UPDATE employers SET verification = 'suspended'") == "UPDATE 0"
        assert await connection.fetchval("SELECT count(*) FROM candidates") == 0


async def test_a_company_writes_vacancies_of_its_own_and_chooses_no_key(world: World) -> None:
    own = examples.VACANCY | {"employer": str(COMPANY), "reference": {"system": "KARIRHUB", "key": "1"}}
    async with world.caller(RECRUITER) as client:
        answers = [
            await client.post(f"{V1}/vacancies", json=body)
            for body in (own, own | {"reference": None, "employer": str(OTHER_COMPANY)})
        ]
    assert [answer.status_code for answer in answers] == [422, 404]


async def test_cards_are_of_ones_own_vacancy_alone(world: World) -> None:
    people = [tenant.ids["candidate_id"] for tenant in world.tenants.values() if tenant.nik]
    other = world.tenants["other_recruiter"].ids["vacancy_id"]
    async with Database.open(world.fresh.url("jembatan_app")) as app:
        for actor in (RECRUITER, CASE_WORKER, PLANNER):
            async with app.transaction(actor) as connection:
                asked = "SELECT count(*) FROM cards_for($1, $2, current_date)"
                assert await connection.fetchval(asked, other, people) == 0
    assert (await cards(world, RECRUITER, other)).status_code == 404
    assert (await cards(world, RECRUITER, uuid4())).status_code == 404


async def test_where_no_word_is_masked_no_issuer_and_no_title_is_shown(world: World) -> None:
    trying = world.owner.transaction()
    await trying.start()
    await world.owner.execute("DELETE FROM masked_words")
    shown = await world.owner.fetchrow(
        "SELECT coalesce(masked_title('Las', masking_pattern()), '') AS title, "
        "coalesce(masked_issuer('LSP', masking_pattern()), '') AS issuer"
    )
    await trying.rollback()
    assert tuple(shown) == ("", "")


async def test_a_planner_sees_what_planning_needs(world: World) -> None:
    person = world.tenants["case_worker"].ids["candidate_id"]
    async with world.caller(PLANNER) as client:
        seen = await client.get(f"{V1}/candidates/{person}")
        listed = await client.get(f"{V1}/candidates?limit=50")
        matches = await client.get(f"{V1}/candidates/{person}/matches?lang=en")
        changed = await client.patch(f"{V1}/candidates/{person}", json={}, headers={"if-match": "x"})
    CandidatePlanned.model_validate(seen.json())
    assert {item["id"] for item in listed.json()["items"]} >= {str(person)}
    assert all(set(item) == set(seen.json()) for item in listed.json()["items"])
    for word in ("RahasiaCase_WorkerKecamatan", "Penjamin", "last4", "FW01", "Lapas Contoh", "1984-05"):
        assert word not in seen.text + listed.text, word
    assert matches.status_code == 200
    assert "field_blocked" not in matches.text
    assert changed.status_code == 403
