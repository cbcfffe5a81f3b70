"""What a file of people would change, looked up in the database, and what of it cannot be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.imports.people.reading import PersonRow
from qa.imports.people.schemas import PeopleChange, PeopleProblem, PeopleProblemCode
from qa.people.tables import Person, Team
from qa.platform.security.roles import Role
from qa.programmes.tables import Cohort, CohortMember, Programme

#: What of a person a file may change; the language of the page is each person's own once they are here.
_CHANGEABLE = ("name", "role", "team", "agent_code")


@dataclass(slots=True)
class CohortPlan:
    """A cohort, there or not yet, and the lines of those who join it."""

    programme: Programme
    name: str
    day0: date
    known: Cohort | None
    line: int
    joins: list[PersonRow] = field(default_factory=list)


@dataclass(slots=True)
class Plan:
    """What would be made and changed. With problems, none of it may be done."""

    problems: list[PeopleProblem] = field(default_factory=list)
    teams: dict[str, int] = field(default_factory=dict)  # new ones, with the first line that names them
    new: list[PersonRow] = field(default_factory=list)
    changed: list[tuple[PersonRow, Person, list[str]]] = field(default_factory=list)
    cohorts: list[CohortPlan] = field(default_factory=list)
    unchanged: int = 0
    names: dict[int, str] = field(default_factory=dict)  # whom a line is about

    def changes(self) -> list[PeopleChange]:
        """The same in words for people, in the order in which it is done."""
        return [
            *(PeopleChange(kind="team_added", line=line, name=name) for name, line in self.teams.items()),
            *(PeopleChange(kind="person_added", line=row.line, name=self.names[row.line]) for row in self.new),
            *(
                PeopleChange(kind="person_changed", line=row.line, name=self.names[row.line], fields=fields)
                for row, _, fields in self.changed
            ),
            *self._of_cohorts(),
        ]

    def _of_cohorts(self) -> Iterator[PeopleChange]:
        for cohort in self.cohorts:
            if cohort.known is None:
                yield PeopleChange(kind="cohort_added", line=cohort.line, name=cohort.name, to=cohort.programme.name)
            for row in cohort.joins:
                yield PeopleChange(kind="member_added", line=row.line, name=self.names[row.line], to=cohort.name)


def plan_of(session: Session, rows: Sequence[PersonRow]) -> Plan:
    """Look up whoever and whatever the rows name."""
    return _Planning(session, rows).plan()


class _Planning:
    """One look at the database, row by row."""

    def __init__(self, session: Session, rows: Sequence[PersonRow]) -> None:
        self._rows, self._plan = rows, Plan()
        known = sa.select(Person).where(Person.email.in_([row.email for row in rows]))
        self._people = {person.email: person for person in session.scalars(known)}
        self._teams = set(session.scalars(sa.select(Team.name)))
        codes = [row.agent_code for row in rows if row.agent_code]
        owners = sa.select(Person).where(Person.agent_code.in_(codes))
        self._owners = {person.agent_code: person for person in session.scalars(owners)}
        running = sa.select(Programme).where(Programme.ended_at.is_(None), Programme.simulated.is_(False))
        self._programmes = list(session.scalars(running.order_by(Programme.id)))
        cohorts = sa.select(Cohort).where(Cohort.programme_id.in_([one.id for one in self._programmes]))
        self._cohorts = {(one.programme_id, one.name): one for one in session.scalars(cohorts).unique()}
        members = sa.select(CohortMember.cohort_id, CohortMember.person_id)
        self._members = {(cohort, person) for cohort, person in session.execute(members)}
        self._planned: dict[tuple[str, str], CohortPlan] = {}

    def plan(self) -> Plan:
        for row in self._rows:
            self._row(row)
        self._plan.cohorts = [one for one in self._planned.values() if one.joins or one.known is None]
        return self._plan

    def _row(self, row: PersonRow) -> None:
        wrong, person = self._plan.problems, self._people.get(row.email)
        self._plan.names[row.line] = row.name or (person.name if person else row.email)
        before = len(wrong)
        wrong += self._problems(row, person)
        joins = row.cohort is not None and self._joins(row, person)
        if len(wrong) > before:
            return
        if row.team is not None and row.team not in self._teams:
            self._plan.teams.setdefault(row.team, row.line)
        fields = _differing(row, person) if person else []
        if person is None:
            self._plan.new.append(row)
        elif fields:
            self._plan.changed.append((row, person, fields))
        elif not joins:
            self._plan.unchanged += 1

    def _problems(self, row: PersonRow, person: Person | None) -> Iterator[PeopleProblem]:
        if person is None and row.name is None:
            yield row.problem("missing", "name")
        is_administrator = person is not None and person.role is Role.ADMINISTRATOR
        if row.role is not None and (row.role == Role.ADMINISTRATOR) != is_administrator:
            yield row.problem("administrator", "role", row.role)
        owner = self._owners.get(row.agent_code) if row.agent_code else None
        if owner is not None and owner.email != row.email:
            yield row.problem("code_taken", "agent_code", row.agent_code, owner.name)
        role = row.role or (person.role if person else Role.AGENT)
        if row.cohort is not None and role != Role.AGENT:
            yield row.problem("not_an_agent", "cohort", row.cohort)

    def _joins(self, row: PersonRow, person: Person | None) -> bool:
        """Whether the row puts its person into a cohort anew; what cannot be is told."""
        programme = self._programme_of(row)
        if programme is None or row.cohort is None:
            return False
        key = (programme.id, row.cohort)
        known, planned = self._cohorts.get(key), self._planned.get(key)
        day0 = known.day0 if known else planned.day0 if planned else None
        if day0 is None and row.workshop is None:
            self._plan.problems.append(row.problem("day_missing", "workshop", row.cohort))
            return False
        if day0 is not None and row.workshop not in (None, day0):
            self._plan.problems.append(row.problem("day_differs", "workshop", row.workshop, day0.isoformat()))
            return False
        if planned is None:
            day = day0 or row.workshop
            assert day is not None, "either was there"
            planned = self._planned[key] = CohortPlan(programme, row.cohort, day, known, row.line)
        if known and person and (known.id, person.id) in self._members:
            return False
        planned.joins.append(row)
        return True

    def _programme_of(self, row: PersonRow) -> Programme | None:
        """The running programme that is named; without a name the only one, or the only one with such a cohort."""
        if row.programme is not None:
            fitting = [one for one in self._programmes if one.name == row.programme]
        else:
            fitting = [one for one in self._programmes if (one.id, row.cohort) in self._cohorts] or self._programmes
        if len(fitting) == 1:
            return fitting[0]
        if row.programme is not None and not fitting:
            self._plan.problems.append(row.problem("no_programme", "programme", row.programme))
        else:
            names = ", ".join(one.name for one in fitting) or None
            code: PeopleProblemCode = "which_programme" if fitting else "none_running"
            self._plan.problems.append(row.problem(code, "programme", row.programme, names))
        return None


def _differing(row: PersonRow, person: Person) -> list[str]:
    """What the row says otherwise than it is."""
    is_now = {
        "name": person.name,
        "role": person.role.value,
        "team": person.team.name if person.team else None,
        "agent_code": person.agent_code,
    }
    return [name for name in _CHANGEABLE if getattr(row, name) not in (None, is_now[name])]
