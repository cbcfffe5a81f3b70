"""Calls that were really heard and indexed, for whoever searches in them."""

from collections.abc import Iterator
from typing import Any

import pytest

from qa.calls import revisions
from qa.calls.tables import Call, TranscriptRevision
from qa.calls.transcripts import to_body
from qa.pipeline.conduct import measure
from qa.pipeline.model import Speaker
from qa.platform.clock import now
from qa.search import index
from tests.integration.databases import *  # noqa: F403 (fixtures: both databases)
from tests.integration.scored import System, spoken, tone
from tests.integration.web import Browser

Said = tuple[tuple[Speaker, str], ...]

CANCEL: Said = (
    ("agent", "שלום מדברת דנה במה אפשר לעזור"),
    ("customer", "אני רוצה לבטל את העסקה כי הגיע לי הביטול בטעות"),
    ("agent", "אני מעבירה את הבקשה לביטול העסקה ותוך יומיים יגיע אישור"),
    ("customer", "תודה רבה"),
)
ENGLISH: Said = (("agent", "thank you for calling"), ("customer", "you charged my card twice I want a refund"))


@pytest.fixture
def heard(system: System) -> Iterator[Any]:
    """Takes a call in and lets these turns be heard in it; returns its id."""
    index.keep_current()
    made = 0

    def hear(said: Said, agent_id: str | None = None, *, shared: bool = False, **values: Any) -> str:
        nonlocal made
        made += 1
        call_id = system.take_in(tone(seconds=0.2, hertz=200 + made))
        with system.database.write() as unit:
            call = unit.session.get_one(Call, call_id)
            call.agent_id, call.shared_at = agent_id, now() if shared else None
            for name, value in values.items():
                setattr(call, name, value)
            add(unit.session, call, said)
        return call_id

    return hear


def add(session: Any, call: Call, said: Said) -> TranscriptRevision:
    transcript = spoken(said)
    call.duration_ms = transcript.duration_ms
    return revisions.add_heard(session, call, transcript, to_body(transcript, measure(transcript, 3000)))


def found(page: Browser, q: str | None = None, **wish: Any) -> list[dict[str, Any]]:
    answer = page.get("/api/search", params={**({"q": q} if q else {}), **wish})
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def ids_of(items: list[dict[str, Any]]) -> list[str]:
    return [item["id"] for item in items]


def marked(hit: dict[str, Any]) -> list[str]:
    return [part["text"] for part in hit["snippet"] if part["marked"]]
