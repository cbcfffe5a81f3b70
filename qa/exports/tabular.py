"""Evaluations as tables: a row an evaluation, and a row an answer. What a column says is written here and only here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Literal, TypeVar

from qa.evaluation.schemas import EvaluationOut, OptionOut, QuestionOut
from qa.rubric.schemas import Texts

Language = Literal["he", "en"]
Cell = str | float | int | bool | datetime | None
Row = TypeVar("Row")

#: A question of an evaluation, with the title of its section.
Asked = tuple[EvaluationOut, Texts, QuestionOut]


def to_four_places(value: float | None) -> float | None:
    """Shares and coefficients as tables have them."""
    return None if value is None else round(value, 4)


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """`key` names it for programs and never changes; the texts are for people."""

    key: str
    he: str
    en: str
    of: Callable[[Row, Language], Cell]

    def title(self, language: Language) -> str:
        """Its name for people."""
        return self.he if language == "he" else self.en


def simulated(calls: int) -> Column[object]:
    """Says in every row how many of the calls that figures rest on were drawn by a generator."""
    return Column("simulated_calls", "מהן שיחות מדומות", "Of them simulated calls", lambda _row, _language: calls)


EVALUATIONS: tuple[Column[EvaluationOut], ...] = (
    Column("evaluation_id", "מזהה הערכה", "Evaluation", lambda e, _: e.id),
    Column("call_id", "מזהה שיחה", "Call", lambda e, _: e.call.id),
    Column("file_name", "קובץ", "File", lambda e, _: e.call.file_name),
    Column("agent", "נציג/ה", "Agent", lambda e, _: e.call.agent.name if e.call.agent else None),
    Column("team", "צוות", "Team", lambda e, _: e.call.team.name if e.call.team else None),
    Column("started_at", "תחילת השיחה (UTC)", "Call began (UTC)", lambda e, _: e.call.started_at),
    Column("duration_s", "משך בשניות", "Seconds", lambda e, _: _seconds(e.call.duration_ms)),
    Column("medium", "אופן השיחה", "Medium", lambda e, _: e.call.medium.value),
    Column("call_language", "שפת השיחה", "Language", lambda e, _: e.call.language),
    Column("rubric", "מחוון", "Rubric", lambda e, language: _text(e.rubric.title, language)),
    Column("rubric_id", "מזהה מחוון", "Rubric id", lambda e, _: e.rubric.id),
    Column("rubric_version", "גרסת מחוון", "Rubric version", lambda e, _: e.rubric.version),
    Column("state", "מצב", "State", lambda e, _: e.state),
    Column("percent", "ציון", "Score", lambda e, _: _rounded(e.score.percent)),
    Column("low", "ציון, מלמטה", "Score from", lambda e, _: _rounded(e.score.low)),
    Column("high", "ציון, מלמעלה", "Score to", lambda e, _: _rounded(e.score.high)),
    Column("passed", "עבר", "Passed", lambda e, _: e.score.passed),
    Column("points", "נקודות", "Points", lambda e, _: _rounded(e.score.points)),
    Column("points_possible", "נקודות אפשריות", "Points possible", lambda e, _: _rounded(e.score.points_possible)),
    Column("auto_failed_by", "נפסל בשל", "Failed by", lambda e, _: e.score.auto_failed_by),
    Column("from_people", "הוכרעו בידי אדם", "Decided by people", lambda e, _: e.score.from_people),
    Column("from_machine", "הצעות המערכת", "By the machine", lambda e, _: e.score.from_machine),
    Column("undecided", "לא הוכרעו", "Undecided", lambda e, _: e.score.undecided),
    Column("reviewer", "בודק/ת", "Reviewer", lambda e, _: e.reviewer_name),
    Column("submitted_at", "הבדיקה הסתיימה (UTC)", "Reviewed (UTC)", lambda e, _: e.submitted_at),
    Column("published_at", "פורסם (UTC)", "Published (UTC)", lambda e, _: e.published_at),
    Column("acknowledged_at", "נקרא (UTC)", "Acknowledged (UTC)", lambda e, _: e.acknowledged_at),
    Column("summary", "סיכום", "Summary", lambda e, _: e.summary),
    Column("simulated", "שיחה מדומה", "Simulated call", lambda e, _: e.call.simulated),
)

ANSWERS: tuple[Column[Asked], ...] = (
    Column("evaluation_id", "מזהה הערכה", "Evaluation", lambda a, _: a[0].id),
    Column("call_id", "מזהה שיחה", "Call", lambda a, _: a[0].call.id),
    Column("agent", "נציג/ה", "Agent", lambda a, _: a[0].call.agent.name if a[0].call.agent else None),
    Column("section", "פרק", "Section", lambda a, language: _text(a[1], language)),
    Column("question_id", "מזהה שאלה", "Question id", lambda a, _: a[2].id),
    Column("question", "שאלה", "Question", lambda a, language: _text(a[2].text, language)),
    Column("critical", "קריטית", "Critical", lambda a, _: a[2].critical),
    Column("machine_verdict", "פסק המערכת", "Machine's verdict", lambda a, _: _of_machine(a[2], "verdict")),
    Column("machine_option", "הצעת המערכת", "Machine suggests", lambda a, language: _suggested(a[2], language)),
    Column("machine_probability", "הסתברות", "Probability", lambda a, _: _of_machine(a[2], "probability")),
    Column("answer", "תשובת הבודק/ת", "Person's answer", lambda a, language: _answered(a[2], language)),
    Column("reason", "נימוק", "Reason", lambda a, _: a[2].answer.reason if a[2].answer else None),
    Column("answered_by", "מי ענה/תה", "Answered by", lambda a, _: a[2].answer.person_name if a[2].answer else None),
    Column("answered_at", "מתי (UTC)", "When (UTC)", lambda a, _: a[2].answer.answered_at if a[2].answer else None),
    Column("decided_by", "מי הכריע", "Decided by", lambda a, _: a[2].decided_by),
    Column("not_applicable", "לא רלוונטי לפי", "Not applicable by", lambda a, _: a[2].not_applicable),
    Column("points", "נקודות", "Points", lambda a, _: _rounded(a[2].points)),
    Column("points_possible", "נקודות אפשריות", "Points possible", lambda a, _: _rounded(a[2].points_possible)),
    Column("simulated", "שיחה מדומה", "Simulated call", lambda a, _: a[0].call.simulated),
)

_NOT_APPLICABLE = Texts(he="לא רלוונטי", en="Not applicable")


def answers_of(evaluation: EvaluationOut) -> Iterator[Asked]:
    """The questions of an evaluation, in the rubric's order."""
    for section in evaluation.sections:
        for question in section.questions:
            yield evaluation, section.title, question


def _text(texts: Texts, language: Language) -> str | None:
    first, second = (texts.he, texts.en) if language == "he" else (texts.en, texts.he)
    return first or second


def _seconds(milliseconds: int | None) -> float | None:
    return None if milliseconds is None else round(milliseconds / 1000, 1)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _of_machine(question: QuestionOut, what: Literal["verdict", "probability"]) -> Cell:
    if question.suggestion is None:
        return None
    return question.suggestion.verdict if what == "verdict" else round(question.suggestion.probability, 3)


def _suggested(question: QuestionOut, language: Language) -> str | None:
    return _label(question.options, question.suggestion.option_id, language) if question.suggestion else None


def _answered(question: QuestionOut, language: Language) -> str | None:
    if question.answer is None:
        return None
    if question.answer.not_applicable:
        return _text(_NOT_APPLICABLE, language)
    return _label(question.options, question.answer.option_id, language)


def _label(options: list[OptionOut], option_id: str | None, language: Language) -> str | None:
    return next((_text(option.label, language) for option in options if option.id == option_id), None)
