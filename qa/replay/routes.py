"""The web's door to replays: is the draft sound, and what would it change."""

import threading
from collections.abc import Iterator

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from qa.platform.errors import QaError, TooMany
from qa.platform.web import ManagesRubrics, Reading, The
from qa.replay import check
from qa.replay.calls import Wanted
from qa.replay.draft import read_draft
from qa.replay.report import Progress, Replay
from qa.replay.schemas import DraftCheck, ReplayIn, ReplayProblem, ReplayStep
from qa.replay.service import Replaying
from qa.rubric.schemas import DraftIn

router = APIRouter(tags=["rubric"])

#: Replays keep a processor busy for seconds; a web process does one at a time, so that everybody else is served.
_one_at_a_time = threading.Semaphore(1)
_TRY_AGAIN_S = 30


class Lines(StreamingResponse):
    """JSON, one object a line, each sent when it is known."""

    media_type = "application/x-ndjson"


@router.post("/rubrics/check")
def check_draft(wish: DraftIn, session: Reading, asker: ManagesRubrics) -> DraftCheck:
    """What is wrong with a draft, and whether it could be published. Nothing is kept."""
    return check.check(session, asker, read_draft(wish.source))


@router.post("/rubrics/replay", response_class=Lines, responses={200: {"model": ReplayStep}})
def replay_draft(wish: ReplayIn, asker: ManagesRubrics, parts: The) -> Lines:
    """Try a draft on calls that were heard already: lines of progress, then the report. Nothing is kept."""
    replaying = Replaying(parts.database, asker)
    steps = replaying.run(read_draft(wish.source), Wanted(wish.call_ids, wish.last))
    first = next(steps)  # what is refused is refused here, before the answer begins
    return Lines(f"{step.model_dump_json()}\n" for step in _told(first, steps))


def _told(first: Progress | Replay, steps: Iterator[Progress | Replay]) -> Iterator[ReplayStep]:
    """The steps as lines; a known error in the middle becomes the last line."""
    try:
        yield _step(first)
        if not _one_at_a_time.acquire(blocking=False):
            raise TooMany("replays at once", _TRY_AGAIN_S)
        try:
            yield from map(_step, steps)
        finally:
            _one_at_a_time.release()
    except QaError as error:
        yield ReplayStep(problem=ReplayProblem(code=error.code, message=str(error)))


def _step(step: Progress | Replay) -> ReplayStep:
    return ReplayStep(progress=step) if isinstance(step, Progress) else ReplayStep(replay=step)
