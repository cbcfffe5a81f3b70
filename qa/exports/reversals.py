"""How often disputed answers were reversed, as a table: a row a question, and a row a reviewer."""

from collections.abc import Iterator
from typing import IO, Literal

from qa.disputes.schemas import PersonReversals, QuestionReversals, ReversalsOut
from qa.exports.sheets import write_csv
from qa.exports.tabular import Column, Language, to_four_places

Row = QuestionReversals | PersonReversals


def _id(row: Row, of: Literal["rubric_id", "question_id"]) -> str | None:
    return getattr(row, of) if isinstance(row, QuestionReversals) else None


def _name(row: Row, language: Language) -> str | None:
    if isinstance(row, PersonReversals):
        return row.name
    first, second = (row.text.he, row.text.en) if language == "he" else (row.text.en, row.text.he)
    return first or second


COLUMNS: tuple[Column[Row], ...] = (
    Column("of", "של", "Of", lambda row, _: "question" if isinstance(row, QuestionReversals) else "reviewer"),
    Column("rubric_id", "מזהה מחוון", "Rubric id", lambda row, _: _id(row, "rubric_id")),
    Column("question_id", "מזהה שאלה", "Question id", lambda row, _: _id(row, "question_id")),
    Column("name", "שם", "Name", _name),
    Column("disputed", "ערעורים", "Disputed", lambda row, _: row.disputed),
    Column("decided", "הוכרעו", "Decided", lambda row, _: row.decided),
    Column("reversed", "התקבלו", "Reversed", lambda row, _: row.reversed),
    Column("rate", "שיעור", "Rate", lambda row, _: to_four_places(row.rate)),
    Column("low", "שיעור, מלמטה", "Rate from", lambda row, _: to_four_places(row.low)),
    Column("high", "שיעור, מלמעלה", "Rate to", lambda row, _: to_four_places(row.high)),
    Column("few", "מעט הכרעות", "Few decisions", lambda row, _: row.few),
    Column("simulated", "מהם בשיחות מדומות", "Of them in simulated calls", lambda row, _: row.simulated),
)


def write_reversals(told: ReversalsOut, language: Language, out: IO[bytes]) -> None:
    """Both tables in one file; the first column tells them apart."""
    write_csv(_rows(told), COLUMNS, language, out)


def _rows(told: ReversalsOut) -> Iterator[Row]:
    yield from told.questions
    yield from told.people
