"""The real worker, `celery -A tests.faults.support_worker worker`, with two things put in from outside:

- points at which a recording's name may order the worker's death (see `support_sabotage`);
- FAKE ears. They hear the same words in every sound, at once, and add which process heard them. What is tested with
  them is what the ledger, the queue and the database make of deaths; real ears are in the tests of the whole way.

Also, the first repetition of a bell comes after two seconds here instead of half a minute.
"""

import os
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import wraps
from typing import Any

import sqlalchemy as sa

import qa.worker
from qa.calls.hearing import Hearing
from qa.calls.service import HEAR
from qa.calls.tables import Call
from qa.engines.interfaces import (
    ChannelSegments,
    Conversation,
    EngineRevision,
    Engines,
    Progress,
    Samples,
    Segment,
    Word,
)
from qa.engines.media import decode
from qa.evaluation import marks, scoring_job
from qa.platform.jobs import Claim, Ledger, ledger, tables
from qa.platform.jobs.runner import Runner
from qa.platform.spans import Span
from tests.faults.support_sabotage import Plan, carry_out
from tests.integration.scored import SAID

celery = qa.worker.celery

#: The jobs that this process has in hand: what was ordered for the recording of each, and its kind.
_doing: list[tuple[Plan | None, str]] = []


def reach(point: str) -> None:
    """Here something may be ordered, for any of the jobs in hand: what befalls one befalls them all."""
    for plan, _ in _doing:
        carry_out(plan, point)


class FakeEars:
    """Hears the same words in every sound, and who heard them."""

    revision = EngineRevision("fake ears", "nothing", "0" * 12, "none")

    def detect(self, samples: Samples) -> tuple[Span, ...]:
        return (Span(0, len(samples) // 16),)

    def recognise(self, calls: Sequence[Conversation], progress: Progress) -> tuple[ChannelSegments, ...]:
        progress(0.5)
        reach("transcribe")
        return tuple(tuple(_said_in(spans) for spans in call.speech) for call in calls)


def _said_in(speech: Sequence[Span]) -> tuple[Segment, ...]:
    words = [*SAID[0][1].split(), "process", str(os.getpid())]
    step = max(1, speech[0].length // len(words))
    spans = [Span(speech[0].start + n * step, speech[0].start + (n + 1) * step) for n in range(len(words))]
    heard = tuple(Word(word, span, 0.9) for word, span in zip(words, spans, strict=True))
    return (Segment(heard, "he"),)


def _reaching(point: str, *, before: bool = False) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def wrapped(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def reaches(*args: Any, **named: Any) -> Any:
            if before:
                reach(point)
            result = function(*args, **named)
            if not before:
                reach(point)
            return result

        return reaches

    return wrapped


def _claiming(claim_job: Callable[..., Claim | None]) -> Callable[..., Claim | None]:
    @wraps(claim_job)
    def claims(self: Ledger, which: Any, worker: str) -> Claim | None:
        claim = claim_job(self, which, worker)
        if claim is not None:
            with self._database.read() as session:
                name = session.scalar(sa.select(Call.file_name).where(Call.id == claim.subject))
            _doing.append((Plan.of(name or ""), claim.kind))
            if claim.kind == HEAR:
                reach("claimed")
        return claim

    return claims


def _told_where(run: Callable[..., bool]) -> Callable[..., bool]:
    @wraps(run)
    def runs(self: Runner, job_id: str) -> bool:
        _doing.clear()
        done = run(self, job_id)
        # Committed both times; after the second the broker alone does not know it yet.
        reach("transcript_committed" if any(kind == HEAR for _, kind in _doing) else "unacknowledged")
        return done

    return runs


qa.worker.engines = lambda: Engines(FakeEars(), FakeEars())  # type: ignore[assignment]
tables.FIRST_RING = ledger.FIRST_RING = timedelta(seconds=2)  # type: ignore[misc]
Ledger._claim = _claiming(Ledger._claim)  # type: ignore[method-assign]
Runner.run = _told_where(Runner.run)  # type: ignore[method-assign]
decode._listen = _reaching("decode", before=True)(decode._listen)
Hearing._keep_transcript = _reaching("keep", before=True)(Hearing._keep_transcript)  # type: ignore[method-assign]
scoring_job.suggest = _reaching("suggested")(scoring_job.suggest)
marks.refresh = _reaching("score_write")(marks.refresh)
