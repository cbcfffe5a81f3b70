"""Does what a plan says, within one transaction."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.imports.people.plan import CohortPlan, Plan
from qa.imports.people.reading import PersonRow
from qa.people import service as people
from qa.people.schemas import NewPerson, NewTeam, PersonChange
from qa.people.tables import Person, Team
from qa.platform import audit
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Role
from qa.programmes import service as programmes
from qa.programmes.schemas import CohortIn

#: Where nobody may know the password, it is this long and forgotten at once.
_UNUSED = "x" * 10


def do(session: Session, asker: Principal, plan: Plan, hashes: Mapping[str, str]) -> None:
    """Make and change what the plan says; `hashes` are the new people's passwords by address, hashed beforehand.

    Raises what the services of people and programmes raise where somebody changed something meanwhile.
    """
    for name in plan.teams:
        people.add_team(session, asker, NewTeam(name=name))
    teams = {team.name: team.id for team in session.scalars(sa.select(Team))}
    for row in plan.new:
        people.add_person(session, asker, _new(row, teams), password_hash=hashes[row.email])
    for row, person, fields in plan.changed:
        people.change_person(session, asker, person.id, _change(row, fields, teams))
    for cohort in plan.cohorts:
        _fill(session, asker, cohort)
    told = {"added": len(plan.new), "changed": len(plan.changed), "cohorts": len(plan.cohorts)}
    audit.record(session, asker.person_id, "people_imported", asker.person_id, **told)


def _new(row: PersonRow, teams: Mapping[str, str]) -> NewPerson:
    return NewPerson(
        name=row.name or row.email,
        email=row.email,
        role=Role(row.role or Role.AGENT),
        password=_UNUSED,  # what counts is the hash beside it
        team_id=teams[row.team] if row.team else None,
        agent_code=row.agent_code,
        interface_language="en" if row.language == "en" else "he",
    )


def _change(row: PersonRow, fields: Sequence[str], teams: Mapping[str, str]) -> PersonChange:
    values: dict[str, object] = {name: getattr(row, name) for name in fields if name != "team"}
    if "team" in fields and row.team:
        values["team_id"] = teams[row.team]
    return PersonChange.model_validate(values)


def _fill(session: Session, asker: Principal, plan: CohortPlan) -> None:
    addresses = [row.email for row in plan.joins]
    joining = list(session.scalars(sa.select(Person.id).where(Person.email.in_(addresses)).order_by(Person.id)))
    if plan.known is None:
        wish = CohortIn(name=plan.name, day0=plan.day0, member_ids=joining)
        programmes.add_cohort(session, asker, plan.programme.id, wish)
        return
    present = [member.person_id for member in plan.known.members]
    ended = plan.known.ended_at is not None
    wish = CohortIn(name=plan.name, day0=plan.known.day0, member_ids=[*present, *joining], ended=ended)
    programmes.change_cohort(session, asker, (plan.known.id, plan.known.version), wish)
