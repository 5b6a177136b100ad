"""A whole number of a person, by a form alone: once, with its purpose, and a row of the trail."""

from uuid import UUID

from tests.api.tenants import World
from tests.api.web.test_planner import pages_of
from tests.staff import CASE_WORKER, COLLEAGUE, PLANNER

REVEALED = "SELECT count(*) FROM trail WHERE act = 'reveal' AND subject = $1 AND purpose = $2"


async def test_a_number_is_shown_once_for_a_purpose_and_the_trail_says_so(world: World) -> None:
    tenant = world.tenants["case_worker"]
    person, number = tenant.ids["candidate_id"], tenant.nik
    at = f"/orang/{person}/nomor"
    async with pages_of(world, CASE_WORKER) as worker:
        assert f'href="{at}"' in await worker.opens(f"/orang/{person}")
        assert number not in await worker.opens(at)
        bare = await worker.sends(at, number="national_id", letter="99")
        assert (bare.status_code, 'id="salah-purpose"' in bare.text, number in bare.text) == (
            422,
            True,
            False,
        )
        assert 'value="99"' in bare.text
        letter = await worker.sends(at, number="national_id", purpose="bank_account", letter="Budi")
        assert (letter.status_code, 'id="salah-letter"' in letter.text) == (422, True)
        forged = await worker.browser.post(at, data={"number": "national_id", "purpose": "bank_account"})
        assert (forged.status_code, number in forged.text) == (403, False)
        before = await world.owner.fetchval(REVEALED, UUID(str(person)), "bank_account 4711")
        shown = await worker.sends(at, number="national_id", purpose="bank_account", letter="4711")
        assert (shown.status_code, shown.text.count(number)) == (200, 1)
        assert shown.headers["cache-control"] == "no-store"
        assert number not in str(shown.url)
        after = await world.owner.fetchval(REVEALED, UUID(str(person)), "bank_account 4711")
        assert after - before == 1
        assert number not in await worker.opens(at)
    for actor, status in ((COLLEAGUE, 404), (PLANNER, 403)):
        async with pages_of(world, actor) as other:
            given = {"number": "national_id", "purpose": "bank_account"}
            refused = await other.sends(at, **given)
            assert (refused.status_code, number in refused.text) == (status, False)
