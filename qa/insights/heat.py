"""Questions by weeks: how much of what could be earned was, among the calls that gave an opportunity."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls.tables import Call
from qa.evaluation.schemas import EvidenceOut
from qa.evaluation.tables import Evaluation, SuggestionRow
from qa.insights import facts, figures, query
from qa.insights.hours import Days, first_day_of_week, week_of
from qa.insights.intervals import share
from qa.insights.query import Asked, Wish
from qa.insights.schemas import CellCall, CellCalls, Figure, HeatCell, HeatMap, HeatRow
from qa.insights.tables import AnswerFact, CallFact
from qa.people.tables import Person
from qa.platform.errors import Refused
from qa.platform.security.principal import Principal
from qa.platform.settings import Settings
from qa.rubric.identity import identities
from qa.rubric.model import Question, Rubric, Section
from qa.rubric.schemas import Texts
from qa.rubric.store import rubric_of, versions_of
from qa.rubric.tables import RubricVersion

_BETWEEN = "~"


class BadCursor(Refused):
    """A cursor that no page gave out."""

    code = "bad_cursor"

    def __init__(self, cursor: str) -> None:
        self.cursor = cursor
        super().__init__(f"{cursor!r} is no cursor of this list")


def heat_map(session: Session, asker: Principal, wish: Wish, settings: Settings) -> HeatMap:
    """Of one rubric: the one that is wished for, or the one that most of these calls were held against."""
    known = figures.rubrics(session, asker, wish)
    chosen = next((one for one in known if wish.rubric_id in (None, one.id)), None)
    ground = figures.ground(session, asker, wish, settings)
    if chosen is None:
        return HeatMap(ground=ground, rubric=None, weeks=[], rows=[])
    own = replace(wish, rubric_id=chosen.id)
    by_week: dict[str, dict[int, Asked]] = {}
    for (question_id, (number,)), found in query.questions(session, asker, own, [query.by_week(own)]).items():
        assert isinstance(number, int)
        by_week.setdefault(question_id, {})[number] = found
    weeks = range(week_of(wish.days.first), week_of(wish.days.last) + 1)
    rows = []
    for question_id, section, question in _questions(session, chosen.id):
        asked = by_week.get(question_id, {})
        if not asked:
            continue
        rows.append(
            HeatRow(
                question_id=question_id,
                text=Texts.of(question.text),
                section=Texts.of(section.title),
                critical=question.critical,
                whole=_cell(weeks[0], query.all_weeks(asked.values())),
                cells=[_cell(week, asked[week]) for week in weeks if week in asked],
            )
        )
    return HeatMap(ground=ground, rubric=chosen, weeks=[first_day_of_week(week) for week in weeks], rows=rows)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the map, and which part of its calls is wanted. `week` None: all weeks."""

    question_id: str
    week: date | None = None
    cursor: str | None = None
    limit: int = 20


def calls(session: Session, asker: Principal, wish: Wish, cell: Cell) -> CellCalls:
    """The calls behind a cell, those that earned least first, with their moments. Raises BadCursor."""
    question_id = cell.question_id
    # Those to which it does not apply, or in which it is undecided, come last.
    order = sa.func.coalesce(AnswerFact.share, 2.0)
    found = (
        sa.select(Call, CallFact, AnswerFact, order, Person.name)
        .select_from(CallFact)
        .join(Call, Call.id == CallFact.call_id)
        .join(AnswerFact, AnswerFact.call_id == CallFact.call_id)
        .outerjoin(Person, Person.id == Call.agent_id)
        .where(AnswerFact.question_id == question_id, *query.counted(asker, _within(wish, cell.week)))
        .order_by(order, Call.id.desc())
    )
    if wish.people_only:
        found = found.where(AnswerFact.decided_by == "person")
    if cell.cursor is not None:
        share_of, call_id = _read(cell.cursor)
        found = found.where(sa.or_(order > share_of, sa.and_(order == share_of, Call.id < call_id)))
    rows = session.execute(found.limit(cell.limit + 1)).unique().all()
    shown = rows[: cell.limit]
    evidence = evidence_of(session, {fact.evaluation_id for _, fact, *_ in shown}, question_id)
    return CellCalls(
        items=[
            CellCall(
                call_id=call.id,
                file_name=call.file_name,
                medium=call.medium,
                began_at=datetime.fromtimestamp(fact.began_s, UTC),
                agent=name,
                share=answer.share,
                applies=answer.applies,
                decided_by=answer.decided_by,
                evidence=evidence.get(fact.evaluation_id, []),
            )
            for call, fact, answer, _, name in shown
        ],
        next_cursor=f"{shown[-1][3]!r}{_BETWEEN}{shown[-1][0].id}" if len(rows) > cell.limit else None,
    )


def _within(wish: Wish, week: date | None) -> Wish:
    """As much of the period as lies in that week."""
    if week is None:
        return wish
    days, start = wish.days, first_day_of_week(week_of(week))
    return replace(wish, days=Days(max(start, days.first), min(start + timedelta(days=6), days.last), days.zone))


def _questions(session: Session, rubric_id: str) -> Iterator[tuple[str, Section, Question]]:
    """The questions of all versions by their first id, in the words and the order of the newest that asks them."""
    versions: Sequence[Rubric] = [rubric_of(row) for row in versions_of(session, rubric_id)]
    first_ids = identities(versions)
    seen: set[str] = set()
    for rubric in versions:
        for section in rubric.sections:
            for question in section.questions:
                first = first_ids[rubric.version][question.id]
                if first not in seen:
                    seen.add(first)
                    yield first, section, question


def _cell(week: int, asked: Asked) -> HeatCell:
    return HeatCell(
        week=first_day_of_week(week),
        figure=Figure.of(share(asked.shares.values())),
        not_applicable=asked.not_applicable,
        undecided=asked.undecided,
        from_people=asked.from_people,
    )


def evidence_of(session: Session, evaluation_ids: set[str], first_id: str) -> Mapping[str, list[EvidenceOut]]:
    """The moments of the question in each evaluation, under whatever id its rubric version has for it."""
    found: dict[str, list[EvidenceOut]] = {}
    versions = (
        sa.select(Evaluation.id, RubricVersion)
        .join(RubricVersion, RubricVersion.id == Evaluation.rubric_version_id)
        .where(Evaluation.id.in_(evaluation_ids))
    )
    names: dict[str, str] = {}
    for evaluation_id, version in session.execute(versions):
        first_ids = facts.first_ids(session, rubric_of(version))
        names[evaluation_id] = next((own for own, first in first_ids.items() if first == first_id), first_id)
    rows = sa.select(SuggestionRow).where(
        SuggestionRow.evaluation_id.in_(evaluation_ids), SuggestionRow.question_id.in_(set(names.values()))
    )
    for row in session.scalars(rows):
        if names.get(row.evaluation_id) == row.question_id:
            found[row.evaluation_id] = [EvidenceOut.model_validate(one) for one in row.evidence]
    return found


def _read(cursor: str) -> tuple[float, str]:
    told, _, call_id = cursor.partition(_BETWEEN)
    try:
        return float(told), call_id
    except ValueError as error:
        raise BadCursor(cursor) from error
