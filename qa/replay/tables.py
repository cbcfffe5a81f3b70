"""A replay's report as people read it in a terminal."""

from collections.abc import Iterator

from rich.table import Table
from rich.text import Text

from qa.evaluation.schemas import EvidenceOut
from qa.replay.report import Compared, Flip, Numbers, Replay, Side, Tally

_NOTHING = "–"


def tables(report: Replay) -> Iterator[Table | Text]:
    """Flips first, then questions, agents and totals."""
    for problem in report.problems:
        where = f"line {problem.line}" + (f", {problem.question}" if problem.question else "")
        yield Text(f"{where}: {problem.message} [{problem.severity}]")
    yield _heading(report)
    if report.flips:
        yield _flips(report)
    yield _questions(report)
    yield _agents(report)
    for left in report.left_out:
        yield Text(f"Left out: {left.call_id} ({left.why.replace('_', ' ')})")
    if report.lost_answers:
        yield Text(f"{len(report.lost_answers)} answers of people have no place in the draft.")


def _heading(report: Replay) -> Text:
    beside = f"{report.present.id} version {report.present.version}" if report.present else "no published rubric"
    totals, witness = report.totals, report.witness.replace("_", " ")
    return Text(
        f"{report.draft.id} version {report.draft.version} beside {beside}: {totals.calls} calls, "
        f"{len(report.flips)} answers differ, percent {_percent(totals.before)} -> {_percent(totals.after)}, "
        f"passed {totals.before.passed if totals.before else _NOTHING} -> {totals.after.passed} "
        f"(both sides judged by {witness})"
    )


def _flips(report: Replay) -> Table:
    files = {call.call_id: call.file_name for call in report.calls}
    table = Table("Question", "Call", "Before", "After", "Heard", title="Answers that differ", title_justify="left")
    for flip in report.flips:
        cells = (flip.question_id, _plain(files[flip.call_id]), _stand(flip.before), _stand(flip.after), _heard(flip))
        table.add_row(*(Text(cell, overflow="fold") for cell in cells))
    return table


def _questions(report: Replay) -> Table:
    table = Table("Question", "Draft", "Before", "After", "Differ", title_justify="left")
    table.title = "Questions (yes / no / unsure / not applicable)"
    for question in report.questions:
        if question.change != "same" or question.flips:
            cells = (_tally(question.before), _tally(question.after), str(question.flips))
            table.add_row(question.question_id, question.change, *cells)
    return table


def _agents(report: Replay) -> Table:
    table = Table("Agent", "Calls", "Percent", "Passed", title="Agents", title_justify="left")
    for agent in report.agents:
        passed = f"{agent.before.passed if agent.before else _NOTHING} -> {agent.after.passed}"
        percent = f"{_percent(agent.before)} -> {_percent(agent.after)}"
        table.add_row(Text(_plain(agent.agent_name or "nobody yet")), str(agent.calls), percent, passed)
    total: Compared = report.totals
    table.add_section()
    table.add_row("all", str(total.calls), f"{_percent(total.before)} -> {_percent(total.after)}", "")
    return table


def _stand(side: Side) -> str:
    answer = side.option.en if side.option else (side.verdict or side.outcome).replace("_", " ")
    return f"{answer} (a person)" if side.decided_by == "person" else answer


def _heard(flip: Flip) -> str:
    """The quote that the new answer rests on, or else the one that the old answer rested on."""
    moments = flip.after.evidence or flip.before.evidence
    return f"{place_of(moments[0])} {_plain(moments[0].text)}" if moments else ""


def _tally(tally: Tally | None) -> str:
    if tally is None:
        return _NOTHING
    return f"{tally.yes} / {tally.no} / {tally.unsure} / {tally.not_applicable}"


def _percent(numbers: Numbers | None) -> str:
    return _NOTHING if numbers is None or numbers.percent is None else f"{numbers.percent:.1f}"


def place_of(moment: EvidenceOut) -> str:
    """When it was said, or in which message it was written."""
    if moment.message is not None:
        return f"message {moment.message}:"
    minutes, seconds = divmod(moment.start_ms // 1000, 60)
    return f"{minutes}:{seconds:02}"


def _plain(text: str) -> str:
    """Names and quotes without anything that steers a terminal."""
    return "".join(character if character.isprintable() else "�" for character in text)
