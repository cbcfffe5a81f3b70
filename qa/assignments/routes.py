"""The web's door to queues, assignments and the plans that fill them."""

from typing import Annotated

from fastapi import APIRouter, Query

from qa.assignments import bulk, filling, load, plans, service
from qa.assignments.paging import Listed
from qa.assignments.schemas import (
    AssignmentChange,
    AssignmentOut,
    AssignmentPage,
    BulkIn,
    BulkOut,
    DrawOut,
    Id,
    LoadOut,
    NextIn,
    NextOut,
    PlanIn,
    PlanOut,
    PreviewIn,
    QueueOut,
    RunIn,
    Standing,
)
from qa.assignments.view import assignment_out, assignments_out, cursor_behind, draw_out, plan_out
from qa.calls.tables import Medium
from qa.platform.web import Assigns, Evaluates, IfMatch, Reading, Writing

router = APIRouter(tags=["assignments"])

Cursor = Annotated[str | None, Query(max_length=90)]
Limit = Annotated[int, Query(ge=1, le=200)]


@router.get("/queue")
def get_queue(
    session: Reading, asker: Evaluates, *, medium: Medium | None = None, cursor: Cursor = None, limit: Limit = 50
) -> QueueOut:
    """The calls that wait for the asker, what is late first."""
    which = service.Which(standing="open", reviewer_id=asker.person_id, medium=medium)
    rows = service.page(session, asker, which, Listed(cursor, limit))
    return QueueOut(
        items=assignments_out(session, asker, rows[:limit]),
        next_cursor=cursor_behind(session, asker, rows[limit - 1], done=False) if len(rows) > limit else None,
        counts=load.mine(session, asker),
        pool=service.offers(session, asker),
    )


@router.post("/queue/next")
def take_next(wish: NextIn, unit: Writing, asker: Evaluates) -> NextOut:
    """The asker's next call; where none waits, one that nobody has becomes theirs."""
    found, taken = service.next_call(unit.session, asker, wish)
    return NextOut(assignment=assignment_out(unit.session, asker, found) if found else None, taken=taken)


@router.get("/assignments")
def list_assignments(
    session: Reading,
    asker: Evaluates,
    *,
    standing: Standing | None = None,
    reviewer_id: Annotated[str | None, Query(max_length=16)] = None,
    plan_id: Annotated[str | None, Query(max_length=16)] = None,
    call_id: Annotated[list[Id] | None, Query(max_length=200)] = None,
    medium: Medium | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> AssignmentPage:
    """The asker's own assignments; everybody's for who assigns."""
    which = service.Which(standing, reviewer_id, plan_id, call_id or (), medium)
    rows = service.page(session, asker, which, Listed(cursor, limit))
    done = standing == "done"
    return AssignmentPage(
        items=assignments_out(session, asker, rows[:limit]),
        next_cursor=cursor_behind(session, asker, rows[limit - 1], done=done) if len(rows) > limit else None,
    )


@router.post("/assignments/bulk")
def assign_many(wish: BulkIn, unit: Writing, asker: Assigns) -> BulkOut:
    """Give calls to a reviewer, or spread them over several."""
    given, skipped = bulk.assign_many(unit.session, asker, wish)
    return BulkOut(assigned=assignments_out(unit.session, asker, given), skipped=skipped)


@router.get("/assignments/load")
def get_load(session: Reading, asker: Assigns) -> list[LoadOut]:
    """How much waits for each reviewer."""
    return load.of_everybody(session, asker)


@router.patch("/assignments/{assignment_id}")
def change_assignment(
    assignment_id: str, wish: AssignmentChange, unit: Writing, asker: Assigns, version: IfMatch
) -> AssignmentOut:
    """Another reviewer, or another time by which it is due."""
    changed = service.change(unit.session, asker, (assignment_id, version), wish)
    return assignment_out(unit.session, asker, changed)


@router.post("/assignments/{assignment_id}/give-back")
def give_back_assignment(assignment_id: str, unit: Writing, asker: Evaluates) -> AssignmentOut:
    """Let somebody else review it."""
    return assignment_out(unit.session, asker, service.give_back(unit.session, asker, assignment_id))


@router.delete("/assignments/{assignment_id}", status_code=204)
def withdraw_assignment(assignment_id: str, unit: Writing, asker: Assigns) -> None:
    """The call need not be reviewed."""
    service.withdraw(unit.session, asker, assignment_id)


@router.get("/assignment-plans")
def list_plans(session: Reading, asker: Assigns) -> list[PlanOut]:
    """Every plan, by name."""
    counts = plans.counts(session)
    return [plan_out(plan, counts) for plan in plans.all_(session, asker)]


@router.post("/assignment-plans", status_code=201)
def create_plan(wish: PlanIn, unit: Writing, asker: Assigns) -> PlanOut:
    """A new plan."""
    return plan_out(plans.create(unit.session, asker, wish), {})


@router.post("/assignment-plans/preview")
def preview_plan(wish: PreviewIn, session: Reading, asker: Assigns) -> DrawOut:
    """What a plan would draw, and for whom. Nothing is kept."""
    plans.check(session, wish.plan)
    return draw_out(session, asker, filling.preview(session, wish.plan, wish.plan_id, wish.week))


@router.get("/assignment-plans/{plan_id}")
def get_plan(plan_id: str, session: Reading, asker: Assigns) -> PlanOut:
    """One plan."""
    return plan_out(plans.get(session, asker, plan_id), plans.counts(session))


@router.put("/assignment-plans/{plan_id}")
def change_plan(plan_id: str, wish: PlanIn, unit: Writing, asker: Assigns, version: IfMatch) -> PlanOut:
    """Another plan in its place."""
    changed = plans.change(unit.session, asker, (plan_id, version), wish)
    return plan_out(changed, plans.counts(unit.session))


@router.post("/assignment-plans/{plan_id}/run")
def run_plan(plan_id: str, wish: RunIn, unit: Writing, asker: Assigns) -> DrawOut:
    """Draw now what is missing of the week."""
    plans.get(unit.session, asker, plan_id)
    return draw_out(unit.session, asker, filling.run(unit.session, asker.person_id, plan_id, wish.week))
