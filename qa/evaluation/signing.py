"""Whose word an answer is: what the machine answered becomes the reviewer's own where it is not trusted to stand alone.

A question at "suggest only" is answered by a person. Whoever ends a review says so of each answer that was left as the
machine suggested it, and the page says beforehand how many these are. At "with review" and "automatic" the machine's
answer stands as the machine's. Which state a question is in, is decided in calibration.
"""

from collections.abc import Callable, Mapping

from sqlalchemy.orm import Session

from qa.evaluation import marks
from qa.evaluation.tables import AnswerRow, Evaluation
from qa.platform.clock import now
from qa.rubric.store import rubric_of
from qa.scoring.agreement.trust import LADDER, Trust

#: The questions of an evaluation that stand above the lowest state, by their ids.
Raised = Callable[[Session, Evaluation], Mapping[str, Trust]]

_asked: list[Raised] = []


def ask(raised: Raised) -> None:
    """From now on this says which questions are trusted. Until somebody does, none is above the lowest state."""
    _asked[:] = [raised]


def trust_in(session: Session, evaluation: Evaluation) -> Mapping[str, Trust]:
    """How far the machine's answers are trusted, for every question of the evaluation."""
    raised = _asked[0](session, evaluation) if _asked else {}
    return {question.id: raised.get(question.id, LADDER[0]) for question in rubric_of(evaluation.rubric).questions}


def sign(session: Session, evaluation: Evaluation, person_id: str) -> list[str]:
    """Answer in this person's name what was left as the machine suggested it; returns the questions."""
    stands = marks.score_of(evaluation, rubric_of(evaluation.rubric)).by_question
    left = {
        question_id: stands[question_id].option_id
        for question_id, trust in trust_in(session, evaluation).items()
        if trust == LADDER[0] and stands[question_id].decided_by == "machine" and stands[question_id].option_id
    }
    evaluation.answers += [
        AnswerRow(question_id=question_id, option_id=option_id, person_id=person_id, answered_at=now(), confirmed=True)
        for question_id, option_id in left.items()
    ]
    return list(left)
