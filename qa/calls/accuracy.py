"""How far machines were off, told by the corrections that people made: word errors over time.

Of every hearing that somebody corrected the newest correction counts, in the time in which the machine heard the call.
The figure over all words takes for right what nobody touched, so it is too good where people correct only some turns;
the figure over corrected turns alone is too bad, since people correct what is wrong. The truth lies between the two.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from qa.calls.schemas import Period, WordErrorsOut
from qa.calls.tables import CORRECTED, Call, TranscriptRevision
from qa.calls.view import live
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right

_SAME_ENGINES = re.compile(r" #\d+$")


@dataclass(frozen=True, slots=True)
class _Checked:
    """One hearing that people corrected."""

    period: str
    language: str
    engine: str
    words: int
    checked_words: int
    errors: int


def word_errors(session: Session, asker: Principal, by: Period, since: datetime | None = None) -> list[WordErrorsOut]:
    """The word errors of each engine in each language and month or week, the newest first."""
    asker.require(Right.SEE_ALL_CALLS)
    groups: dict[tuple[str, str, str], list[_Checked]] = defaultdict(list)
    for checked in _checked(session, by, since):
        groups[checked.period, checked.language, checked.engine].append(checked)
    rows = [_summed(group) for group in groups.values()]
    by_name = sorted(rows, key=lambda row: (row.language, row.engine))
    return sorted(by_name, key=lambda row: row.period, reverse=True)


def period_of(moment: datetime, by: Period) -> str:
    """The month as 2026-03, or the week of ISO 8601 as 2026-W10."""
    if by == "month":
        return f"{moment:%Y-%m}"
    year, week, _day = moment.isocalendar()
    return f"{year}-W{week:02d}"


def _checked(session: Session, by: Period, since: datetime | None) -> Iterable[_Checked]:
    newest = (
        sa.select(TranscriptRevision.machine_id, sa.func.max(TranscriptRevision.revision).label("revision"))
        .where(TranscriptRevision.origin == CORRECTED)
        .group_by(TranscriptRevision.machine_id)
        .subquery()
    )
    machine, said = aliased(TranscriptRevision), aliased(TranscriptRevision)
    is_newest = sa.and_(said.machine_id == newest.c.machine_id, said.revision == newest.c.revision)
    counted = (
        sa.select(
            machine.created_at, machine.language, machine.engine_key, said.words, said.checked_words, said.word_errors
        )
        .join(machine, machine.id == said.machine_id)
        .join(newest, is_newest)
        # Where people only said who is who, they said nothing of the words.
        .where(said.words.is_not(None))
        .join(Call, Call.id == machine.call_id)
        .where(live())
    )
    if since is not None:
        counted = counted.where(machine.created_at >= since)
    for heard_at, language, engine, words, checked_words, errors in session.execute(counted):
        yield _Checked(
            period_of(heard_at, by),
            language,
            _SAME_ENGINES.sub("", engine),
            words or 0,
            checked_words or 0,
            errors or 0,
        )


def _summed(group: list[_Checked]) -> WordErrorsOut:
    words, checked = sum(row.words for row in group), sum(row.checked_words for row in group)
    errors = sum(row.errors for row in group)
    return WordErrorsOut(
        period=group[0].period,
        language=group[0].language,
        engine=group[0].engine,
        calls=len(group),
        words=words,
        checked_words=checked,
        errors=errors,
        wer=round(errors / words, 4) if words else None,
        checked_wer=round(errors / checked, 4) if checked else None,
    )
