"""The real web, `uvicorn --factory tests.faults.support_web:create_app`, with points where uploads may order its death.

How, says `support_sabotage`. The first repetition of a bell comes after two seconds here.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from fastapi import FastAPI
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import qa.app
from qa.calls.reception import Reception
from qa.platform import audit
from qa.platform.jobs import ledger, tables
from qa.platform.jobs.bell import CeleryBell
from qa.platform.storage import Storage
from tests.faults.support_sabotage import Plan, carry_out

_receiving: Plan | None = None


def reach(point: str) -> None:
    """Here something may be ordered."""
    carry_out(_receiving, point)


def _reaching(
    before: str | None, function: Callable[..., Any], after: str | None, *, of: Callable[..., bool] = lambda *_: True
) -> Callable[..., Any]:
    @wraps(function)
    def reaches(*args: Any, **named: Any) -> Any:
        if before and of(*args):
            reach(before)
        result = function(*args, **named)
        if after and of(*args):
            reach(after)
        return result

    return reaches


def _receives(hand_over: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(hand_over)
    def receives(self: Reception, first: Any, second: Any, name: str, facts: Any) -> Any:
        global _receiving  # noqa: PLW0603 (the tests send one recording at a time)
        _receiving = Plan.of(name)
        reach("bytes_received")
        return hand_over(self, first, second, name, facts)

    return receives


class _AfterTheAnswer:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sends(message: Message) -> None:
            await send(message)
            if message["type"] == "http.response.body" and not message.get("more_body") and scope["method"] == "POST":
                reach("answered")

        await self._app(scope, receive, sends if scope["type"] == "http" else send)


def create_app() -> FastAPI:
    """The real application."""
    app = qa.app.create_app()
    app.add_middleware(_AfterTheAnswer)
    return app


tables.FIRST_RING = ledger.FIRST_RING = timedelta(seconds=2)  # type: ignore[misc]
Reception.hand_over = _receives(Reception.hand_over)  # type: ignore[method-assign]
Storage.put = _reaching("write_recording", Storage.put, "recording_written")  # type: ignore[method-assign]
audit.record = _reaching(None, audit.record, "row_inserted", of=lambda _s, _p, deed, *_: deed == "call_received")
CeleryBell.ring = _reaching("committed", CeleryBell.ring, "published")  # type: ignore[method-assign]
