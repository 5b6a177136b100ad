"""Forms by the keyboard: Enter does what one expects, and what is said to be wrong leads to where it is."""

from playwright.async_api import FilePayload, Page, expect

from matching.vocabulary import Role
from tests.browser.conftest import Visit
from tests.browser.test_mishaps import drafts


async def test_enter_in_the_first_step_of_a_vacancy_goes_to_the_second_and_stores_nothing(
    visit: Visit,
) -> None:
    title = "Penjahit Masuk"
    page = await visit(Role.EMPLOYER)
    await page.goto("/lowongan-kami/baru")
    await page.locator("#place").select_option("35.19")
    await page.locator("#title").fill(title)
    await page.locator("#title").press("Enter")
    await expect(page.locator("main .steps [aria-current]")).to_have_text("Upah dan waktu")
    await expect(page.get_by_role("heading", name="2. Upah dan waktu")).to_be_focused()
    await expect(page.locator("#title")).to_have_value(title)
    assert await drafts(page, title) == 0


async def all_lead(page: Page) -> int:
    """How many links the summary of what is wrong has, each of which has moved the focus to where it is."""
    links = page.locator(".summary a")
    for link in await links.all():
        await link.click()
        there = (await link.get_attribute("href") or "").removeprefix("#")
        assert await page.evaluate("document.activeElement.id") == there
    return await links.count()


async def test_what_is_wrong_leads_to_its_field_or_group(visit: Visit) -> None:
    worker = await visit(Role.CASE_WORKER)
    await worker.goto("/impor")
    await worker.locator("input[type=file]").set_input_files(
        FilePayload(name="uji.csv", mimeType="text/csv", buffer=b"a;b\n1;2\n")
    )
    await worker.locator("form:has(input[type=file])").evaluate(
        "one => { one.noValidate = true; one.requestSubmit(); }"
    )
    await expect(worker.get_by_role("alert")).to_be_focused()
    assert await all_lead(worker) >= 1
    company = await visit(Role.EMPLOYER)
    await company.goto("/lowongan-kami/baru")
    await company.locator("form[data-steps]").evaluate("""one => {
        one.noValidate = true;
        const wrong = {title: "Uji", openings: "0", "wage/lower_idr": "3000000", "wage/upper_idr": "2000000"};
        for (const [name, value] of Object.entries(wrong)) one.elements[name].value = value;
        one.requestSubmit(one.querySelector("button:not([type=button], [data-looks])"));
    }""")
    await expect(company.get_by_role("alert")).to_be_focused()
    assert await all_lead(company) >= 3


async def test_an_industry_is_found_by_its_words_and_stands_as_its_code(visit: Visit) -> None:
    page = await visit(Role.EMPLOYER, tongue="en")
    await page.goto("/perusahaan")
    await page.locator("#sector").fill("")
    await page.locator("#sector").press_sequentially("barang dari logam")
    option = page.locator("#sector-pilihan option[value='25920']")
    await expect(option).to_be_attached()
    assert (await option.evaluate("one => one.label")).startswith("25920 Jasa Industri")
    assert {len(one) for one in await page.locator("#sector-pilihan option").evaluate_all(
        "all => all.map(one => one.value)")} == {5}  # fmt: skip
