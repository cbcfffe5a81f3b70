"""Watches the demo's calls on their way through the ledger, for the terminal."""

from collections.abc import Sequence

import sqlalchemy as sa

from qa.calls.schemas import JobProgress
from qa.calls.tables import Call
from qa.calls.view import jobs_of, problem_of, progress_of, state_of
from qa.platform.database import Database
from qa.platform.jobs import Job
from qa.up.screen import OVER, Doing, Show

#: Where in the whole way each stage begins, as seen on demo calls: nearly all of the time is transcription.
_BEGINS = {
    "received": 0.0,
    "decode": 0.0,
    "speech": 0.03,
    "transcribe": 0.06,
    "turns": 0.95,
    "findings": 0.96,
    "score": 0.98,
}
_ENDS = dict(zip(_BEGINS, [*list(_BEGINS.values())[1:], 1.0], strict=True))


class Watch:
    """Looks at calls by the names of their files, and tells each of them once when its way is over."""

    def __init__(self, database: Database, file_names: Sequence[str]) -> None:
        self._database, self._names = database, file_names
        self._told: set[str] = set()

    def look(self, show: Show) -> list[str]:
        """Show how far each call is; returns a line for every call that came to its end since the last look."""
        with self._database.read() as session:
            calls = session.scalars(sa.select(Call).where(Call.file_name.in_(self._names)).order_by(Call.id)).all()
            jobs = jobs_of(session, (call.id for call in calls))
        ended = []
        for call in calls:
            state = state_of(jobs[call.id])
            if state == "processing":
                show(call.id, _doing(call, jobs[call.id]))
            if state in ("ready", "failed") and call.id not in self._told:
                self._told.add(call.id)
                show(call.id, OVER)
                ended.append(_how_it_ended(call, jobs[call.id]))
        show(
            "all",
            Doing(f"{len(self._told)} of {len(self._names)} demo calls scored", len(self._told) / len(self._names)),
        )
        return ended

    @property
    def over(self) -> bool:
        """Whether every call has come to its end."""
        return len(self._told) >= len(self._names)


def _doing(call: Call, jobs: Sequence[Job]) -> Doing:
    # Between two jobs of a call nothing is active for a moment.
    progress = progress_of(jobs) or JobProgress(stage="received", share=0.0, attempts=0)
    return Doing(f"{call.file_name}  {progress.stage}", _share(progress))


def _share(progress: JobProgress) -> float:
    begin, end = _BEGINS.get(progress.stage, 0.0), _ENDS.get(progress.stage, 1.0)
    return begin + (end - begin) * progress.share


def _how_it_ended(call: Call, jobs: Sequence[Job]) -> str:
    if (problem := problem_of(jobs)) is not None:
        return f"{call.file_name} failed: {problem.message}"
    score = "" if call.percent is None else f", {call.percent:.0f} %"
    return f"{call.file_name} heard and scored{score}"
