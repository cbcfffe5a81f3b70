"""How far a call has come, as its jobs say."""

from qa.calls.view import progress_of
from qa.platform.jobs import Job, JobState


def job(kind: str, state: JobState, stage: str) -> Job:
    return Job(kind=kind, state=state, stage=stage, share=0.0, attempts=1)


def test_a_call_that_waits_for_its_score_is_not_told_as_just_received() -> None:
    heard = job("hear", JobState.DONE, "done")
    waiting = progress_of([heard, job("score", JobState.QUEUED, "received")])
    assert waiting is not None
    assert waiting.stage == "findings"


def test_a_call_that_is_heard_once_more_begins_anew() -> None:
    before = [job("hear", JobState.DONE, "done"), job("score", JobState.DONE, "done")]
    again = progress_of([*before, job("hear", JobState.QUEUED, "received")])
    assert again is not None
    assert again.stage == "received"
