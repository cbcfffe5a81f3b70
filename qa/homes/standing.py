"""How each entry of the language book is doing in live calls: for agents in their own, for others in everybody's.

The figure is that of the adoption curves: of all opportunities that were decided, the share in which the sentence was
said. What an agent sees rests on calls whose feedback was shown to them; calls that somebody judges blind count for
them in nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import hypot
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.book import service as books
from qa.book.schemas import BookEntryOut
from qa.calls.tables import Purpose
from qa.exemplars import service as exemplars
from qa.homes.schemas import HomeBookEntry, HomeBookStanding, HomeCourse
from qa.insights.facts import first_ids
from qa.insights.hours import Days
from qa.insights.intervals import Estimate
from qa.insights.schemas import Figure
from qa.measures import query
from qa.measures.query import Day, Scope
from qa.measures.statistics import pooled_share
from qa.people.tables import Person
from qa.platform.clock import now
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right, Role
from qa.platform.settings import Settings
from qa.practice.drills.taught import LANGUAGES, taught
from qa.rubric.store import newest_versions, rubric_of

_WEEKS = 4


@dataclass(frozen=True, slots=True)
class _Beside:
    """What entries are told with, by lasting id of the question: figures, exemplars, and by any id of it, drills."""

    lasting: Mapping[str, str]
    now: Mapping[str, Estimate]
    before: Mapping[str, Estimate]
    exemplars: Mapping[str, int]
    drills: Mapping[tuple[str, str], str]


def standing(session: Session, asker: Principal, settings: Settings) -> HomeBookStanding:
    """The newest book, entry by entry. Raises NotFound where there is none."""
    entries = books.entries_of(books.published(session, None))
    own = not asker.may(Right.SEE_INSIGHTS)
    scope = Scope(asker, _agents(session, asker, own=own), _days(settings), None)
    recent = scope.days.last - timedelta(weeks=_WEEKS) + timedelta(days=1)
    days = query.days_of(session, scope, Purpose.LIVE)
    beside = _Beside(
        lasting=_lasting(session),
        now=_shares([one for one in days if one.day >= recent]),
        before=_shares([one for one in days if one.day < recent]),
        exemplars={row[0]: row[3] for row in exemplars.topics(session, asker)},
        drills=_drills(session) if asker.may(Right.OWN_FEEDBACK) else {},
    )
    return HomeBookStanding(
        own=own,
        weeks=_WEEKS,
        simulated=query.counted(session, scope, Purpose.LIVE).simulated,
        entries=[_entry(entry, beside) for entry in entries],
    )


def course(before: Estimate, after: Estimate) -> HomeCourse | None:
    """Whether a share rose or fell: by the interval of a difference that the two shares' own intervals give.

    Newcombe's square-and-add (Statistics in Medicine 17:873, 1998). Shares of the same people at two times are alike,
    so it is rather too wide than too narrow: it says "alike" too often, never "up" or "down".
    """
    if before.value is None or after.value is None or before.low is None or after.low is None:
        return None
    if before.high is None or after.high is None:
        return None
    change = after.value - before.value
    if change - hypot(after.value - after.low, before.high - before.value) > 0:
        return "up"
    if change + hypot(after.high - after.value, before.value - before.low) < 0:
        return "down"
    return "alike"


def _entry(entry: BookEntryOut, beside: _Beside) -> HomeBookEntry:
    asked = entry.question_id
    lasting = beside.lasting.get(asked) if asked else None
    nothing = pooled_share([], [])
    after, before = (
        (by_question.get(lasting, nothing) if lasting else None) for by_question in (beside.now, beside.before)
    )
    drills = {language: _drill(entry, language, beside) for language in LANGUAGES}
    return HomeBookEntry(
        entry_id=entry.id,
        question_id=lasting,
        now=Figure.of(after) if after else None,
        before=Figure.of(before) if before else None,
        course=course(before, after) if before and after else None,
        drills={language: drill for language, drill in drills.items() if drill is not None},
        exemplars=beside.exemplars.get(lasting or "", 0),
    )


def _drill(entry: BookEntryOut, language: str, beside: _Beside) -> str | None:
    by_question = beside.drills.get((language, entry.question_id or ""))
    return by_question or beside.drills.get((language, f"{language}.book.{entry.id}"))


def _agents(session: Session, asker: Principal, *, own: bool) -> tuple[str, ...]:
    if own:
        return (asker.person_id,)
    return tuple(session.scalars(sa.select(Person.id).where(Person.role == Role.AGENT)))


def _days(settings: Settings) -> Days:
    zone = ZoneInfo(settings.time_zone)
    today: date = now().astimezone(zone).date()
    return Days(today - timedelta(weeks=2 * _WEEKS) + timedelta(days=1), today, zone)


def _shares(days: Sequence[Day]) -> dict[str, Estimate]:
    """The share of what was decided that was said, by question, an agent's opportunities together."""
    sums: dict[str, dict[str, tuple[int, int]]] = {}
    for one in days:
        of_agent = sums.setdefault(one.question_id, {})
        said, decided = of_agent.get(one.agent, (0, 0))
        of_agent[one.agent] = said + one.said, decided + one.said + one.not_said
    return {
        question_id: pooled_share([said for said, _ in parts.values()], [decided for _, decided in parts.values()])
        for question_id, parts in sums.items()
    }


def _lasting(session: Session) -> dict[str, str]:
    """By what a question is called in the newest rubrics, the id that it always had."""
    rubrics = [rubric_of(row) for row in newest_versions(session)]
    return {own: first for rubric in rubrics for own, first in first_ids(session, rubric).items()}


def _drills(session: Session) -> dict[tuple[str, str], str]:
    """By language, and by the question that counts it or else by the drill itself: what can be drilled."""
    return {
        (language, one.question_id or one.id): one.id
        for language in LANGUAGES
        for one in taught(session, language).values()
    }
