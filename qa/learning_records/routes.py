"""The web's door to the learning record store, for administrators."""

from typing import Annotated

import sqlalchemy as sa
from fastapi import APIRouter, Query
from sqlalchemy.orm import Session

from qa.learning_records import store as stores
from qa.learning_records.schemas import (
    LearningStatementOut,
    LearningStatementPage,
    RecordStoreIn,
    RecordStoreOut,
    RecordStorePause,
    RecordStoreStanding,
    StatementsAgain,
)
from qa.learning_records.sending import deed_of
from qa.learning_records.tables import LearningStatement, RecordStore, StatementState
from qa.people.tables import Person
from qa.platform.clock import now
from qa.platform.web import ManagesNotices, Reading, The, Writing

router = APIRouter(prefix="/learning-records", tags=["learning-records"])


@router.get("/store")
def get_record_store(session: Reading, asker: ManagesNotices) -> RecordStoreStanding:
    """The store that is told, and what waits for it."""
    return _standing(session, stores.get(session, asker))


@router.put("/store")
def name_record_store(wish: RecordStoreIn, unit: Writing, asker: ManagesNotices, parts: The) -> RecordStoreStanding:
    """Name the store that is told from now on, or change how."""
    return _standing(unit.session, stores.name(unit.session, asker, wish, stores.House.of(parts.settings)))


@router.put("/store/paused")
def pause_record_store(wish: RecordStorePause, unit: Writing, asker: ManagesNotices) -> RecordStoreStanding:
    """Send nothing for now, or send again."""
    return _standing(unit.session, stores.pause(unit.session, asker, paused=wish.paused))


@router.delete("/store", status_code=204)
def remove_record_store(unit: Writing, asker: ManagesNotices) -> None:
    """Tell no store any more."""
    stores.remove(unit.session, asker)


@router.post("/store/test", status_code=202)
def try_record_store(unit: Writing, asker: ManagesNotices) -> RecordStoreStanding:
    """Have a statement sent that says only that somebody tried the connection."""
    stores.try_out(unit.session, asker)
    return _standing(unit.session, stores.get(unit.session, asker))


@router.get("/statements")
def list_learning_statements(
    session: Reading,
    asker: ManagesNotices,
    *,
    state: StatementState | None = None,
    cursor: Annotated[str | None, Query(max_length=16)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> LearningStatementPage:
    """What was told, and how it went."""
    rows = stores.page(session, asker, state, cursor, limit)
    shown = rows[:limit]
    named = sa.select(Person.id, Person.name).where(Person.id.in_({row.person_id for row in shown}))
    names = {row[0]: row[1] for row in session.execute(named)}
    return LearningStatementPage(
        items=[_out(row, names) for row in shown], next_cursor=shown[-1].id if len(rows) > limit else None
    )


@router.post("/statements/again", status_code=202)
def send_learning_statements_again(unit: Writing, asker: ManagesNotices) -> StatementsAgain:
    """Send everything again that the store refused."""
    return StatementsAgain(statements=stores.send_again(unit.session, asker))


def _standing(session: Session, store: RecordStore | None) -> RecordStoreStanding:
    if store is None:
        return RecordStoreStanding(store=None)
    told = {name: getattr(store, name) for name in RecordStoreOut.model_fields if hasattr(store, name)}
    counted = {state.value: count for state, count in stores.counts(session).items()}
    rests = store.rests_until if store.rests_until and store.rests_until > now() and not store.paused else None
    return RecordStoreStanding(store=RecordStoreOut.model_validate(told | counted | {"next_at": rests}))


def _out(row: LearningStatement, names: dict[str, str]) -> LearningStatementOut:
    deed = deed_of(row)
    told = {
        name: getattr(row, name) for name in ("id", "uuid", "happened_at", "state", "attempts", "status", "tried_at")
    }
    facts = {"verb": deed.verb, "thing": deed.thing.kind, "scaled": deed.result.scaled, "success": deed.result.success}
    return LearningStatementOut.model_validate(told | facts | {"person_name": names.get(row.person_id, "")})
