"""Each measure of a cohort: what is asked of the database, the statistics, and what the web says of it."""

from collections.abc import Iterable
from typing import TypedDict

from qa.calls.tables import Purpose
from qa.insights.schemas import Figure
from qa.measures import adoption, anchor, query, stalling
from qa.measures.anchor import Anchor
from qa.measures.cohorts import Said
from qa.measures.consistency import consistency
from qa.measures.drilled import drilled
from qa.measures.facts import sentence_key
from qa.measures.schemas import (
    AdoptionCurve,
    AdoptionOut,
    AdoptionWeek,
    AnchorOut,
    AnchorRow,
    AnchorSentence,
    ConsistencyOut,
    ConsistencyRow,
    DrilledRow,
    MeasuredQuestion,
    StallingOut,
    StallRow,
    TransferOut,
    TransferRow,
)
from qa.measures.sentences import sentences
from qa.measures.stalling import Stall
from qa.measures.statistics import pooled_share
from qa.measures.strata import Pair
from qa.measures.transfer import gap
from qa.measures.view import EARLIEST, Seen, begins, ground, of_change

#: What is now: so many of the newest weeks.
_LATELY = 4
#: Consistency is told of so many of the newest weeks behind the workshop's.
_STEADY = 8


def adoption_of(own: Seen) -> AdoptionOut:
    """How often each phrase is said, by week, from before the workshop on."""
    counts = own.by_week()
    curves = [_curve(own, question, counts[question.id]) for question in own.in_order([*counts])]
    return AdoptionOut(ground=ground(own), curves=curves)


def curves_of_targets(own: Seen) -> list[AdoptionCurve]:
    """The same of what the programme aims at alone."""
    counts = own.by_week()
    aimed = own.in_order([one for one in counts if one in own.targets])
    return [_curve(own, question, counts[question.id]) for question in aimed]


def transfer_of(own: Seen) -> TransferOut:
    """Practice against live calls, since the workshop, under the same version of the rubric."""
    sides: dict[tuple[str, str, str], tuple[list[float], list[float]]] = {}
    for side, purpose in enumerate((Purpose.PRACTICE, Purpose.LIVE)):
        for day in own.days(purpose):
            if day.day >= own.cohort.day0:
                key = (day.question_id, day.agent, day.version_id)
                counts = sides.setdefault(key, ([0.0, 0.0], [0.0, 0.0]))[side]
                counts[0] += day.said
                counts[1] += day.said + day.not_said
    pairs: dict[str, list[Pair]] = {}
    for (question_id, agent, version), (first, second) in sides.items():
        kind = (question_id, version)
        pairs.setdefault(question_id, []).append(Pair(agent, kind, (first[0], first[1]), (second[0], second[1])))
    practised = [one for one, mine in pairs.items() if any(pair.first[1] for pair in mine)]
    rows = [
        TransferRow(
            question=question,
            practice=_share_of(_sides(pairs[question.id], 0)),
            live=_share_of(_sides(pairs[question.id], 1)),
            gap=_gap(pairs[question.id]),
        )
        for question in own.in_order(practised)
    ]
    told = [pair for row in rows for pair in pairs[row.question.id]]
    tried = drilled(own.session, own.scope, own.cohort.day0)
    drills = [
        DrilledRow(question=question, figure=_share_of(tried[question.id].items()))
        for question in own.in_order([*tried])
    ]
    return TransferOut(ground=ground(own), whole=_gap(told), rows=rows, drills=drills)


def consistency_of(own: Seen) -> ConsistencyOut:
    """How even the team is, and how even each agent's weeks are, in the newest weeks behind the workshop's."""
    weeks = [week for week in own.weeks if week >= 1][-_STEADY:]
    rows = []
    if weeks:
        counts = own.by_week(weeks)
        for question in own.in_order([*counts]):
            found = consistency(counts[question.id])
            count, agents = found.opportunities, found.agents
            between, within = (of_change(change, count, agents) for change in (found.between, found.within))
            rows.append(ConsistencyRow(question=question, between=between, within=within))
    return ConsistencyOut(ground=ground(own), weeks=(weeks[0], weeks[-1]) if weeks else None, rows=rows)


def anchor_of(own: Seen) -> AnchorOut:
    """The customer's tone after each transition against like moments without one: of a question, and of a sentence."""
    moments = query.moments_of(own.session, own.scope)
    said = {name for moment in moments for name in moment.said}
    texts = sentences(own.session, own.scope.language)
    rows = []
    for question in own.in_order([*said]):
        its_own = [key for key in texts if key in said and key.startswith(sentence_key(question.id, ""))]
        found = {name: anchor.effect_of(name, moments) for name in (question.id, *its_own)}
        told = [AnchorSentence(id=key, text=texts[key], **_anchored(found[key])) for key in its_own]
        rows.append(AnchorRow(question=question, **_anchored(found[question.id]), sentences=told))
    return AnchorOut(ground=ground(own), fewest_moments=anchor.FEWEST_MOMENTS, rows=rows)


def stalling_of(own: Seen) -> StallingOut:
    """What rose in the first week of practice and did not go on in the second; what the programme aims at, or all."""
    counts = own.by_week()
    told = [question for question in own.in_order([*counts]) if question.target is not None or not own.targets]
    mine = {question.id: counts[question.id] for question in told}
    names = own.names()
    of_questions = stalling.of_questions(mine) if mine else {}
    of_agents = stalling.of_agents(mine, own.scope.members)
    return StallingOut(
        ground=ground(own),
        hardly=stalling.HARDLY,
        questions=[_stall(question.id, of_questions[question.id], question, None) for question in told],
        agents=[
            _stall(agent, found, None, names[agent])
            for agent, found in sorted(of_agents.items(), key=lambda pair: names[pair[0]])
        ],
    )


def _curve(own: Seen, question: MeasuredQuestion, counts: Said) -> AdoptionCurve:
    before = (EARLIEST, -1)
    lately = [week for week in own.weeks if week >= 1][-_LATELY:]
    after = (lately[0], lately[-1]) if lately else None
    change, agents = adoption.since(counts, before, after or (0, -1))
    asked = sum(int(counts.between(*weeks)[1].sum()) for weeks in (before, after) if weeks)
    return AdoptionCurve(
        question=question,
        weeks=[
            AdoptionWeek(
                week=one.week,
                begins=begins(own, one.week),
                figure=Figure.of(one.share),
                unsure=one.unsure,
                least=one.least,
                most=one.most,
            )
            for one in adoption.curve(counts)
        ],
        before=before,
        after=after,
        change=of_change(change, asked, agents),
    )


class _Anchored(TypedDict):
    effect: Figure
    without: int
    plain: float | None


def _anchored(found: Anchor) -> _Anchored:
    plain = None if found.plain is None else round(found.plain, 4)
    return {"effect": of_change(found.change, found.with_it, found.agents), "without": found.without, "plain": plain}


def _sides(pairs: Iterable[Pair], side: int) -> Iterable[tuple[str, tuple[float, float]]]:
    return ((pair.agent, pair.second if side else pair.first) for pair in pairs)


def _share_of(sides: Iterable[tuple[str, tuple[float, float]]]) -> Figure:
    agents: dict[str, list[float]] = {}
    for agent, (said, asked) in sides:
        counts = agents.setdefault(agent, [0.0, 0.0])
        counts[0] += said
        counts[1] += asked
    return Figure.of(pooled_share(*([counts[place] for counts in agents.values()] for place in (0, 1))))


def _gap(pairs: list[Pair]) -> Figure:
    found = gap(pairs)
    count = sum(int(own.first + own.second) for own in found.agents.values())
    return of_change(found.change, count, len(found.agents))


def _stall(name: str, found: Stall, question: MeasuredQuestion | None, agent: str | None) -> StallRow:
    first, second = (of_change(change, found.opportunities, found.agents) for change in (found.first, found.second))
    return StallRow(id=name, question=question, agent=agent, first=first, second=second, course=found.course)
