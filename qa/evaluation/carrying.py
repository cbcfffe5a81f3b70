"""What people said of a call when its words change: their answers go along into the evaluation of the new words.

Feedback that was published stays what the agent was shown: a call with it is not scored anew.
"""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls.tables import TranscriptRevision
from qa.evaluation import marks
from qa.evaluation.tables import Evaluation, EvaluationState, ToneCorrection
from qa.platform.clock import now
from qa.rubric.model import Rubric


def carry(session: Session, before: Evaluation, after: Evaluation, rubric: Rubric) -> None:
    """Give `after` what people said in `before`, as far as its rubric still asks it; `before` keeps it as well.

    What was submitted stays so, unless the new words leave a question that nobody has decided.
    """
    _carry_answers(before, after, rubric)
    after.summary, after.reviewer_id = before.summary, before.reviewer_id
    session.flush()
    submitted = before.state is EvaluationState.SUBMITTED and not marks.score_of(after, rubric).undecided
    after.state = EvaluationState.SUBMITTED if submitted else EvaluationState.DRAFT
    after.submitted_at = before.submitted_at if submitted else None
    if _root(session, before) == _root(session, after):
        _carry_tones(session, before, after)


def _carry_answers(before: Evaluation, after: Evaluation, rubric: Rubric) -> None:
    for old in marks.current_answers(after).values():
        old.replaced_at = now()
    offered = {question.id: {option.id for option in question.options} for question in rubric.questions}
    for question_id, answer in marks.current_answers(before).items():
        if answer.confirmed:  # what was suggested of other words is not what is suggested of these
            continue
        if answer.not_applicable or answer.option_id in offered.get(question_id, ()):
            after.answers.append(marks.copy_of(answer))


def _carry_tones(session: Session, before: Evaluation, after: Evaluation) -> None:
    """Corrected words stand in the same turns, so what was said of a turn's tone is said of the same turn."""

    def of(evaluation: Evaluation) -> dict[int, ToneCorrection]:
        rows = sa.select(ToneCorrection).where(ToneCorrection.transcript_id == evaluation.transcript_id)
        return {row.turn: row for row in session.scalars(rows)}

    said, known = of(before), of(after)
    for turn in known.keys() - said.keys():
        session.delete(known[turn])
    for turn, row in said.items():
        copy = known.get(turn)
        if copy is None:
            copy = ToneCorrection(call_id=row.call_id, transcript_id=after.transcript_id, turn=turn)
            session.add(copy)
        copy.label, copy.reason, copy.person_id, copy.at = row.label, row.reason, row.person_id, row.at


def _root(session: Session, evaluation: Evaluation) -> str:
    """What machines heard beneath the words that the evaluation rests on."""
    revision = session.get_one(TranscriptRevision, evaluation.transcript_id)
    return revision.machine_id or revision.id
