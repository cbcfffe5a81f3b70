"""One interface to the full text of two databases: SQLite's FTS5 and Postgres' tsvector.

Both keep the words of a turn in their order, and beside them what is left of each behind its prefixes. A phrase is
looked for among the former alone, a word among all. Neither splits or folds anything itself: words come normalised.
"""

from collections.abc import Sequence
from typing import Any, Protocol, cast

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from qa.platform.database import Base
from qa.search.tables import FOUND_BY_SQLITE, SpokenTurn
from qa.search.words import Question, SaidWord, WantedWord, said_forms

Turn = dict[str, Any]

#: As a table and not as objects: thousands of rows at once.
_TURNS = Base.metadata.tables[SpokenTurn.__tablename__]
#: What stands where a personal number was: no word that anybody can ask for, so that no phrase runs across it.
_NUMBER = "%%"
#: The last position that Postgres tells from the next one.
_LAST_POSITION = 16_383
#: The weight of the words as they were said; what is left behind their prefixes has the usual one.
_AS_SAID = "A"


class FullText(Protocol):
    """Keeps turns and finds them."""

    def keep(self, session: Session, turns: Sequence[tuple[Turn, Sequence[SaidWord | None]]]) -> None:
        """Add these turns: the columns of a SpokenTurn, and its comparable words."""

    def finds(self, asked: Question) -> sa.ColumnElement[bool]:
        """The condition under which a SpokenTurn holds all that is asked for."""


def full_text(session: Session) -> FullText:
    """The full text of this session's database."""
    return _Sqlite() if session.get_bind().dialect.name == "sqlite" else _Postgres()


class _Sqlite:
    """A table beside the turns, row for row; a trigger clears it when a turn goes, as cascades know no such table."""

    _said = sa.table(FOUND_BY_SQLITE, sa.column("rowid"), sa.column("words"), sa.column("rests"))

    def keep(self, session: Session, turns: Sequence[tuple[Turn, Sequence[SaidWord | None]]]) -> None:
        # Nobody else writes meanwhile: the ids that SQLite would give are known, and thousands of rows go in together.
        last = session.scalar(sa.select(sa.func.max(SpokenTurn.id))) or 0
        ids = range(last + 1, last + 1 + len(turns))
        session.execute(
            sa.insert(_TURNS),
            [turn | {"id": row_id} for row_id, (turn, _said) in zip(ids, turns, strict=True)],
        )
        rows = [
            {"rowid": row_id, "words": " ".join(_in_order(said)), "rests": " ".join(_rests(said))}
            for row_id, (_turn, said) in zip(ids, turns, strict=True)
        ]
        session.execute(sa.insert(self._said), rows)

    def finds(self, asked: Question) -> sa.ColumnElement[bool]:
        phrases = [f"(words : {_string(' '.join(phrase))})" for phrase in asked.phrases]
        question = " AND ".join([*phrases, *(self._any(word) for word in asked.words)])
        found = sa.select(self._said.c.rowid).where(sa.literal_column(FOUND_BY_SQLITE).op("MATCH")(question))
        return SpokenTurn.id.in_(found)

    def _any(self, word: WantedWord) -> str:
        if word.beginning is not None:
            return f"({_string(word.beginning)} *)"
        return "(" + " OR ".join(map(_string, sorted(word.forms))) + ")"


class _Postgres:
    """A column of the turns."""

    def keep(self, session: Session, turns: Sequence[tuple[Turn, Sequence[SaidWord | None]]]) -> None:
        session.execute(sa.insert(_TURNS), [turn | {"said": self._vector(said)} for turn, said in turns])

    def finds(self, asked: Question) -> sa.ColumnElement[bool]:
        phrases = [
            "(" + " <-> ".join(f"{_quoted(word)}:{_AS_SAID}" for word in phrase) + ")" for phrase in asked.phrases
        ]
        question = " & ".join([*phrases, *(self._any(word) for word in asked.words)])
        # Written into the statement and not bound to it: a plan for a rare word would be slow for a common one.
        told = sa.bindparam("asked", question, sa.String, unique=True, literal_execute=True)
        return cast("sa.ColumnElement[bool]", SpokenTurn.said.op("@@", is_comparison=True)(sa.cast(told, TSQUERY)))

    def _any(self, word: WantedWord) -> str:
        if word.beginning is not None:
            return f"{_quoted(word.beginning)}:*"
        return "(" + " | ".join(_quoted(form) for form in sorted(word.forms)) + ")"

    def _vector(self, said: Sequence[SaidWord | None]) -> str:
        lexemes: list[str] = []
        for place, word in enumerate(said, start=1):
            if word is None:
                continue
            at = min(place, _LAST_POSITION)
            lexemes.append(f"{_quoted(word.text)}:{at}{_AS_SAID}")
            lexemes += [f"{_quoted(rest)}:{at}" for rest in said_forms(word.text) if rest != word.text]
        return " ".join(lexemes)


def _in_order(said: Sequence[SaidWord | None]) -> list[str]:
    return [word.text if word else _NUMBER for word in said]


def _rests(said: Sequence[SaidWord | None]) -> set[str]:
    return {rest for word in said if word for rest in said_forms(word.text) if rest != word.text}


def _string(words: str) -> str:
    """A string of FTS5's own question language."""
    escaped = words.replace('"', '""')
    return f'"{escaped}"'


def _quoted(word: str) -> str:
    """A lexeme of Postgres' question language."""
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
