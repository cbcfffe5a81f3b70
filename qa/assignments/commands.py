"""`qa queue ...`: draws what the plans draw, for a scheduler outside, and shows what a plan would draw."""

from typing import Annotated

import sqlalchemy as sa
import typer
from pydantic import TypeAdapter, ValidationError
from sqlalchemy.orm import Session

from qa.assignments import filling
from qa.assignments.schemas import Week, WhyOut
from qa.assignments.tables import Plan
from qa.calls.tables import Call
from qa.people.tables import Person
from qa.platform.errors import NotFound, Refused
from qa.platform.terminal import plain, told_in_one_line

app = typer.Typer(name="queue", help="Who reviews which call: what the plans draw.", no_args_is_help=True)


class NotAWeek(Refused):
    """Something that does not name a week."""

    code = "no_such_week"

    def __init__(self, week: str) -> None:
        self.week = week
        super().__init__(f"{week!r} is no week; write it like 2026-W47")


@app.command()
def fill() -> None:
    """Draw what the active plans still miss, and free what people who left have. Harmless to repeat."""
    from qa import migrations
    from qa.platform.settings import settings

    total = 0
    with told_in_one_line(), migrations.opened(settings()) as database:
        while True:
            with database.write() as unit:
                drawn = filling.fill(unit.session)
            total += drawn
            if not drawn:
                break
    typer.echo(f"{total} calls were drawn")


@app.command()
def preview(
    plan: Annotated[str, typer.Option(help="The plan's name, or its id")],
    seed: Annotated[int | None, typer.Option(min=0, max=(1 << 31) - 1, help="Another seed than the plan's")] = None,
    week: Annotated[
        str | None, typer.Option(help="Like 2026-W47; the week that the plan draws from if not given")
    ] = None,
) -> None:
    """Show what a plan would draw now, why, and for whom. Nothing is kept."""
    from qa import migrations
    from qa.platform.settings import settings

    with told_in_one_line(), migrations.opened(settings()) as database, database.read() as session:
        found = _plan(session, plan)
        wish = filling.plan_in(found)
        wish = wish if seed is None else wish.model_copy(update={"seed": seed})
        drawing = filling.preview(session, wish, found.id, _week(week))
        typer.echo(f"{drawing.week}, seed {drawing.seed}: {len(drawing.drawn)} of {drawing.candidates} calls")
        for drawn in drawing.drawn:
            call = session.get_one(Call, drawn.choice.call_id)
            reviewer = session.get(Person, drawn.reviewer_id) if drawn.reviewer_id else None
            agent, to = call.agent.name if call.agent else "-", reviewer.name if reviewer else "nobody"
            told = (call.id, agent, ", ".join(map(_told, drawn.why)), to)
            typer.echo("\t".join(plain(part) for part in told))


def _plan(session: Session, name: str) -> Plan:
    found = session.scalars(sa.select(Plan).where(sa.or_(Plan.id == name, Plan.name == name)).limit(2)).all()
    if len(found) != 1:
        raise NotFound("single assignment plan", name)
    return found[0]


def _week(week: str | None) -> str | None:
    try:
        return None if week is None else TypeAdapter(Week).validate_python(week)
    except ValidationError as error:
        raise NotAWeek(str(week)) from error


def _told(fact: WhyOut) -> str:
    if fact.kind == "new_agent":
        return "new agent"
    value = "" if fact.value is None else f" {fact.value:g}"
    return f"{fact.kind}{value} ({fact.place} of {fact.of}, from {fact.drawn_from})"
