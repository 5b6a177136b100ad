"""Reading stored vacancies again when the knowledge of the trade has changed: a new bar must reach old vacancies."""

from dataclasses import replace

from matching.model import Actor
from matching.stores import Gateway
from matching.trade import Trade

PAGE_ROWS = 1_000


async def read_vacancies_again(gateway: Gateway, actor: Actor, trade: Trade) -> int:
    """Store anew what titles and texts say (fields of work, licences, occupations); how many vacancies changed.

    Page by page, so an interruption keeps what is done. Fields that were declared or once recognised stay.
    """
    changed, cursor = 0, None
    while True:
        async with gateway.transaction(actor) as tx:
            page = await tx.vacancies.page(limit=PAGE_ROWS, cursor=cursor)
            read = [replace(record, vacancy=trade.read(record.vacancy)) for record in page.records]
            new = [after for before, after in zip(page.records, read, strict=True) if after != before]
            changed += len(await tx.vacancies.replace_many(new)) if new else 0
        if page.next is None:
            return changed
        cursor = page.next
