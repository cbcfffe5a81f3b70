"""The web's door to what a person was told, and to what they wish to be told."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy.orm import Session

from qa.notices import choices, service
from qa.notices.kinds import ALERTS, Kind
from qa.notices.schemas import BellOut, ChoiceIn, ChoiceOut, HouseChoiceIn, LineOut, NoticeOut, NoticePage, ReadIn
from qa.notices.tables import Notice
from qa.notices.webhooks import routes as webhooks
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.platform.web import Asking, ManagesNotices, Reading, Writing

router = APIRouter(tags=["notices"])
router.include_router(webhooks.router)


@router.get("/notices/bell")
def get_bell(session: Reading, asker: Asking) -> BellOut:
    """What one has not looked at; asked often, so it is short."""
    return _bell(session, asker)


@router.get("/notices")
def list_notices(
    session: Reading,
    asker: Asking,
    *,
    unread: bool = False,
    cursor: Annotated[str | None, Query(max_length=16)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 40,
) -> NoticePage:
    """All that one was told, the newest first."""
    rows = service.page(session, asker, cursor, limit, unread_only=unread)
    shown = rows[:limit]
    return NoticePage(items=_notices(session, asker, shown), next_cursor=shown[-1].id if len(rows) > limit else None)


@router.post("/notices/read")
def read_notices(wish: ReadIn, unit: Writing, asker: Asking) -> BellOut:
    """Note what one has looked at."""
    service.read(unit.session, asker, service.Looked(wish.ids, wish.through, wish.kind))
    return _bell(unit.session, asker)


@router.get("/notices/choices")
def list_notice_choices(session: Reading, asker: Asking) -> list[ChoiceOut]:
    """What one could be told of, and is."""
    return _choices(session, asker)


@router.put("/notices/choices/{kind}")
def choose_notice(kind: Kind, wish: ChoiceIn, unit: Writing, asker: Asking) -> list[ChoiceOut]:
    """Choose for oneself."""
    choices.choose(unit.session, asker, kind, wish.told)
    unit.session.flush()
    return _choices(unit.session, asker)


@router.put("/notices/house/{kind}")
def choose_notice_for_all(kind: Kind, wish: HouseChoiceIn, unit: Writing, asker: ManagesNotices) -> list[ChoiceOut]:
    """Choose for everybody who does not choose for themselves."""
    choices.choose_for_all(unit.session, asker, kind, told=wish.told)
    unit.session.flush()
    return _choices(unit.session, asker)


def _choices(session: Session, asker: Principal) -> list[ChoiceOut]:
    return [ChoiceOut(**asdict(one), alert=one.kind in ALERTS) for one in choices.of_person(session, asker)]


def _bell(session: Session, asker: Principal) -> BellOut:
    lines = service.lines(session, asker)
    told = _notices(session, asker, [line.newest for line in lines])
    shown = [LineOut(newest=out, count=line.count) for out, line in zip(told, lines, strict=True)]
    return BellOut(unread=service.unread(session, asker), lines=shown)


def _notices(session: Session, asker: Principal, rows: Sequence[Notice]) -> list[NoticeOut]:
    names = service.names(session, rows)
    return [_out(row, names, asker) for row in rows]


def _out(row: Notice, names: dict[str, str], asker: Principal) -> NoticeOut:
    told = {name: getattr(row, name) for name in NoticeOut.model_fields if hasattr(row, name)}
    who = {"by_name": names.get(row.facts.get("by", "")), "agent_name": names.get(row.facts.get("agent", ""))}
    return NoticeOut(**told | who | {"page": row.page or _usual_page(row, asker)})


def _usual_page(row: Notice, asker: Principal) -> str | None:
    """The agent's feedback, or the call at its moment."""
    if not asker.may(Right.SEE_ALL_CALLS):
        return f"feedback/{row.evaluation_id}" if row.evaluation_id else None
    moment = f"?t={row.at_ms}" if row.at_ms is not None else ""
    return f"calls/{row.call_id}{moment}" if row.call_id else None
