"""Fairness reports: facts without ids and reports, as the worker; reports and signatures, as whoever asks."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from data.pool import Database, Program
from data.queries import load
from data.rows import next_cursor
from data.trail import ProgramNotes
from data.vault import Cursors
from matching.errors import NotFound, StepRefused
from matching.fairness_store import MonthRow, Treated
from matching.model.cohorts import CohortPlanId
from matching.model.fairness import (
    Comparison,
    ComparisonId,
    FairnessReport,
    FairnessReportId,
    FairnessRow,
    KnownRecipe,
    Matter,
    Signature,
)
from matching.model.ids import AccountId
from matching.trail import Act

_REPORTER = Program(purpose="fairness report")
_GROUPS = ("sex", "age", "region", "facility", "disability", "minority_language")


class PostgresFairnessStore:
    """Facts for reports, and reports, on a database that was opened as the worker."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._queries = load("fairness")

    async def of_people(self, people: Sequence[Treated], on_day: date) -> list[FairnessRow]:
        """Rows of a cohort's people in no order, without ids; none, of fewer than five. The trail notes it."""
        notes = ProgramNotes()
        notes.note(Act.READ, [None], *_GROUPS, entity="protected_attributes")
        before = [one.before or (None, None) for one in people]
        async with self._database.transaction(_REPORTER, read_only=True, closing=notes) as connection:
            rows = await self._queries["fairness_of_people"].fetch(
                connection,
                people=[one.person for one in people],
                chosen=[one.selected for one in people],
                weights=[one.exposure for one in people],
                chosen_before=[selected for selected, _ in before],
                weights_before=[exposure for _, exposure in before],
                on_day=on_day,
            )
        return [_row(row, Matter.PROPOSED) for row in rows]

    async def of_month(self, since: datetime, until: datetime) -> list[MonthRow]:
        """Rows of what a month's lists and answers came to, in no order, without ids."""
        notes = ProgramNotes()
        notes.note(Act.READ, [None], *_GROUPS, entity="protected_attributes")
        async with self._database.transaction(_REPORTER, read_only=True, closing=notes) as connection:
            rows = await self._queries["fairness_of_month"].fetch(connection, since=since, until=until)
        return [
            MonthRow(
                FairnessRow(
                    Matter(row["matter"]),
                    **{name: row[name] for name in _GROUPS},
                    selected=row["selected"],
                    employer=row["employer"],
                ),
                tuple(row["places"]),
            )
            for row in rows
        ]

    async def add(self, report: FairnessReport) -> None:
        """Keep a report; where there is one of the plan or month, that one stays."""
        async with self._database.transaction(_REPORTER) as connection:
            await self._queries["add_fairness_report"].execute(connection, **stored(report))

    async def find(
        self, *, plan: CohortPlanId | None = None, month: date | None = None
    ) -> FairnessReport | None:
        """The report of a plan or of a month."""
        async with self._database.transaction(_REPORTER, read_only=True) as connection:
            row = await (
                self._queries["fairness_of_plan"].fetchrow(connection, plan=plan)
                if plan
                else self._queries["fairness_report_of_month"].fetchrow(connection, month=month)
            )
        return _report(row) if row else None

    async def compared(self, after: str) -> Comparison | None:
        """The newest comparison of a recipe with the one before it."""
        async with self._database.transaction(_REPORTER, read_only=True) as connection:
            row = await self._queries["comparison_of"].fetchrow(connection, after=after)
        return _comparison(row) if row else None

    async def add_comparison(self, comparison: Comparison) -> None:
        async with self._database.transaction(_REPORTER) as connection:
            await self._queries["add_comparison"].execute(
                connection,
                id=comparison.id,
                before=comparison.before,
                after=comparison.after,
                as_of=comparison.as_of,
                report=comparison.report,
                alarms=comparison.alarms,
                people=comparison.people,
                at=comparison.made_at,
            )

    async def admit(self, recipe: KnownRecipe) -> bool:
        """Whether this recipe may rank; the first that is ever asked for may."""
        async with self._database.transaction(_REPORTER) as connection:
            return bool(
                await self._queries["admit_recipe"].fetchval(
                    connection, name=recipe.name, model=recipe.model, weights=recipe.weights
                )
            )

    async def newest_recipe(self) -> KnownRecipe | None:
        """The one that has been let in last."""
        async with self._database.transaction(_REPORTER, read_only=True) as connection:
            row = await self._queries["newest_recipe"].fetchrow(connection)
        return KnownRecipe(**row) if row else None


class FairnessReportStore:
    """Reports that are kept, as far as the one who asks may see them."""

    def __init__(self, connection: Any, cursors: Cursors) -> None:
        self._connection, self._cursors = connection, cursors
        self._queries = load("fairness")

    async def of_plan(self, plan: CohortPlanId) -> FairnessReport:
        """Raises NotFound."""
        row = await self._queries["fairness_of_plan"].fetchrow(self._connection, plan=plan)
        if row is None:
            raise NotFound("fairness report")
        return _report(row)

    async def page(self, *, limit: int, cursor: str | None) -> tuple[list[FairnessReport], str | None]:
        """Reports in the order in which they were made."""
        rows = await self._queries["page_fairness_reports"].fetch(
            self._connection, after=self._cursors.position(cursor), limit=limit + 1
        )
        return [_report(row) for row in rows[:limit]], next_cursor(rows, limit, self._cursors)

    async def waits(self, plan: CohortPlanId) -> bool:
        """Whether a plan may not be used yet."""
        return bool(await self._queries["plan_waits"].fetchval(self._connection, plan=plan))

    async def get(self, report: FairnessReportId) -> FairnessReport:
        """Raises NotFound."""
        row = await self._queries["get_fairness_report"].fetchrow(self._connection, fairness_report=report)
        if row is None:
            raise NotFound("fairness report")
        return _report(row)

    async def sign(self, report: FairnessReportId, reason: str) -> None:
        """Answer for a report with alarms. Raises NotFound, or StepRefused with the code of the refusal."""
        refused = await self._queries["sign_fairness_report"].fetchval(
            self._connection, fairness_report=report, words=reason
        )
        _done(refused, "fairness report")

    async def sign_comparison(self, comparison: ComparisonId, reason: str) -> None:
        """Answer for a recipe with alarms. Raises NotFound, or StepRefused with the code of the refusal."""
        sign = self._queries["sign_comparison"]
        _done(await sign.fetchval(self._connection, comparison=comparison, words=reason), "comparison")

    async def comparisons(self, *, limit: int, cursor: str | None) -> tuple[list[Comparison], str | None]:
        """Comparisons of recipes in the order in which they were made."""
        rows = await self._queries["page_comparisons"].fetch(
            self._connection, after=self._cursors.position(cursor), limit=limit + 1
        )
        return [_comparison(row) for row in rows[:limit]], next_cursor(rows, limit, self._cursors)

    async def comparison(self, comparison: ComparisonId) -> Comparison:
        """Raises NotFound."""
        row = await self._queries["get_comparison"].fetchrow(self._connection, comparison=comparison)
        if row is None:
            raise NotFound("comparison")
        return _comparison(row)


def _done(refused: str | None, kind: str) -> None:
    if refused == "not_found":
        raise NotFound(kind)
    if refused is not None:
        raise StepRefused(refused)


def stored(report: FairnessReport) -> dict[str, Any]:
    """A new report, for the query `add_fairness_report`."""
    return {
        "id": report.id,
        "plan": report.plan,
        "month": report.month,
        "report": report.report,
        "alarms": report.alarms,
        "at": report.made_at,
    }


def _row(row: Any, matter: Matter) -> FairnessRow:
    before = row["selected_before"]
    return FairnessRow(
        matter,
        **{name: row[name] for name in _GROUPS},
        selected=row["selected"],
        exposure=row["exposure"],
        before=None if before is None else (before, row["exposure_before"]),
    )


def _report(row: Any) -> FairnessReport:
    return FairnessReport(
        FairnessReportId(row["id"]),
        CohortPlanId(row["plan_id"]) if row["plan_id"] else None,
        row["month"],
        row["report"],
        row["alarms"],
        row["made_at"],
        _signature(row),
    )


def _comparison(row: Any) -> Comparison:
    return Comparison(
        ComparisonId(row["id"]),
        row["before"],
        row["after"],
        row["as_of"],
        row["report"],
        row["alarms"],
        row["people"],
        row["made_at"],
        _signature(row),
    )


def _signature(row: Any) -> Signature | None:
    signed = row["signed_at"]
    return Signature(AccountId(row["signed_by"]), signed, row["reason"]) if signed else None
