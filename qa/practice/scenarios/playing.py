"""An agent practises: line after line is answered, and in the end the recordings become one call.

That call is heard, examined and scored like any other, by the same engines and the same rubric. Its purpose keeps it
out of all that is said of live calls, and what was made of it is shown to its agent at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import numpy as np
import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls.reception import reception
from qa.calls.recording import Recordings
from qa.calls.schemas import CallFacts
from qa.calls.script import WrittenLine, to_script
from qa.calls.service import CallDesk, Ring
from qa.calls.tables import Call, Purpose
from qa.engines.interfaces import Samples
from qa.engines.media import Limits
from qa.pipeline import audio
from qa.pipeline.audio import RecordingFile
from qa.platform import audit
from qa.platform.clock import now
from qa.platform.database import Database, UnitOfWork
from qa.platform.errors import Conflict, NotFound, Refused
from qa.platform.scratch import scratch_folder
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.practice.scenarios import clips, service
from qa.practice.scenarios.assembly import Exchange, assemble, write
from qa.practice.scenarios.schemas import PracticeAttemptState
from qa.practice.scenarios.story import MOST_STEPS, Next, Story, StoryStep, follow, takes
from qa.practice.scenarios.tables import PracticeSound, Scenario, ScenarioAttempt, ScenarioVersion
from qa.practice.wall import seen_by
from qa.programmes import dues

#: Nobody answers one line for longer.
LONGEST_ANSWER_MS = 120_000
_LIMITS = Limits(max_bytes=clips.MOST_BYTES, max_duration_ms=LONGEST_ANSWER_MS, wall_s=60.0, cpu_s=60)
_LOUDEST = 32_767
#: The agent is on the first channel of the call, the customer on the second.
_CUSTOMER = 1
#: The name under which programmes ask for whole calls practised.
DUE = "practice"


class OutOfTurn(Conflict):
    """The answer is not to the line that waits for one."""

    code = "out_of_turn"

    def __init__(self, step: int, expected: int) -> None:
        self.step, self.expected = step, expected
        super().__init__(f"this is answer {step + 1}, and answer {expected + 1} is what comes now")


class NoSuchWay(Refused):
    """The call does not go on like this."""

    code = "no_such_way"

    def __init__(self, line: str | None, way: int | None) -> None:
        self.line, self.way = line, way
        super().__init__(f"from line {line!r} there is no way {way}; one is chosen where there are several")


class NothingPractised(Conflict):
    """Nobody said anything yet."""

    code = "nothing_practised"

    def __init__(self, attempt: ScenarioAttempt) -> None:
        self.attempt = attempt
        super().__init__("record at least one answer before finishing the call")


class AttemptOver(Conflict):
    """The attempt became a call already."""

    code = "attempt_over"

    def __init__(self, attempt: ScenarioAttempt) -> None:
        self.attempt = attempt
        super().__init__("this practice call is finished; begin another one")


@dataclass(frozen=True, slots=True)
class Listed:
    """Which attempts a list shows; None means all that may be seen."""

    person_id: str | None = None
    scenario_id: str | None = None
    cursor: str | None = None
    limit: int = 20


@dataclass(frozen=True, slots=True)
class Reply:
    """The agent's answer: which it is, counted from 0, the way that it took, and its sound."""

    step: int
    way: int | None
    sound: BinaryIO


def start(session: Session, asker: Principal, scenario_id: str) -> ScenarioAttempt:
    """Begin to practise with the newest version. Raises NotFound."""
    asker.require(Right.OWN_FEEDBACK)
    scenario = service.get(session, asker, scenario_id)
    attempt = ScenarioAttempt(version_id=scenario.newest.id, person_id=asker.person_id, steps=[])
    session.add(attempt)
    session.flush()
    session.add(PracticeSound(attempt_id=attempt.id))
    audit.record(session, asker.person_id, "practice_begun", attempt.id, scenario=scenario.id)
    return attempt


def page(session: Session, asker: Principal, listed: Listed) -> Sequence[ScenarioAttempt]:
    """Attempts, the newest first, from behind the cursor; one more than the limit."""
    query = _seen(asker).order_by(ScenarioAttempt.id.desc()).limit(listed.limit + 1)
    if listed.person_id:
        query = query.where(ScenarioAttempt.person_id == listed.person_id)
    if listed.scenario_id:
        query = query.where(ScenarioVersion.scenario_id == listed.scenario_id)
    if listed.cursor:
        query = query.where(ScenarioAttempt.id < listed.cursor)
    return session.scalars(query).unique().all()


def get(session: Session, asker: Principal, attempt_id: str) -> ScenarioAttempt:
    """One that is there for this person. Raises NotFound."""
    return _found(session, _seen(asker), attempt_id)


def story_of(attempt: ScenarioAttempt) -> Story:
    """The story that is practised."""
    return service.story_of(attempt.version)


def steps_of(attempt: ScenarioAttempt) -> list[StoryStep]:
    """What happened until now."""
    return [StoryStep.model_validate(step) for step in attempt.steps]


def expected(attempt: ScenarioAttempt) -> Next:
    """What comes next."""
    return follow(story_of(attempt), steps_of(attempt))


def give_up(unit: UnitOfWork, asker: Principal, attempt_id: str, recordings: Recordings) -> None:
    """Throw an attempt away that is not finished, with all that was recorded. Raises NotFound, AttemptOver."""
    attempt = _own(unit.session, asker, attempt_id, lock=True)
    if attempt.finished_at is not None:
        raise AttemptOver(attempt)
    keys = [reply_key(attempt.id, step) for step in range(len(attempt.steps))]
    unit.session.delete(attempt)
    audit.record(unit.session, asker.person_id, "practice_given_up", attempt.id)
    unit.after_commit(lambda: _forget(recordings, keys))


def count_dues() -> None:
    """From now on programmes may ask for whole calls practised."""
    dues.provide(DUE, practised, waiting)


def practised(session: Session, people: Sequence[str], start: datetime, end: datetime) -> Mapping[str, int]:
    """How many calls each of them practised to the end from `start` to before `end`."""
    within = (ScenarioAttempt.finished_at >= start, ScenarioAttempt.finished_at < end)
    query = sa.select(ScenarioAttempt.person_id, sa.func.count()).where(ScenarioAttempt.person_id.in_(people), *within)
    return {row[0]: row[1] for row in session.execute(query.group_by(ScenarioAttempt.person_id))}


def waiting(session: Session, people: Sequence[str]) -> Mapping[str, int]:
    """Nobody owes practice where nothing is offered; what is offered can be practised as often as wanted."""
    offered = sa.select(Scenario.id).where(Scenario.offered_at.is_not(None), Scenario.withdrawn_at.is_(None))
    return dict.fromkeys(people, MOST_STEPS) if session.scalar(offered.limit(1)) else {}


@dataclass(frozen=True, slots=True)
class PracticeDesk:
    """Takes answers in, and makes calls of them."""

    database: Database
    recordings: Recordings
    ring: Ring

    def reply(self, asker: Principal, attempt_id: str, reply: Reply) -> None:
        """Keep one answer. Raises NotFound, AttemptOver, OutOfTurn, NoSuchWay, or a typed refusal of the recording."""
        with self.database.read() as session:
            _check(_own(session, asker, attempt_id), reply)
        key = reply_key(attempt_id, reply.step)
        with reception(self.recordings.scratch) as desk:
            file = desk.receive(reply.sound, max_bytes=_LIMITS.max_bytes)
            # What cannot be heard is refused while its sender is still there; it is decoded only this once.
            plain = file.with_suffix(".pcm")
            (_samples(file) * _LOUDEST).astype("<i2").tofile(plain)
            # What two requests sent for one step, lies there as the later one left it: both are the agent's own.
            self.recordings.storage.put(key, plain)
        with self.database.write() as unit:
            attempt = _own(unit.session, asker, attempt_id, lock=True)
            line = _check(attempt, reply)
            attempt.steps = [*attempt.steps, StoryStep(line=line, way=reply.way).model_dump()]

    def finish(self, asker: Principal, attempt_id: str) -> None:
        """Make one call of what was recorded, also where the story was not played to its end. Doing it twice is once.

        Raises NotFound, NothingPractised.
        """
        with self.database.read() as session:
            attempt = _own(session, asker, attempt_id)
            if attempt.finished_at is not None:
                return
            if not attempt.steps:
                raise NothingPractised(attempt)
            story = story_of(attempt)
        with scratch_folder(self.recordings.scratch, "practice-") as folder:
            call, file = assemble(self._exchanges(attempt, story, folder)), folder / "call.wav"
            write(call, file, attempt.id)
            self._take_in(asker, attempt, story, (file, call.lines))
        _forget(self.recordings, [reply_key(attempt.id, step) for step in range(len(attempt.steps))])

    def _take_in(
        self, asker: Principal, attempt: ScenarioAttempt, story: Story, made_of: tuple[Path, Sequence[WrittenLine]]
    ) -> None:
        file, lines = made_of
        facts = CallFacts(language=story.language, channels=["agent", "customer"], started_at=attempt.started_at)
        script = to_script(_CUSTOMER, story.language, lines)

        def practice(session: Session, made: Call) -> None:
            own = session.get_one(ScenarioAttempt, attempt.id, with_for_update={"of": ScenarioAttempt})
            made.purpose, made.script = Purpose.PRACTICE, script
            own.finished_at, own.call_id = now(), made.id
            audit.record(session, asker.person_id, "practice_finished", own.id, call=made.id)

        takes_in = CallDesk(self.database, self.recordings.storage, self.ring)
        with reception(self.recordings.scratch) as desk, file.open("rb") as whole:
            received = desk.receive(whole, max_bytes=file.stat().st_size)
            incoming = desk.hand_over(received, None, f"{story.title}.wav", facts)
            takes_in.take_in(incoming, asker.person_id, agent_id=asker.person_id, also=practice)

    def _exchanges(self, attempt: ScenarioAttempt, story: Story, folder: Path) -> list[Exchange]:
        exchanges = []
        for number, step in enumerate(steps_of(attempt)):
            line = story.line(step.line) if step.line is not None else None
            kept = folder / f"answer-{number}"
            self.recordings.storage.get(reply_key(attempt.id, number), kept)
            spoken = clips.samples_of(self.recordings, folder, line.clip_id) if line and line.clip_id else None
            answer = (np.fromfile(kept, "<i2") / _LOUDEST).astype(np.float32)
            exchanges.append(Exchange(line.text if line else "", spoken, answer))
        return exchanges


def reply_key(attempt_id: str, step: int) -> str:
    """Where an answer lies until the call is finished: 16-bit samples at 16 kHz."""
    return f"practice/attempts/{attempt_id}/{step}"


def state_of(attempt: ScenarioAttempt, call_state: str | None) -> PracticeAttemptState:
    """Where it stands. `call_state`: that of its call, as calls tell it."""
    if attempt.finished_at is None:
        return "open"
    if attempt.call is None:
        return "gone"
    if call_state == "failed":
        return "failed"
    return "scored" if call_state == "ready" and attempt.call.evaluation_id else "processing"


def _samples(file: Path) -> Samples:
    decoded = audio.decode(RecordingFile(file), _LIMITS, file.parent)
    return audio.alone(decoded, "agent").channels[0].samples


def _check(attempt: ScenarioAttempt, reply: Reply) -> str | None:
    """The line that this answers. Raises AttemptOver, OutOfTurn, NoSuchWay."""
    if attempt.finished_at is not None:
        raise AttemptOver(attempt)
    comes = expected(attempt)
    if comes.ended or reply.step != len(attempt.steps):
        raise OutOfTurn(reply.step, len(attempt.steps))
    if not takes(story_of(attempt), comes.line, reply.way):
        raise NoSuchWay(comes.line, reply.way)
    return comes.line


def _seen(asker: Principal) -> sa.Select[ScenarioAttempt]:
    query = sa.select(ScenarioAttempt).join(ScenarioVersion, ScenarioVersion.id == ScenarioAttempt.version_id)
    return query.where(seen_by(asker, ScenarioAttempt.person_id))


def _own(session: Session, asker: Principal, attempt_id: str, *, lock: bool = False) -> ScenarioAttempt:
    asker.require(Right.OWN_FEEDBACK)
    query = sa.select(ScenarioAttempt).where(ScenarioAttempt.person_id == asker.person_id)
    return _found(session, query.with_for_update(of=ScenarioAttempt) if lock else query, attempt_id)


def _found(session: Session, query: sa.Select[ScenarioAttempt], attempt_id: str) -> ScenarioAttempt:
    found = session.scalars(query.where(ScenarioAttempt.id == attempt_id)).unique().one_or_none()
    if found is None:
        raise NotFound("attempt", attempt_id)
    return found


def _forget(recordings: Recordings, keys: Sequence[str]) -> None:
    for key in keys:
        recordings.storage.delete(key)
