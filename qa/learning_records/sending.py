"""Takes statements to the store, many at a time. One sender holds the store's lease; the others leave it alone.

At least once: a statement that may or may not have arrived is sent again under the same id, and a store that has it
already says so (409), which is as good. A store takes a batch whole or not at all; when it refuses one for what it
says, its statements are sent one by one, so that one of them holds up no other.
"""

import base64
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from qa.learning_records import statements
from qa.learning_records.statements import Deed, Result, Thing, ThingKind, Verb
from qa.learning_records.tables import THE_ONE, LearningStatement, RecordStore, StatementState
from qa.notices.kinds import Audience, Kind
from qa.notices.service import About, tell
from qa.notices.webhooks.outward import Outward, Unsent
from qa.people.tables import Person
from qa.platform.clock import now
from qa.platform.database import Database
from qa.platform.security.sealing import SealBroken, Vault

_log = structlog.get_logger()

#: What the store's secret is sealed for.
OWNER = "learning_record_store"
BATCH = 50
#: Longer than all attempts of one turn can take.
LEASE = timedelta(minutes=20)
#: A store that failed this long, every time, is not asked any more.
PATIENCE = timedelta(days=3)
_LONGEST_REST = timedelta(minutes=30)
_CONFLICT = 409
#: What a store answers when it will not have a statement, however often it is sent.
_REFUSALS = frozenset({400, 413, 422})


@dataclass(frozen=True, slots=True)
class Turn:
    """The right to send, and all that is needed for it."""

    fence: int
    url: str
    headers: Mapping[str, str]
    batch: Sequence[tuple[str, Mapping[str, Any]]]  # our id of each statement, and what it says


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an attempt: a status in HTTP, or a problem with none."""

    status: int | None
    problem: str | None = None

    @property
    def stored(self) -> bool:
        """Whether the store has what was sent."""
        return self.status is not None and 200 <= self.status < 300


@dataclass(frozen=True, slots=True)
class Messenger:
    """Sends what waits."""

    database: Database
    outward: Outward
    vault: Vault

    def round(self) -> int:
        """Send all that waits. Returns how many statements the store has now that it had not."""
        stored = 0
        while (turn := self._claim()) is not None:
            taken, answers = self._send(turn)
            stored += taken
            if not self._note(turn, answers):
                break
        return stored

    def _claim(self) -> Turn | None:
        if not anything_due(self.database):
            return None
        with self.database.write() as unit:
            store = unit.session.scalar(_open(now()).with_for_update(skip_locked=True))
            rows = unit.session.scalars(_waiting()).all() if store is not None else ()
            if store is None or not rows:
                return None
            store.fence += 1
            store.lease_until = now() + LEASE
            try:
                headers = headers_for(store.user_name, self.vault.open(OWNER, store.secret))
            except SealBroken:
                _rest(unit.session, store, Answer(None, "sealed"))
                return None
            unit.session.flush()
            return Turn(store.fence, statements_url(store.url), headers, _bodies(unit.session, store, rows))

    def _send(self, turn: Turn) -> tuple[int, dict[str, Answer]]:
        """How many are stored, and the answer about each that was sent."""
        whole = self._post(turn, [body for _, body in turn.batch])
        if len(turn.batch) == 1 or (whole.status != _CONFLICT and whole.status not in _REFUSALS):
            answers = {row_id: whole for row_id, _ in turn.batch}
        else:
            answers = {}
            for row_id, body in turn.batch:
                answers[row_id] = self._post(turn, [body])
                if _to_be_tried_again(answers[row_id]):
                    break
        return sum(answer.stored for answer in answers.values()), answers

    def _post(self, turn: Turn, bodies: Sequence[Mapping[str, Any]]) -> Answer:
        said = json.dumps(bodies, ensure_ascii=False, separators=(",", ":")).encode()
        try:
            return Answer(self.outward.post(turn.url, turn.headers, said))
        except Unsent as error:
            return Answer(None, error.problem)

    def _note(self, turn: Turn, answers: Mapping[str, Answer]) -> bool:
        """Write down how it went, unless the lease was lost meanwhile. Returns whether to go on."""
        with self.database.write() as unit:
            held = sa.select(RecordStore).where(RecordStore.id == THE_ONE, RecordStore.fence == turn.fence)
            store = unit.session.scalar(held)
            if store is None:
                return False
            store.lease_until = None
            for row in unit.session.scalars(sa.select(LearningStatement).where(LearningStatement.id.in_(answers))):
                _noted(row, answers[row.id])
            failed = next((answer for answer in answers.values() if _to_be_tried_again(answer)), None)
            if failed is not None:
                _log.warning("learning_records_missed", status=failed.status, problem=failed.problem)
                _rest(unit.session, store, failed)
                return False
            store.failures, store.failing_since, store.rests_until = 0, None, None
            store.status, store.problem, store.sent_at = next(iter(answers.values())).status, None, now()
            _log.info("learning_records_sent", count=len(answers))
            return True


def headers_for(user_name: str, secret: str) -> dict[str, str]:
    """The headers of every message to a store."""
    token = base64.b64encode(f"{user_name}:{secret}".encode()).decode()
    return {
        "Authorization": f"Basic {token}",
        "Content-Type": "application/json; charset=utf-8",
        "X-Experience-API-Version": statements.VERSION,
        "User-Agent": "Mashov-Learning-Records/1",
    }


def statements_url(url: str) -> str:
    """Where a store takes statements: its address with `statements` at the end, however it was typed."""
    trimmed = url.rstrip("/")
    return trimmed if trimmed.endswith("/statements") else f"{trimmed}/statements"


def anything_due(database: Database) -> bool:
    """Whether there is something to send, and somebody who may be asked to take it."""
    with database.read() as session:
        due = _open(now()).where(sa.exists().where(LearningStatement.state == StatementState.WAITING))
        return session.scalar(due.with_only_columns(RecordStore.id)) is not None


def _open(moment: datetime) -> sa.Select[RecordStore]:
    """The store, if it may be sent to and nobody is at it."""
    rested = sa.or_(RecordStore.rests_until.is_(None), RecordStore.rests_until <= moment)
    free = sa.or_(RecordStore.lease_until.is_(None), RecordStore.lease_until < moment)
    return sa.select(RecordStore).where(RecordStore.id == THE_ONE, RecordStore.paused.is_(False), rested, free)


def _waiting() -> sa.Select[LearningStatement]:
    waiting = sa.select(LearningStatement).where(LearningStatement.state == StatementState.WAITING)
    return waiting.order_by(LearningStatement.id).limit(BATCH)


def _bodies(
    session: Session, store: RecordStore, rows: Sequence[LearningStatement]
) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    deeds = [(row, deed_of(row)) for row in rows]
    meant = {row.person_id for row in rows} | {deed.thing.instructor_id for _, deed in deeds}
    emails: dict[str, str] = {}
    if store.by_email:
        query = sa.select(Person.id, Person.email).where(Person.id.in_(meant - {None}))
        emails = {row[0]: row[1] for row in session.execute(query)}

    def who(person_id: str) -> dict[str, Any]:
        email = emails.get(person_id)
        return statements.mailbox(email) if email else statements.account(store.home, person_id)

    return tuple(
        (
            row.id,
            statements.statement(
                deed,
                store.home,
                who(row.person_id),
                who(deed.thing.instructor_id) if deed.thing.instructor_id else None,
            ),
        )
        for row, deed in deeds
    )


def deed_of(row: LearningStatement) -> Deed:
    """What the row tells."""
    thing = Thing(**row.thing | {"kind": ThingKind(row.thing["kind"])})
    return Deed(row.uuid, Verb(row.verb), thing, Result(**row.result), row.happened_at)


def _to_be_tried_again(answer: Answer) -> bool:
    """Whether the trouble lies with the store or the way there, not with the statement."""
    return not answer.stored and answer.status != _CONFLICT and answer.status not in _REFUSALS


def _noted(row: LearningStatement, answer: Answer) -> None:
    row.attempts += 1
    row.status, row.tried_at = answer.status, now()
    if answer.stored or answer.status == _CONFLICT:
        row.state = StatementState.STORED
    elif answer.status in _REFUSALS:
        row.state = StatementState.REFUSED


def _rest(session: Session, store: RecordStore, answer: Answer) -> None:
    """Leave the store alone for a while, longer each time; after days of it for good, and tell the administrators."""
    moment = now()
    store.lease_until = None
    store.status, store.problem = answer.status, answer.problem or "status"
    store.failures += 1
    store.failing_since = store.failing_since or moment
    wait = min(_LONGEST_REST, timedelta(seconds=5) * 2 ** min(store.failures, 10))
    # A fifth more or less, so that what failed together does not come back together.
    store.rests_until = moment + wait * random.uniform(0.8, 1.2)  # noqa: S311 (no secret)
    if moment - store.failing_since > PATIENCE:
        store.paused, store.paused_because = True, "failing"
        about = About(page=("notices", "learning-records"), occasion=f"learning.{moment:%Y%m%d%H%M%S}")
        tell(session, Kind.ENDPOINT_DISABLED, Audience.ADMINISTRATORS, about, because="failing")
