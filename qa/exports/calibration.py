"""A compared calibration session as tables: every answer, and every coefficient with what it rests on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Literal

from qa.calibration.schemas import AgreementOut, ComparisonOut, MeasureOut
from qa.exports.sheets import write_csv
from qa.exports.tabular import Column, Language, simulated, to_four_places

Table = Literal["answers", "agreement"]

_MACHINE, _REFERENCE, _PEOPLE = "machine", "reference", "people"


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody's answer to one question of one call; `option_id` None: not applicable, or no answer."""

    call_id: str
    simulated: bool
    question_id: str
    rater: str
    option_id: str | None
    not_applicable: bool
    words: str | None


@dataclass(frozen=True, slots=True)
class Measured:
    """One coefficient: among people, or of one rater against the reference; of one question, all, or the scores."""

    of: str
    question_id: str | None
    rater: str
    measure: MeasureOut


ANSWERS: tuple[Column[Said], ...] = (
    Column("call_id", "מזהה שיחה", "Call", lambda row, _: row.call_id),
    Column("question_id", "מזהה שאלה", "Question", lambda row, _: row.question_id),
    Column("rater", "מי ענה/תה", "Rater", lambda row, _: row.rater),
    Column("option_id", "תשובה", "Answer", lambda row, _: row.option_id),
    Column("not_applicable", "לא רלוונטי", "Not applicable", lambda row, _: row.not_applicable),
    Column("words", "במילים", "In words", lambda row, _: row.words),
    Column("simulated", "שיחה מדומה", "Simulated call", lambda row, _: row.simulated),
)
AGREEMENT: tuple[Column[Measured], ...] = (
    Column("of", "של", "Of", lambda row, _: row.of),
    Column("question_id", "מזהה שאלה", "Question", lambda row, _: row.question_id),
    Column("rater", "מי", "Rater", lambda row, _: row.rater),
    Column("coefficient", "מדד", "Coefficient", lambda row, _: row.measure.name),
    Column("weights", "משקלות", "Weights", lambda row, _: row.measure.weights),
    Column("value", "ערך", "Value", lambda row, _: to_four_places(row.measure.value)),
    Column("low", "מלמטה", "From", lambda row, _: to_four_places(row.measure.low)),
    Column("high", "מלמעלה", "To", lambda row, _: to_four_places(row.measure.high)),
    Column("undefined", "למה אין ערך", "Why there is none", lambda row, _: row.measure.undefined),
    Column("units", "יחידות", "Units", lambda row, _: row.measure.units),
    Column("prevalence", "שכיחות", "Prevalence", lambda row, _: _prevalence(row.measure)),
)


def write_answers(compared: ComparisonOut, language: Language, out: IO[bytes]) -> None:
    """A row for every answer of people, of the machine, and of the reference."""
    write_csv(_answers(compared), ANSWERS, language, out)


def write_agreement(compared: ComparisonOut, agreement: AgreementOut, language: Language, out: IO[bytes]) -> None:
    """A row for every coefficient."""
    drawn = sum(call.simulated for call in compared.session.calls)
    write_csv(_measures(compared, agreement), (*AGREEMENT, simulated(drawn)), language, out)


def _answers(compared: ComparisonOut) -> Iterator[Said]:
    names = {one.person_id: one.name for one in compared.session.participants}
    simulated_calls = {call.call_id: call.simulated for call in compared.session.calls}
    for cell in compared.cells:
        place = (cell.call_id, simulated_calls[cell.call_id], cell.question_id)
        for rating in cell.ratings:
            yield Said(*place, names[rating.person_id], rating.option_id, rating.not_applicable, rating.note)
        if cell.machine:
            yield Said(*place, _MACHINE, cell.machine.option_id, cell.machine.verdict == "not_applicable", None)
        if cell.reference:
            settled = cell.reference
            yield Said(*place, _REFERENCE, settled.option_id, settled.not_applicable, settled.why)


def _measures(compared: ComparisonOut, agreement: AgreementOut) -> Iterator[Measured]:
    names = {one.person_id: one.name for one in compared.session.participants}
    for question in agreement.questions:
        yield from (Measured("question", question.question_id, _PEOPLE, one) for one in question.among)
        yield from (Measured("question", question.question_id, _MACHINE, one) for one in question.machine_measures)
    for rater in agreement.raters:
        name = _MACHINE if rater.person_id is None else names[rater.person_id]
        yield from (Measured("all questions", None, name, one) for one in rater.measures)
    yield Measured("scores", None, _PEOPLE, agreement.score)


def _prevalence(measure: MeasureOut) -> str:
    return "; ".join(f"{one.answer} {one.share:.3f}" for one in measure.prevalence)
