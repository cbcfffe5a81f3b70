"""A compared session's agreement: gathered, measured, and as the web says it."""

from collections.abc import Mapping
from functools import lru_cache

from sqlalchemy.orm import Session

from qa.calibration import discussion, rating
from qa.calibration.agreement import MACHINE, NOT_APPLICABLE, Agreed, Asked, Material, measured
from qa.calibration.schemas import (
    AgainstOut,
    AgreedShare,
    AgreementOut,
    AnswerShare,
    GroundOut,
    MeasureOut,
    Mixed,
    PersonAgainst,
    PrevalenceOut,
    QuestionAgreement,
    RaterAgreement,
    TrustDecisionOut,
    TrustOut,
)
from qa.calibration.tables import CalibrationSession
from qa.calibration.trust import Trusted, suggested
from qa.calibration.view import ratings_by_place, suggestions
from qa.rubric.store import rubric_of
from qa.scoring.agreement.measure import Measure
from qa.scoring.agreement.ratings import Value
from qa.scoring.agreement.reference import AgainstReference, Share


def material(session: Session, held: CalibrationSession) -> Material:
    """What there is to measure; only of a session that was `seen`."""
    rubric, sheets = rubric_of(held.rubric), discussion.sheets(session, held)
    people: dict[str, set[tuple[str, str, str]]] = {one.person_id: set() for one in held.participants}
    for (call_id, question_id), said in ratings_by_place(sheets, rubric).items():
        for person_id, row in said.items():
            people[person_id].add((call_id, question_id, row.option_id or NOT_APPLICABLE))
    by_evaluation = {chosen.evaluation_id: chosen.call_id for chosen in held.calls}
    machine = {
        (by_evaluation[row.evaluation_id], row.question_id, answer)
        for row in suggestions(session, held.calls)
        if (answer := suggested(row)) is not None
    }
    percents = ((sheet.call_id, sheet.person_id, rating.score_of(sheet, rubric).percent) for sheet in sheets)
    return Material(
        asked=tuple(Asked.of(question) for question in rubric.questions),
        people=tuple((person_id, frozenset(said)) for person_id, said in sorted(people.items())),
        machine=frozenset(machine),
        reference=frozenset(
            (call_id, question_id, row.option_id or NOT_APPLICABLE)
            for (call_id, question_id), row in discussion.references(session, held).items()
        ),
        percents=frozenset((call, person, percent) for call, person, percent in percents if percent is not None),
    )


@lru_cache(maxsize=64)
def agreement_out(of: Material) -> AgreementOut:
    """All coefficients. They take up to a second, so the same material is measured once a process."""
    agreed: Agreed = measured(of)
    return AgreementOut(
        questions=[
            QuestionAgreement(
                question_id=question.question_id,
                level=question.level,
                among=[_measure(measure) for measure in question.among],
                machine=_against(question.machine),
                machine_measures=[_measure(measure) for measure in question.machine_measures],
                people=[PersonAgainst(person_id=who, against=_against(one)) for who, one in question.people.items()],
            )
            for question in agreed.questions
        ],
        raters=[
            RaterAgreement(
                person_id=None if one.rater == MACHINE else one.rater,
                against=_against(one.against),
                measures=[_measure(measure) for measure in one.measures],
            )
            for one in agreed.raters
        ],
        score=_measure(agreed.score, by_answer=False),
    )


def trust_out(trusted: Trusted) -> TrustOut:
    """A question's state of trust, what is proposed, and why."""
    proposal = trusted.proposal
    return TrustOut(
        question_id=trusted.question.id,
        current=proposal.current,
        proposed=proposal.proposed,
        moves=proposal.moves,
        grounds=[
            GroundOut(
                about=ground.about,
                found=ground.found,
                needed=ground.needed,
                answer=None if ground.answer is None else str(ground.answer),
                met=ground.met,
            )
            for ground in proposal.grounds
        ],
        measured=_against(proposal.measured),
        latest=_share(proposal.latest),
        engine=trusted.engine,
        decisions=[
            TrustDecisionOut.model_validate(
                {
                    "before": row.before,
                    "proposed": row.proposed,
                    "accepted": row.accepted,
                    "reason": row.reason,
                    "person_name": row.person.name,
                    "decided_at": row.decided_at,
                }
            )
            for row in trusted.decisions
        ],
    )


def _measure(measure: Measure, *, by_answer: bool = True) -> MeasureOut:
    prevalence: Mapping[Value, float] = measure.basis.prevalence if by_answer else {}
    return MeasureOut(
        name=measure.name,
        weights=measure.weights,
        value=measure.value,
        low=measure.low,
        high=measure.high,
        undefined=measure.undefined,
        no_interval=measure.no_interval,
        units=measure.basis.units,
        disagreed=measure.basis.disagreed,
        minority=measure.basis.minority,
        rough=measure.basis.rough,
        prevalence=[PrevalenceOut(answer=str(answer), share=share) for answer, share in prevalence.items()],
    )


def _against(against: AgainstReference) -> AgainstOut:
    return AgainstOut(
        units=against.units,
        agreement=_share(against.agreement),
        by_answer=[AnswerShare(answer=str(answer), share=_share(one)) for answer, one in against.by_answer.items()],
        mixed=[
            Mixed(reference=str(reference), given=str(given), units=units)
            for (reference, given), units in against.confusion.items()
            if reference != given
        ],
    )


def _share(share: Share) -> AgreedShare:
    return AgreedShare(agreed=share.agreed, of=share.of, value=share.value, low=share.low, high=share.high)
