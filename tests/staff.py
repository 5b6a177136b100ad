"""Who works in the tests' world: accounts and duties that every test database has, in two provinces."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from matching.model.actor import Actor
from matching.model.ids import AccountId, DutyId, EmployerId, UnitId
from matching.vocabulary import Role

HERE = UnitId(UUID("22222222-2222-4222-8222-222222222222"))
ELSEWHERE = UnitId(UUID("22222222-2222-4222-8222-222222222233"))
REGIONAL = UnitId(UUID("22222222-2222-4222-8222-222222222244"))
UNITS = {
    HERE: ("lapas", "Lapas Uji", "35"),
    ELSEWHERE: ("bapas", "Bapas Uji", "32"),
    REGIONAL: ("kanwil", "Kanwil Uji", "35"),
}


def staff(number: int, role: Role, unit: UnitId) -> Actor:
    """Number n of the staff: account 1111…nn in duty dddd…nn."""
    return Actor(
        AccountId(UUID(f"11111111-1111-4111-8111-1111111111{number:02}")),
        role,
        unit,
        "tests",
        DutyId(UUID(f"dddddddd-dddd-4ddd-8ddd-dddddddddd{number:02}")),
    )


CASE_WORKER = replace(staff(11, Role.CASE_WORKER, HERE), purpose="matching")
COLLEAGUE = staff(12, Role.CASE_WORKER, HERE)  # the same unit, another caseload
FAR_CASE_WORKER = staff(13, Role.CASE_WORKER, ELSEWHERE)
PLANNER = staff(21, Role.RELEASE_PLANNER, REGIONAL)
SECOND_PLANNER = staff(23, Role.RELEASE_PLANNER, REGIONAL)
FAR_PLANNER = staff(22, Role.RELEASE_PLANNER, ELSEWHERE)
ADMINISTRATOR = staff(31, Role.ADMINISTRATOR, REGIONAL)
OFFICER = staff(41, Role.DATA_PROTECTION_OFFICER, REGIONAL)
PLATFORM = UnitId(UUID("00000000-0000-4000-8000-0000000000a2"))
COMPANY = EmployerId(UUID("33333333-3333-4333-8333-333333333301"))
OTHER_COMPANY = EmployerId(UUID("33333333-3333-4333-8333-333333333302"))
RECRUITER = staff(51, Role.EMPLOYER, PLATFORM)
OTHER_RECRUITER = staff(52, Role.EMPLOYER, PLATFORM)
RECRUITERS = {RECRUITER: COMPANY, OTHER_RECRUITER: OTHER_COMPANY}
EVERYBODY = {
    "case_worker": CASE_WORKER,
    "colleague": COLLEAGUE,
    "far_case_worker": FAR_CASE_WORKER,
    "planner": PLANNER,
    "far_planner": FAR_PLANNER,
    "administrator": ADMINISTRATOR,
    "officer": OFFICER,
}
_PROVINCES = {PLANNER: ["35"], SECOND_PLANNER: ["35"], FAR_PLANNER: ["32"]}


async def enrol(connection: Any) -> None:
    """Give everybody an account and a duty; `connection` is the owner's."""
    await connection.executemany(
        "INSERT INTO units (id, type, name, province_code) VALUES ($1, $2, $3, $4)",
        [(unit, *described) for unit, described in UNITS.items()],
    )
    for name, actor in {**EVERYBODY, "second_planner": SECOND_PLANNER}.items():
        await connection.execute(
            "INSERT INTO accounts (id, login, name, created_by) VALUES ($1, $2, $3, $1)",
            actor.account, f"{name}@uji.example", name,
        )  # fmt: skip
        await connection.execute(
            "INSERT INTO duties (id, account_id, role, unit_id, provinces, granted_by) VALUES ($1, $2, $3, $4, $5, $2)",
            actor.duty, actor.account, str(actor.role), actor.unit, _PROVINCES.get(actor, []),
        )  # fmt: skip


async def enrol_companies(connection: Any) -> None:
    """Two verified companies with a member each, in databases that want them; `connection` is the owner's."""
    for number, (actor, company) in enumerate(RECRUITERS.items(), start=1):
        await connection.execute(
            "INSERT INTO employers (id, name, business_number, sector, contact, verification, unit_id, caseload, "
            "recorded_by) VALUES ($1, $2, $3, '25920', $4, 'verified', $5, $6, $6)",
            company, f"PT Uji {number}", f"99{number:011}", f"hrd{number}@uji.example", HERE, CASE_WORKER.account,
        )  # fmt: skip
        await connection.execute(
            "INSERT INTO accounts (id, login, name, created_by) VALUES ($1, $2, $3, $1)",
            actor.account, f"recruiter{number}@uji.example", f"Perekrut {number}",
        )  # fmt: skip
        await connection.execute(
            "INSERT INTO duties (id, account_id, role, unit_id, employer_id, granted_by) "
            "VALUES ($1, $2, $3, $4, $5, $2)",
            actor.duty, actor.account, str(actor.role), actor.unit, company,
        )  # fmt: skip
