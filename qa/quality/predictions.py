"""What the pipeline says of calls, as lines that anyone can hold against the labels.

Each line is a JSON object: call, kind, item, verdict, probability, start_ms, end_ms, heard.
- phrase, transition: item is the phrase; said | not_said | unsure; the moment that speaks most for it, if there is one
- situation: item is the situation; answered | late | missed | unsure, the place of the trigger, and how likely it was
  answered in time; or one line with "none" where a call has no occasion for it
- tone: item is the speaker; negative | neutral | positive, the place of the turn
- span: item is dead_air | talk_over | hold
- pii: item is what kind of personal data stands there
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal, TextIO

from qa.pipeline import redact
from qa.pipeline.model import ConductFinding, Findings, Moment, PhraseFinding, SituationFinding, Transcript
from qa.platform.spans import Span
from qa.quality.book import TRANSITION, Book
from qa.quality.corpus import UnlabelledCall
from qa.quality.errors import BadPredictions

Kind = Literal["phrase", "situation", "transition", "tone", "span", "pii"]

#: The verdict on what is only found, not judged.
FOUND = "found"
#: The verdict on a situation that a call gives no occasion for.
NO_OCCASION = "none"
_DIGITS = 6
#: Whose tone may be the customer's: on a single channel nobody knows who speaks.
_CUSTOMERS = ("customer", "unknown")

_VERDICTS: dict[str, frozenset[str]] = {
    "phrase": frozenset({"said", "not_said", "unsure"}),
    "transition": frozenset({"said", "not_said", "unsure"}),
    "situation": frozenset({"answered", "late", "missed", "unsure", NO_OCCASION}),
    "tone": frozenset({"negative", "neutral", "positive"}),
    "span": frozenset({FOUND}),
    "pii": frozenset({FOUND}),
}
#: What is somewhere in the call, by its nature.
_PLACED = frozenset({"answered", "late", "missed", FOUND}) | _VERDICTS["tone"]


@dataclass(frozen=True, slots=True)
class Prediction:
    """One line. `probability` is that of the verdict's subject (see above), 0..1; times are those of the call."""

    call: str
    kind: Kind
    item: str
    verdict: str
    probability: float
    start_ms: int | None = None
    end_ms: int | None = None
    heard: str = ""

    @property
    def span(self) -> Span | None:
        """Where in the call, if it is anywhere."""
        return None if self.start_ms is None or self.end_ms is None else Span(self.start_ms, self.end_ms)


def predictions_of(
    call: UnlabelledCall, book: Book, transcript: Transcript, findings: Findings
) -> Iterator[Prediction]:
    """All lines of one call: every phrase and situation of its language, and whatever else was found."""
    for phrase in book.phrases_of(call.language):
        finding = findings.phrases[phrase.id]
        yield _phrase(call.id, "phrase", finding)
        if phrase.group == TRANSITION:
            yield _phrase(call.id, "transition", finding)
    for situation in book.situations_of(call.language):
        yield from _situation(call.id, findings.situations[situation.id])
    yield from _tones(call.id, redact.redacted(transcript).transcript, findings)
    if findings.conduct is not None:
        yield from _spans(call.id, findings.conduct)
    for number in redact.find(transcript):
        # The digits themselves stay out of the file: it may be passed on.
        yield _placed(Prediction(call.id, "pii", number.kind, FOUND, 1.0), number.span, number.masked)


def best_moment(finding: PhraseFinding) -> Moment | None:
    """The moment that speaks most for the phrase; None where nothing resembles it."""
    return max(finding.moments, key=lambda moment: moment.probability, default=finding.nearest)


def write_lines(file: TextIO, predictions: Iterable[Prediction]) -> None:
    """Append the predictions to the file, one a line."""
    file.writelines(json.dumps(asdict(prediction), ensure_ascii=False) + "\n" for prediction in predictions)
    file.flush()


def read_predictions(path: Path) -> tuple[Prediction, ...]:
    """The predictions in the file. Raises BadPredictions with the line's number."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadPredictions(path, f"cannot be read: {error}") from error
    return tuple(_read(path, number, line) for number, line in enumerate(lines, start=1) if line.strip())


def _phrase(call: str, kind: Kind, finding: PhraseFinding) -> Prediction:
    # A phrase that could not be looked for is one that nobody can be sure about.
    verdict = "unsure" if finding.verdict == "skipped" else finding.verdict
    line = Prediction(call, kind, finding.phrase_id, verdict, round(finding.probability, _DIGITS))
    best = best_moment(finding)
    if best is None or verdict == "not_said":
        return line
    return _placed(line, best.evidence.span, best.evidence.text)


def _situation(call: str, finding: SituationFinding) -> Iterator[Prediction]:
    name = finding.situation_id
    if not finding.opportunities:
        yield Prediction(call, "situation", name, NO_OCCASION, 0.0)
    for chance in finding.opportunities:
        line = Prediction(call, "situation", name, chance.outcome, round(chance.probability, _DIGITS))
        yield _placed(line, chance.trigger.span, chance.trigger.text)


def _tones(call: str, transcript: Transcript, findings: Findings) -> Iterator[Prediction]:
    for mark in findings.tone.marks if findings.tone else ():
        turn = transcript.turns[mark.turn]
        if turn.speaker in _CUSTOMERS:
            line = Prediction(call, "tone", turn.speaker, mark.label, round(mark.probability, _DIGITS))
            yield _placed(line, turn.span, turn.text)


def _spans(call: str, conduct: ConductFinding) -> Iterator[Prediction]:
    holds = tuple(hold.span for hold in conduct.holds)
    for kind, spans in (("dead_air", conduct.dead_air), ("talk_over", conduct.talk_over), ("hold", holds)):
        for span in spans:
            yield _placed(Prediction(call, "span", kind, FOUND, 1.0), span)


def _placed(line: Prediction, span: Span, heard: str = "") -> Prediction:
    return replace(line, start_ms=span.start, end_ms=span.end, heard=heard)


def _read(path: Path, number: int, line: str) -> Prediction:
    try:
        body: dict[str, Any] = json.loads(line)
        known = {field.name for field in fields(Prediction)}
        prediction = Prediction(**{key: value for key, value in body.items() if key in known})
    except (json.JSONDecodeError, AttributeError, TypeError) as error:
        raise BadPredictions(path, f"line {number} is no prediction: {error}") from error
    problem = _problem(prediction)
    if problem:
        raise BadPredictions(path, f"line {number}: {problem}")
    return prediction


def _problem(line: Prediction) -> str | None:
    """What is wrong with the values of a line, if anything is."""
    if not isinstance(line.probability, int | float) or not 0 <= line.probability <= 1:
        return f"probability must be 0..1, not {line.probability!r}"
    if line.verdict not in _VERDICTS.get(line.kind, ()):
        return f"a {line.kind!r} cannot have the verdict {line.verdict!r}"
    start, end = line.start_ms, line.end_ms
    placed = isinstance(start, int) and isinstance(end, int) and 0 <= start <= end
    if not placed and (start, end) != (None, None):
        return f"start_ms and end_ms must be milliseconds in order, not {start!r} and {end!r}"
    if not placed and line.verdict in _PLACED:
        return f"{line.verdict!r} needs start_ms and end_ms"
    return None
