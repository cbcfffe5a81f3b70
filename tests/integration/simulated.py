"""Looks into a database with the simulated history, and works with it as people would."""

import random
import shutil
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from qa.calls.tables import Call, Purpose
from qa.coaching.tables import (
    CoachingClip,
    CoachingSession,
    CoachingTask,
    TaskSource,
)
from qa.evaluation.tables import Evaluation, FoundInCall
from qa.insights.tables import AnswerFact, CallFact, PromiseMade
from qa.measures.tables import MeasuredCall, OpportunityFact, ToneMoment
from qa.notices.tables import Notice
from qa.people.tables import Person
from qa.platform.database import Base, Database
from qa.platform.settings import Settings
from qa.programmes.tables import Cohort
from qa.regressions.tables import RegressionCase

UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)


def talk_over_a_real_call(database: Database) -> None:
    """A coaching session that somebody prepared, with a call that was really held."""
    with database.write() as unit:
        agent, trainer = (person_of(unit.session, mailbox) for mailbox in ("agent1", "yoav"))
        real = unit.session.scalars(sa.select(Call.id).where(~Call.simulated).limit(1)).one()
        talk = CoachingSession(id="talk", agent_id=agent, trainer_id=trainer)
        talk.clips = [CoachingClip(id="real", place=0, call_id=real)]
        unit.session.add(talk)


def work_with_simulated_calls(database: Database) -> None:
    """What people may have made of them meanwhile: a clip, a task, a talk of their own, a case, a notice of that."""
    with database.write() as unit:
        session = unit.session
        agent, trainer = (person_of(session, mailbox) for mailbox in ("agent1", "yoav"))
        mine = (Call.simulated, Call.agent_id == agent, Call.purpose == Purpose.LIVE)
        call_id = session.scalars(sa.select(Call.id).where(*mine).limit(1)).one()
        rubric_id = session.scalars(
            sa.select(Evaluation.rubric_version_id).where(Evaluation.call_id == call_id)
        ).first()
        session.add(CoachingClip(id="drawn", session_id="talk", place=1, call_id=call_id))
        session.add(CoachingTask(agent_id=agent, source=TaskSource.MOMENT, call_id=call_id, made_by=trainer))
        about = CoachingSession(id="about", agent_id=agent, trainer_id=trainer)
        about.clips = [CoachingClip(id="alone", place=0, call_id=call_id)]
        session.add(about)
        case = RegressionCase(call_id=call_id, rubric_version_id=rubric_id, question_id="verify", decided_by=trainer)
        session.add(case)
        session.add(Notice(person_id=agent, kind="coaching_shared", key="x", page="/my-coaching/about", facts={}))


def person_of(session: Session, mailbox: str) -> str:
    return session.scalars(sa.select(Person.id).where(Person.email.startswith(f"{mailbox}@"))).one()


def some_of(session: Session, count: int) -> list[Evaluation]:
    """Evaluations from all over the weeks, the same every time."""
    standing = sa.select(Evaluation.id).join(Call, Call.evaluation_id == Evaluation.id)
    ids = session.scalars(standing.order_by(Evaluation.id)).all()
    chosen = random.Random(5).sample(ids, count)
    query = sa.select(Evaluation).where(Evaluation.id.in_(chosen)).options(joinedload(Evaluation.call))
    return list(session.scalars(query.order_by(Evaluation.id)).unique())


def made_of_call(session: Session, call: Call) -> dict[str, Any]:
    """All that is repeated of the call."""
    tables = (FoundInCall, CallFact, AnswerFact, PromiseMade, MeasuredCall, OpportunityFact, ToneMoment)
    rows = {
        table.__tablename__: sorted(
            map(repr, session.execute(sa.select(table.__table__).where(table.__table__.c.call_id == call.id)))
        )
        for table in tables
    }
    return rows | {column.name: getattr(call, column.name) for column in Call.__table__.columns}


def content_of(database: Database) -> dict[str, tuple[int, str]]:
    """How many rows every table has, and a digest of them."""
    with database.read() as session:
        found = {}
        for table in Base.metadata.sorted_tables:
            rows = sorted(map(repr, session.execute(sa.select(table))))
            found[table.name] = (len(rows), sha256("\n".join(rows).encode()).hexdigest())
        words = session.scalar(sa.text("select count(*) from spoken_turns_said"))
    return found | {"spoken_turns_said": (words, "")}


class opening:  # noqa: N801 (read as a verb)
    """A copy of that database, and settings that name it."""

    def __init__(self, kept: Path, folder: Path) -> None:
        self.config = Settings(data=folder / "data")
        self.config.data.mkdir(parents=True)
        shutil.copy(kept, self.config.database.removeprefix("sqlite:///"))
        self.database = Database(self.config.database)

    def __enter__(self) -> tuple[Database, Settings]:
        return self.database, self.config

    def __exit__(self, *_error: object) -> None:
        self.database.dispose()


def share_of(session: Session, cohort: Cohort, question_id: str, first: int, last: int) -> float:
    """How often a cohort did it in live calls, from `first` to before `last` days after its workshop."""
    midnight = datetime.combine(cohort.day0, datetime.min.time(), UTC).timestamp()
    query = (
        sa.select(sa.func.avg(AnswerFact.share))
        .join(CallFact, CallFact.call_id == AnswerFact.call_id)
        .join(Call, Call.id == CallFact.call_id)
        .where(
            Call.agent_id.in_([member.person_id for member in cohort.members]),
            Call.purpose == Purpose.LIVE,
            AnswerFact.question_id == question_id,
            CallFact.began_s >= midnight + first * 86_400,
            CallFact.began_s < midnight + last * 86_400,
        )
    )
    return float(session.scalar(query) or 0.0)
