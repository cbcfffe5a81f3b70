"""A file of people to rows, with everything that is wrong in it. Nothing of the database is asked here."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pydantic import EmailStr, TypeAdapter, ValidationError
from rapidfuzz import fuzz, process

from qa.imports.columns import plain_name
from qa.imports.people.schemas import PeopleProblem, PeopleProblemCode
from qa.imports.problems import UnreadableSheet
from qa.imports.sheets import csv_lines, text_of

#: Each column under every name that its header may have, the first ones being those of the template.
COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("name", "שם", "שם מלא", "full name"),
    "email": ("email", "דואר אלקטרוני", "דואר", "דוא״ל", "אימייל", "מייל", "e mail", "mail"),
    "role": ("role", "תפקיד"),
    "team": ("team", "צוות"),
    "agent_code": ("agent_code", "מספר במרכזייה", "מספר נציג", "קוד נציג", "agent", "extension"),
    "language": ("language", "שפה", "שפת ממשק", "interface language"),
    "cohort": ("cohort", "מחזור"),
    "programme": ("programme", "תוכנית", "תכנית", "program"),
    "workshop": ("workshop", "יום הסדנה", "תאריך הסדנה", "סדנה", "day0", "workshop date"),
}
ROLES = {
    "agent": ("agent", "נציג", "נציגה", "נציג/ה", "מענה ללקוחות"),
    "reviewer": ("reviewer", "בודק", "בודקת", "בודק/ת", "בקרת שיחות", "בקרה"),
    "trainer": ("trainer", "מדריך", "מדריכה", "מדריך/ה", "הדרכה"),
    "administrator": ("administrator", "admin", "מנהל", "מנהלת", "ניהול מערכת"),
}
LANGUAGES = {"he": ("he", "עברית", "hebrew"), "en": ("en", "אנגלית", "english")}

_MOST_ROWS = 2_000
_LONGEST = {"name": 120, "email": 254, "team": 120, "agent_code": 60, "cohort": 120, "programme": 120}
_SHOWN = 60
_LIKENESS = 70.0
#: A text that begins like this is a formula to some spreadsheet program, which our tables come to sooner or later.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_SPOKEN = ("name", "team", "cohort", "programme")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
_EMAIL: TypeAdapter[str] = TypeAdapter(EmailStr)


@dataclass(frozen=True, slots=True)
class PersonRow:
    """What one line says of one person; an empty cell says nothing. `columns` are the headers as they were written."""

    line: int
    columns: dict[str, str]
    email: str
    name: str | None = None
    role: str | None = None
    team: str | None = None
    agent_code: str | None = None
    language: str | None = None
    cohort: str | None = None
    programme: str | None = None
    workshop: date | None = None

    def problem(
        self, code: PeopleProblemCode, column: str, value: object = None, wanted: str | None = None
    ) -> PeopleProblem:
        """Something that is wrong in this line, under the header that its column has in the file."""
        shown = None if value is None else str(value)[:_SHOWN]
        return PeopleProblem(
            code=code, line=self.line, column=self.columns.get(column, column), value=shown, wanted=wanted
        )


@dataclass(slots=True)
class PeopleFile:
    """The rows that can be read, and what is wrong with the others."""

    rows: list[PersonRow] = field(default_factory=list)
    problems: list[PeopleProblem] = field(default_factory=list)


def read_people(path: Path) -> PeopleFile:
    """Every row of the CSV file, and everything that is wrong with it."""
    found = PeopleFile()
    try:
        lines = list(csv_lines(path, text_of(path)))
    except UnreadableSheet as error:
        found.problems.append(PeopleProblem(code="unreadable", wanted=str(error)))
        return found
    if not lines:
        found.problems.append(PeopleProblem(code="column_missing", line=1, column=COLUMNS["email"][0]))
        return found
    (line, header), *rest = lines
    columns = _columns(line, header, found)
    if len(rest) > _MOST_ROWS:
        found.problems.append(PeopleProblem(code="too_many_rows", value=str(len(rest)), wanted=str(_MOST_ROWS)))
    elif "email" in columns:
        # A header that is wrong does not hide what is wrong below it: all of it can be mended at once.
        for number, cells in rest:
            _read(number, columns, header, cells, found)
        _each_once(found)
    return found


def _columns(line: int, header: Sequence[str], found: PeopleFile) -> list[str]:
    """The column of each cell; "" for one without a name or an unknown one."""
    known = {plain_name(name): column for column, names in COLUMNS.items() for name in names}
    columns = []
    for name in header:
        plain = plain_name(name).replace('"', "״")
        column = known.get(plain, "")
        if plain and not column:
            nearest = process.extractOne(plain, known, scorer=fuzz.ratio, score_cutoff=_LIKENESS)
            wanted = COLUMNS[known[nearest[2]]] if nearest else None
            found.problems.append(
                PeopleProblem(
                    code="unknown_column",
                    line=line,
                    column=name.strip()[:_SHOWN],
                    wanted=" / ".join(wanted[:2]) if wanted else None,
                )
            )
        elif column and column in columns:
            found.problems.append(PeopleProblem(code="column_twice", line=line, column=name.strip()))
        columns.append("" if column in columns else column)
    if "email" not in columns:
        found.problems.append(PeopleProblem(code="column_missing", line=line, column=COLUMNS["email"][0]))
    return columns


def _read(line: int, columns: Sequence[str], header: Sequence[str], cells: Sequence[str], found: PeopleFile) -> None:
    """One line; whatever is wrong in any of its cells is told, and then it is no row."""
    headers = {column: name.strip() for column, name in zip(columns, header, strict=True) if column}
    blank = PersonRow(line, headers, "")
    if any(cell.strip() for cell in cells[len(columns) :]):
        found.problems.append(PeopleProblem(code="too_many_cells", line=line, value=str(len(cells))))
        return
    said = {column: _text(cell) for column, cell in zip(columns, cells, strict=False) if column and _text(cell)}
    wrong = list(_wrong(blank, said))
    found.problems += wrong
    if wrong:
        return
    read = {column: said.get(column) for column in ("name", "team", "agent_code", "cohort", "programme")}
    found.rows.append(
        PersonRow(
            line=line,
            columns=headers,
            email=said["email"].lower(),
            role=_meant(ROLES, said["role"]) if "role" in said else None,
            language=_meant(LANGUAGES, said["language"]) if "language" in said else None,
            workshop=_day(said["workshop"]) if "workshop" in said else None,
            **read,
        )
    )


def _wrong(row: PersonRow, said: dict[str, str]) -> Iterator[PeopleProblem]:
    if "email" not in said:
        yield row.problem("missing", "email")
    for column, longest in _LONGEST.items():
        if len(said.get(column, "")) > longest:
            yield row.problem("too_long", column, said[column], str(longest))
    for column in _SPOKEN:
        if said.get(column, "").startswith(_FORMULA):
            yield row.problem("formula", column, said[column])
    for column, (code, reads) in _READ.items():
        if column in said and not reads(said[column]):
            yield row.problem(code, column, said[column])
    if "cohort" not in said and ("programme" in said or "workshop" in said):
        yield row.problem("missing", "cohort")


def _each_once(found: PeopleFile) -> None:
    """No two lines may speak of one person, or give one telephony number to two."""
    emails: dict[str, int] = {}
    codes: dict[str, int] = {}
    for row in found.rows:
        if row.email in emails:
            found.problems.append(row.problem("email_twice", "email", row.email, str(emails[row.email])))
        elif row.agent_code is not None and row.agent_code in codes:
            found.problems.append(row.problem("code_twice", "agent_code", row.agent_code, str(codes[row.agent_code])))
        emails.setdefault(row.email, row.line)
        if row.agent_code is not None:
            codes.setdefault(row.agent_code, row.line)


def _text(cell: str) -> str:
    """One line without control and direction marks, composed."""
    from unicodedata import category, normalize

    spaced = re.sub(r"\s+", " ", cell)
    return normalize("NFC", "".join(sign for sign in spaced if category(sign)[0] != "C")).strip()


def _meant(known: Mapping[str, tuple[str, ...]], said: str) -> str | None:
    plain = said.casefold()
    return next((meant for meant, names in known.items() if plain in names), None)


def _is_email(said: str) -> bool:
    try:
        _EMAIL.validate_python(said)
    except ValidationError:
        return False
    return True


def _day(said: str) -> date | None:
    """2026-11-05, or day first: 5.11.2026 and 05/11/2026."""
    iso, other = _ISO.fullmatch(said), _DAY_FIRST.fullmatch(said)
    if iso:
        parts = iso.groups()
    elif other:
        parts = other.groups()[::-1]
    else:
        return None
    try:
        day = date(*(int(part) for part in parts))
    except ValueError:
        return None
    return day if 2000 <= day.year < 2100 else None


#: What only some texts are accepted for, and what is wrong with the others.
_READ: dict[str, tuple[PeopleProblemCode, Callable[[str], object]]] = {
    "email": ("bad_email", _is_email),
    "role": ("bad_role", lambda said: _meant(ROLES, said)),
    "language": ("bad_language", lambda said: _meant(LANGUAGES, said)),
    "workshop": ("bad_date", _day),
}
