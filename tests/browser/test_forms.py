"""Forms by the keyboard: Enter does what one expects, and what is said to be wrong leads to where it is."""

import pytest
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


@pytest.mark.parametrize("script", [True, False])
async def test_enter_in_any_field_of_a_vacancy_looks_and_neither_stores_nor_sends(
    visit: Visit, *, script: bool
) -> None:
    title = f"Penjahit Enter {script}"
    page = await visit(Role.EMPLOYER, script=script)
    await page.goto("/lowongan-kami/baru")
    await page.locator("#title").fill(title)
    await page.locator("#place").select_option("35.19")
    for name in ("title", "openings", "wage/lower_idr", "required/experience_months", "limits/reason"):
        await shown(page, name)
        typed = {"wage/lower_idr": "2400000", "openings": "3"}.get(name, "12" if "months" in name else title)
        await page.locator(f'[id="{name}"]').fill(typed)
        last = name == "limits/reason"
        if script and not last:
            await page.locator(f'[id="{name}"]').press("Enter")
            await expect(page.locator(f'[id="{name}"]')).to_be_hidden()
        else:
            async with page.expect_navigation():
                await page.locator(f'[id="{name}"]').press("Enter")
            await expect(page.locator("#pratinjau h3")).to_be_visible()
        await expect(page.locator(f'[id="{name}"]')).to_have_value(typed)
    assert await page.locator("#title").input_value() == title
    assert await drafts(page, title) == 0


async def shown(page: Page, name: str) -> None:
    """Go to the field, by the steps where the script has made them, and out of what is folded."""
    field = page.locator(f'[id="{name}"]')
    back = page.get_by_role("button", name="Kembali")
    while await back.is_visible():
        await back.click()
    for _ in range(5):
        group = page.locator(f'.group:has([id="{name}"])')
        if await group.is_visible():
            break
        await page.get_by_role("button", name="Lanjut").click()
    if not await field.is_visible():
        await page.locator(f'details:has([id="{name}"]) > summary').click()


@pytest.mark.parametrize("script", [True, False])
async def test_enter_in_a_draft_that_is_kept_sends_nothing(visit: Visit, *, script: bool) -> None:
    title = f"Penjahit Simpan {script}"
    page = await visit(Role.EMPLOYER, script=script)
    await page.goto("/lowongan-kami/baru")
    await page.locator("#title").fill(title)
    await page.locator("#place").select_option("35.19")
    await page.get_by_role("button", name="Simpan rancangan").click()
    await page.get_by_role("link", name="Ubah", exact=True).click()
    await shown(page, "limits/reason")
    await page.locator('[id="limits/reason"]').fill("uji")
    async with page.expect_navigation():
        await page.locator('[id="limits/reason"]').press("Enter")
    await expect(page.locator('[id="limits/reason"]')).to_have_value("uji")
    await page.goto("/lowongan-kami?keadaan=draft")
    await expect(page.get_by_role("row").filter(has_text=title)).to_contain_text("belum dikirim")


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
