"""The customers' sentences that are replied to: those that the agent missed, and others that are there to be used."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp2

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls import blindfolds, sealed
from qa.calls.tables import Call, Purpose, TranscriptRevision
from qa.calls.transcripts import from_revision, without
from qa.calls.view import has_sound, visible_to
from qa.disputes.tables import Dispute, DisputedQuestion, DisputeState
from qa.evaluation.findings import FindingsOut, OpportunityOut
from qa.evaluation.found import situation_name
from qa.evaluation.marks import current_answers
from qa.evaluation.tables import SHOWN, Evaluation, FoundInCall
from qa.exemplars import service as exemplars
from qa.platform.security.principal import Principal
from qa.platform.spans import Span
from qa.practice.drills.taught import lasting_ids
from qa.rubric.kinds.situation import ANSWERED
from qa.rubric.store import rubric_of

#: So many of one's calls are looked through, the newest first: what was missed long before is not what one needs now.
_MOST_CALLS = 300
#: A sentence is heard with what the customer says just before and after it, but not with a whole monologue.
_BEFORE_MS, _AFTER_MS = 10_000, 5_000
_EDGE_MS = 150
_MOST_SHARED = 10
#: A miss counts half after so long.
_HALF_LIFE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A customer's sentence in a call, which called for a reply; `within` is all that may be heard of the call."""

    call: Call
    evaluation: Evaluation
    opportunity: OpportunityOut
    within: Span | None = None  # None: the whole call

    @property
    def id(self) -> str:
        """Under which it can be asked for."""
        return f"{self.call.id}-{self.opportunity.trigger.start_ms}"

    @property
    def at(self) -> datetime:
        """When it was said, as far as that is known."""
        return self.call.started_at or self.call.received_at

    @property
    def told_at(self) -> datetime:
        """When the agent was told."""
        return self.evaluation.published_at or self.evaluation.created_at

    @property
    def has_sound(self) -> bool:
        """Whether it can be heard: written and drawn conversations have no sound."""
        return has_sound(self.call)


@dataclass(frozen=True, slots=True)
class CustomerSays:
    """A customer's words around a moment, without personal numbers, and when they are said."""

    text: str
    span: Span


def missed(session: Session, asker: Principal) -> dict[str, list[Spoken]]:
    """What this agent missed in live calls, by drill, the newest first.

    Not what a person judged otherwise, nor what the agent is disputing just now.
    """
    name = situation_name("%", "missed")
    found = sa.select(FoundInCall.call_id).where(FoundInCall.call_id == Call.id, FoundInCall.name.like(name)).exists()
    mine = (
        sa.select(Call, Evaluation)
        .join(Evaluation, Evaluation.id == Call.evaluation_id)
        .where(Call.agent_id == asker.person_id, Call.purpose == Purpose.LIVE, Evaluation.state.in_(SHOWN))
        .where(visible_to(asker), ~blindfolds.blinded(asker), found)
        .order_by(Call.shared_at.desc(), Call.id.desc())
        .limit(_MOST_CALLS)
    )
    rows = session.execute(mine).unique().all()
    disputed = _disputed(session, [evaluation.id for _, evaluation in rows])
    lasting: dict[str, dict[str, str]] = {}
    by_drill: dict[str, list[Spoken]] = {}
    for call, evaluation in rows:
        version = evaluation.rubric_version_id
        if version not in lasting:
            lasting[version] = dict(lasting_ids(session, rubric_of(evaluation.rubric)))
        for opportunity in _still_missed(evaluation):
            question_id = opportunity.question_id
            if (evaluation.id, question_id) not in disputed and question_id in lasting[version]:
                one = Spoken(call, evaluation, opportunity)
                by_drill.setdefault(lasting[version][question_id], []).append(one)
    return by_drill


def shared(session: Session, asker: Principal, question_id: str, language: str) -> list[Spoken]:
    """Customers' sentences to which a colleague replied well, in moments that this agent may hear."""
    found = []
    for exemplar in exemplars.page(session, asker, exemplars.Wanted(question_id, language), None, _MOST_SHARED):
        call = exemplar.call
        evaluation = session.get(Evaluation, call.evaluation_id) if call.evaluation_id else None
        if evaluation is None or exemplar.start_ms is None or exemplar.end_ms is None:
            continue
        within = Span(exemplar.start_ms, exemplar.end_ms)
        for opportunity in FindingsOut.model_validate(evaluation.findings or {}).opportunities:
            trigger = opportunity.trigger
            is_heard = within.start <= trigger.start_ms and trigger.end_ms <= within.end
            if opportunity.question_id == question_id and is_heard:
                found.append(Spoken(call, evaluation, opportunity, within))
    return found


def urgency(found: Sequence[Spoken], at: datetime) -> float:
    """How much a drill is needed: how often it was missed, what is older counting less."""
    ages: list[float] = [max(0.0, (at - one.at) / _HALF_LIFE) for one in found]
    return sum(exp2(-age) for age in ages)


def customer_says(session: Session, one: Spoken) -> CustomerSays:
    """What the customer says there: the sentence itself with what belongs to it."""
    trigger = one.opportunity.trigger
    revision = session.get_one(TranscriptRevision, one.evaluation.transcript_id)
    heard = from_revision(revision)
    heard_at_most = one.within or Span(0, heard.duration_ms)
    around = Span(
        max(heard_at_most.start, trigger.start_ms - _BEFORE_MS), min(heard_at_most.end, trigger.end_ms + _AFTER_MS)
    )
    said = [
        word
        for turn in without(heard, sealed.places(session, one.call.id, heard)).turns
        if turn.speaker == trigger.speaker and turn.span.start < trigger.end_ms and trigger.start_ms < turn.span.end
        for word in turn.words
        if around.start <= word.span.start and word.span.end <= around.end
    ]
    if not said:
        return CustomerSays(trigger.text, Span(trigger.start_ms, trigger.end_ms))
    end = min(max(word.span.end for word in said) + _EDGE_MS, heard_at_most.end)
    start = max(heard_at_most.start, min(word.span.start for word in said) - _EDGE_MS)
    return CustomerSays(" ".join(word.text for word in said), Span(start, max(start + 1, end)))


def _still_missed(evaluation: Evaluation) -> Iterable[OpportunityOut]:
    answers = current_answers(evaluation)
    for opportunity in FindingsOut.model_validate(evaluation.findings or {}).opportunities:
        answer = answers.get(opportunity.question_id)
        given_anyway = answer is not None and (answer.not_applicable or answer.option_id == ANSWERED)
        if opportunity.outcome == "missed" and not given_anyway:
            yield opportunity


def _disputed(session: Session, evaluation_ids: Sequence[str]) -> set[tuple[str, str]]:
    query = (
        sa.select(Dispute.evaluation_id, DisputedQuestion.question_id)
        .join(DisputedQuestion, DisputedQuestion.dispute_id == Dispute.id)
        .where(Dispute.state == DisputeState.OPEN, Dispute.evaluation_id.in_(evaluation_ids))
    )
    return {(evaluation_id, question_id) for evaluation_id, question_id in session.execute(query)}
