"""Many calls in a few numbers. Pure."""

from collections.abc import Sequence

from qa.replay.report import CallReplayed, Compared, Numbers, Standing


def compared(calls: Sequence[CallReplayed]) -> Compared:
    """Both sides of these calls. Means are over the calls that have a percentage on every side that there is."""
    befores = [call.before for call in calls if call.before is not None]
    whole = [call for call in calls if _is_whole(call)]
    before = _numbers(befores, [call.before.percent for call in whole if call.before is not None]) if befores else None
    after = _numbers([call.after for call in calls], [call.after.percent for call in whole])
    return Compared(calls=len(calls), before=before, after=after)


def _is_whole(call: CallReplayed) -> bool:
    return call.after.percent is not None and (call.before is None or call.before.percent is not None)


def _numbers(standings: Sequence[Standing], percents: Sequence[float | None]) -> Numbers:
    known = [percent for percent in percents if percent is not None]
    return Numbers(
        percent=sum(known) / len(known) if known else None,
        passed=sum(standing.passed is True for standing in standings),
        failed=sum(standing.passed is False for standing in standings),
        open=sum(standing.passed is None for standing in standings),
    )
