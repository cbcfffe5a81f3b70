"""A run's report as people read it in a terminal."""

from collections.abc import Iterator

from rich.table import Table
from rich.text import Text

from qa.platform.terminal import plain
from qa.regressions.report import CannotAsk, CaseResult, Outcome, Regressions
from qa.replay.tables import place_of

_OUTCOMES: dict[Outcome, str] = {
    "passes": "passes",
    "breaks": "BREAKS",
    "unsure": "says nothing",
    "cannot_ask": "cannot be asked",
}
_CANNOT: dict[CannotAsk, str] = {
    "question_gone": "the rubric asks this no more",
    "left_to_people": "the rubric leaves this to people",
    "option_gone": "the rubric no longer offers the right answer",
    "call_gone": "the call was deleted, or has no transcript",
    "recording_gone": "its recording is not there to be heard anew",
}


def tables(report: Regressions) -> Iterator[Table | Text]:
    """What the cases came to, those that break first."""
    yield _heading(report)
    if report.results:
        yield _cases(report)
    if report.other_language:
        yield Text(f"{report.other_language} cases of calls in another language were not asked.")


def _heading(report: Regressions) -> Text:
    rubrics = ", ".join(f"{rubric.id} version {rubric.version}" for rubric in report.rubrics) or "no rubric"
    totals = report.totals
    how = "heard anew" if report.heard_anew else "by stored transcripts"
    return Text(
        f"{rubrics}: {totals.passes} pass, {totals.breaks} break, {totals.unsure} left open by the machine, "
        f"{totals.cannot_ask} cannot be asked ({how}, judged by {report.witness.replace('_', ' ')})"
    )


def _cases(report: Regressions) -> Table:
    worst: list[Outcome] = ["breaks", "unsure", "cannot_ask", "passes"]
    table = Table("Case", "Outcome", "Question", "Right", "Machine now", "Before", "Moment", "Why it is right")
    for result in sorted(report.results, key=lambda result: worst.index(result.outcome)):
        cells = (
            result.case_id,
            _OUTCOMES[result.outcome],
            result.question_now or result.question_id,
            _right(result),
            _now(result),
            _OUTCOMES[result.before] if result.before else "",
            _moment(result),
            plain(result.why or (f"dispute {result.dispute_id}" if result.dispute_id else "")),
        )
        table.add_row(*(Text(cell, overflow="fold") for cell in cells))
    return table


def _right(result: CaseResult) -> str:
    return plain(result.right.option.en) if result.right.option else "does not apply"


def _now(result: CaseResult) -> str:
    if result.cannot:
        return _CANNOT[result.cannot]
    if result.now is None:
        return ""
    return plain(result.now.option.en) if result.now.option else result.now.outcome.replace("_", " ")


def _moment(result: CaseResult) -> str:
    evidence = result.now.evidence if result.now else []
    if not evidence:
        return ""
    return f"{place_of(evidence[0])} {plain(evidence[0].text)}"
