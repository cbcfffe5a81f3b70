"""Tables as files that can be taken away: CSV, Excel, JSON lines.

No cell of any of them is ever taken for a formula by the program that opens it, whoever wrote its text.
"""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import TextIOWrapper
from typing import IO, Any, Literal

from qa.evaluation.schemas import EvaluationOut
from qa.exports.tabular import ANSWERS, EVALUATIONS, Cell, Column, Language, answers_of

Kind = Literal["xlsx", "csv", "answers.csv", "jsonl"]
TableKind = Literal["xlsx", "csv"]
#: Columns and the rows that they read.
Table = tuple[Sequence[Column[Any]], Iterable[object]]
MEDIA_TYPES: dict[Kind, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "answers.csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl; charset=utf-8",
}

#: A text that begins like this is a formula to some spreadsheet program, the full-width forms in some languages.
_FORMULA_BEGINS = tuple("=+-@\t\r\n＝＋－＠")
_TABLE = {"he": "טבלה", "en": "Table"}
_SHEETS = {"he": ("הערכות", "תשובות"), "en": ("Evaluations", "Answers")}
_WIDTH, _WIDE = 16, 48
_WIDE_COLUMNS = frozenset({"question", "summary", "reason", "rubric", "section"})


def write(evaluations: Iterable[EvaluationOut], kind: Kind, language: Language, out: IO[bytes]) -> int:
    """Write them into `out`, in their order; returns how many they were. Excel's heads are in that language."""
    return _WRITERS[kind](evaluations, language, out)


def write_table(table: Table, kind: TableKind, language: Language, out: IO[bytes]) -> int:
    """Write one table into `out`; returns how many rows it has. Excel's heads are in that language."""
    columns, rows = table
    if kind == "csv":
        return write_csv(rows, columns, language, out)
    with _workbook(out) as book:
        sheet = _Sheet(book, _TABLE[language], columns, language)
        count = 0
        for row in rows:
            count += 1
            sheet.write(row)
        sheet.finish()
    return count


def harmless(text: str) -> str:
    """The text as a cell of a CSV file, an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_BEGINS) else text


@dataclass(frozen=True, slots=True)
class _Csv:
    """Writes one table: so many rows of each evaluation."""

    columns: Sequence[Column[Any]]
    rows_of: Callable[[EvaluationOut], Iterable[object]]

    def __call__(self, evaluations: Iterable[EvaluationOut], language: Language, out: IO[bytes]) -> int:
        count = 0

        def rows() -> Iterator[object]:
            nonlocal count
            for evaluation in evaluations:
                count += 1
                yield from self.rows_of(evaluation)

        write_csv(rows(), self.columns, language, out)
        return count


def write_csv(rows: Iterable[object], columns: Sequence[Column[Any]], language: Language, out: IO[bytes]) -> int:
    """Any table as CSV, its head the columns' keys; returns how many rows it has."""
    # The mark at the beginning is what makes Excel read UTF-8.
    text = TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([column.key for column in columns])
    count = 0
    for row in rows:
        count += 1
        writer.writerow([_csv_cell(column.of(row, language)) for column in columns])
    text.detach()
    return count


def _csv_cell(value: Cell) -> str | float | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    return harmless(value) if isinstance(value, str) else value


def _write_jsonl(evaluations: Iterable[EvaluationOut], _language: Language, out: IO[bytes]) -> int:
    count = 0
    for evaluation in evaluations:
        count += 1
        out.write(json.dumps(evaluation.model_dump(mode="json"), ensure_ascii=False).encode() + b"\n")
    return count


def _write_xlsx(evaluations: Iterable[EvaluationOut], language: Language, out: IO[bytes]) -> int:
    count = 0
    with _workbook(out) as book:
        first, second = _SHEETS[language]
        of_evaluations = _Sheet(book, first, EVALUATIONS, language)
        of_answers = _Sheet(book, second, ANSWERS, language)
        for evaluation in evaluations:
            count += 1
            of_evaluations.write(evaluation)
            for asked in answers_of(evaluation):
                of_answers.write(asked)
        of_evaluations.finish()
        of_answers.finish()
    return count


def _workbook(out: IO[bytes]) -> Any:
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
    return xlsxwriter.Workbook(out, options)


class _Sheet:
    """One sheet of a workbook, written row by row and kept nowhere."""

    def __init__(self, book: Any, name: str, columns: Sequence[Column[Any]], language: Language) -> None:
        self._columns, self._language, self._end = columns, language, 0
        self._sheet = book.add_worksheet(name)
        self._moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left"})
        head = book.add_format({"bold": True, "bottom": 1})
        if language == "he":
            self._sheet.right_to_left()
        self._sheet.freeze_panes(1, 0)
        for at, column in enumerate(columns):
            self._sheet.set_column(at, at, _WIDE if column.key in _WIDE_COLUMNS else _WIDTH)
            self._sheet.write_string(0, at, column.title(language), head)

    def write(self, row: object) -> None:
        """One row more."""
        self._end += 1
        for at, column in enumerate(self._columns):
            _write_cell(self._sheet, (self._end, at), column.of(row, self._language), self._moment)

    def finish(self) -> None:
        """No row comes any more."""
        self._sheet.autofilter(0, 0, self._end, len(self._columns) - 1)


def _write_cell(sheet: Any, at: tuple[int, int], value: Cell, moment: Any) -> None:
    match value:
        case None:
            return
        case bool():
            sheet.write_boolean(*at, value)
        case datetime():
            sheet.write_datetime(*at, value.astimezone(UTC), moment)
        case str():
            sheet.write_string(*at, value)
        case _:
            sheet.write_number(*at, value)


_WRITERS: dict[Kind, Callable[[Iterable[EvaluationOut], Language, IO[bytes]], int]] = {
    "xlsx": _write_xlsx,
    "csv": _Csv(EVALUATIONS, lambda evaluation: (evaluation,)),
    "answers.csv": _Csv(ANSWERS, answers_of),
    "jsonl": _write_jsonl,
}
