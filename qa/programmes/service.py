"""Programmes and cohorts: made, changed, read. Nothing here commits."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.people.service import agent_by_id
from qa.platform import audit
from qa.platform.clock import now
from qa.platform.errors import Conflict, NotFound, Refused, StaleVersion
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.programmes import dues, telling
from qa.programmes.aims import aims
from qa.programmes.schemas import CohortIn, ProgrammeIn
from qa.programmes.tables import Cohort, CohortMember, Programme, ProgrammeTarget


class NothingCountsIt(Refused):
    """A due of a kind that nothing in this system can count."""

    code = "nothing_counts_it"

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(f"nothing here can count {kind!r}; what can be owed: {', '.join(dues.provided())}")


class NoSuchAim(Refused):
    """A target that no rubric asks for."""

    code = "no_such_aim"

    def __init__(self, question_id: str) -> None:
        self.question_id = question_id
        super().__init__(f"no published rubric has a phrase, transition or situation {question_id!r}")


class ProgrammeEnded(Conflict):
    """A programme that has ended takes nobody in any more."""

    code = "programme_ended"

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        super().__init__(f"the programme {programme.name} has ended; let it run again before adding a cohort")


class CohortNameTaken(Conflict):
    """Two cohorts of one programme cannot be told apart by the same name."""

    code = "cohort_name_taken"

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"the programme has a cohort called {name} already")


def cohort_of(session: Session, person_id: str) -> Cohort | None:
    """The cohort that somebody is in: the newest that has not ended, nor its programme."""
    mine = sa.select(CohortMember.cohort_id).where(CohortMember.person_id == person_id)
    running = (Programme.ended_at.is_(None), Cohort.ended_at.is_(None))
    query = sa.select(Cohort).join(Programme).where(Cohort.id.in_(mine), *running)
    return session.scalars(query.order_by(Cohort.day0.desc(), Cohort.id.desc()).limit(1)).unique().one_or_none()


def members_of(session: Session, cohort_id: str) -> list[str]:
    """The ids of the people in a cohort, those who cannot sign in any more as well: what they did remains."""
    query = sa.select(CohortMember.person_id).where(CohortMember.cohort_id == cohort_id)
    return list(session.scalars(query.order_by(CohortMember.person_id)))


def targets_of(session: Session, cohort_id: str) -> list[ProgrammeTarget]:
    """What the cohort's programme aims at, in its own order."""
    of_cohort = sa.select(Cohort.programme_id).where(Cohort.id == cohort_id).scalar_subquery()
    query = sa.select(ProgrammeTarget).where(ProgrammeTarget.programme_id == of_cohort)
    return list(session.scalars(query.order_by(ProgrammeTarget.position, ProgrammeTarget.question_id)))


def programmes(session: Session, asker: Principal) -> Sequence[Programme]:
    """Every programme: those that run first, the newest first."""
    asker.require(Right.RUN_PROGRAMMES)
    query = sa.select(Programme).order_by(Programme.ended_at.is_not(None), Programme.id.desc())
    return session.scalars(query).all()


def cohorts_of(session: Session, programme_ids: Iterable[str]) -> dict[str, list[Cohort]]:
    """The cohorts of each of these programmes, the newest workshop first."""
    found: dict[str, list[Cohort]] = {programme_id: [] for programme_id in programme_ids}
    query = sa.select(Cohort).where(Cohort.programme_id.in_(found)).order_by(Cohort.day0.desc(), Cohort.id.desc())
    for cohort in session.scalars(query).unique():
        found[cohort.programme_id].append(cohort)
    return found


def get(session: Session, asker: Principal, programme_id: str) -> Programme:
    """One programme. Raises NotFound."""
    asker.require(Right.RUN_PROGRAMMES)
    programme = session.get(Programme, programme_id)
    if programme is None:
        raise NotFound("programme", programme_id)
    return programme


def create(session: Session, asker: Principal, wish: ProgrammeIn) -> Programme:
    """A new programme. Raises NoSuchAim, NothingCountsIt."""
    asker.require(Right.RUN_PROGRAMMES)
    programme = Programme(made_by=asker.person_id, targets=[])
    _write(session, programme, wish)
    session.add(programme)
    session.flush()
    audit.record(session, asker.person_id, "programme_made", programme.id, name=programme.name)
    return programme


def change(session: Session, asker: Principal, at: tuple[str, int], wish: ProgrammeIn) -> Programme:
    """Another programme in its place. Raises NotFound, StaleVersion, NoSuchAim, NothingCountsIt."""
    programme_id, version = at
    programme = get(session, asker, programme_id)
    if programme.version != version:
        raise StaleVersion("programme", version, programme.version)
    _write(session, programme, wish)
    programme.version = version + 1
    session.flush()
    told = {"targets": len(wish.targets), "dues": len(wish.dues), "ended": wish.ended}
    audit.record(session, asker.person_id, "programme_changed", programme.id, **told)
    return programme


def delete(session: Session, asker: Principal, at: tuple[str, int]) -> None:
    """The programme with its cohorts is gone; what people did and were given stays. Raises NotFound, StaleVersion."""
    programme_id, version = at
    programme = get(session, asker, programme_id)
    if programme.version != version:
        raise StaleVersion("programme", version, programme.version)
    gone = cohorts_of(session, [programme.id])[programme.id]
    for one in gone:
        session.delete(one)
    session.flush()
    session.delete(programme)
    session.flush()
    told = {"name": programme.name, "cohorts": len(gone)}
    audit.record(session, asker.person_id, "programme_deleted", programme_id, **told)


def cohort(session: Session, asker: Principal, cohort_id: str) -> Cohort:
    """One cohort. Raises NotFound."""
    asker.require(Right.RUN_PROGRAMMES)
    found = session.get(Cohort, cohort_id)
    if found is None:
        raise NotFound("cohort", cohort_id)
    return found


def add_cohort(session: Session, asker: Principal, programme_id: str, wish: CohortIn) -> Cohort:
    """A cohort of the programme. Raises NotFound (programme, agent), ProgrammeEnded, CohortNameTaken."""
    programme = get(session, asker, programme_id)
    if programme.ended_at is not None:
        raise ProgrammeEnded(programme)
    made = Cohort(programme_id=programme.id, members=[])
    _write_cohort(session, made, wish)
    session.add(made)
    session.flush()
    session.refresh(made)
    told = {"programme": programme.id, "name": made.name, "members": len(made.members)}
    audit.record(session, asker.person_id, "cohort_made", made.id, **told)
    telling.joined(session, asker, made, sorted(member.person_id for member in made.members))
    return made


def change_cohort(session: Session, asker: Principal, at: tuple[str, int], wish: CohortIn) -> Cohort:
    """Another name, another day, other members. Raises NotFound (cohort, agent), StaleVersion, CohortNameTaken."""
    cohort_id, version = at
    found = cohort(session, asker, cohort_id)
    if found.version != version:
        raise StaleVersion("cohort", version, found.version)
    before, day0 = {member.person_id for member in found.members}, found.day0
    _write_cohort(session, found, wish)
    found.version = version + 1
    session.flush()
    session.refresh(found)
    after = {member.person_id for member in found.members}
    told = {"joined": sorted(after - before), "left": sorted(before - after), "day0": found.day0.isoformat()}
    audit.record(session, asker.person_id, "cohort_changed", found.id, **told, ended=wish.ended)
    telling.joined(session, asker, found, sorted(after - before))
    if found.day0 != day0:
        telling.moved(session, asker, found, sorted(after & before))
    return found


def delete_cohort(session: Session, asker: Principal, at: tuple[str, int]) -> None:
    """The cohort is gone, and with it who was in it; tasks out of its targets stay. Raises NotFound, StaleVersion."""
    cohort_id, version = at
    found = cohort(session, asker, cohort_id)
    if found.version != version:
        raise StaleVersion("cohort", version, found.version)
    told = {"programme": found.programme_id, "name": found.name, "members": len(found.members)}
    session.delete(found)
    session.flush()
    audit.record(session, asker.person_id, "cohort_deleted", cohort_id, **told)


def _write(session: Session, programme: Programme, wish: ProgrammeIn) -> None:
    known, counted = aims(session), dues.provided()
    targets = {target.question_id: target for target in programme.targets}
    owed = {due["kind"] for due in programme.dues or ()}
    for target in wish.targets:
        # What was aimed at before may stay when no rubric of today asks it any more.
        if target.question_id not in known and target.question_id not in targets:
            raise NoSuchAim(target.question_id)
    for due in wish.dues:
        if due.kind not in counted and due.kind not in owed:
            raise NothingCountsIt(due.kind)
    programme.name, programme.note, programme.language = wish.name, wish.note, wish.language
    programme.practice_weeks = wish.practice_weeks
    programme.dues = [due.model_dump() for due in wish.dues]
    programme.ended_at = (programme.ended_at or now()) if wish.ended else None
    kept = []
    for position, target in enumerate(wish.targets):
        row = targets.get(target.question_id) or ProgrammeTarget(question_id=target.question_id)
        row.share, row.position = target.share, position
        kept.append(row)
    programme.targets = kept


def _write_cohort(session: Session, held: Cohort, wish: CohortIn) -> None:
    same = sa.select(Cohort.id).where(Cohort.programme_id == held.programme_id, Cohort.name == wish.name)
    with session.no_autoflush:
        if session.scalar(same if held.id is None else same.where(Cohort.id != held.id)):
            raise CohortNameTaken(wish.name)
        present = {member.person_id: member for member in held.members}
        members = []
        for person_id in dict.fromkeys(wish.member_ids):
            if person_id not in present:
                agent_by_id(session, person_id)
            members.append(present.get(person_id) or CohortMember(person_id=person_id))
    if held.id is not None and held.day0 != wish.day0:
        held.moved_at = now()
    held.name, held.day0, held.members = wish.name, wish.day0, members
    held.ended_at = (held.ended_at or now()) if wish.ended else None
