"""Disputes of simulated agents that were decided: somebody else listened again, and the answer stood."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from qa.demo.programme.reviewing import Review
from qa.disputes.deadline import Terms
from qa.disputes.tables import Decision, DisputeState
from qa.evaluation.tables import EvaluationState
from qa.platform.clock import id_of
from qa.rubric.model import Rubric
from qa.scoring.score import Marks, Score

#: Of the feedback that was acknowledged, how much was disputed.
_DISPUTED: Final = 0.1
_REASONS: Final[Mapping[str, Sequence[str]]] = {
    "he": ("לדעתי אמרתי את המשפט, רק במילים שלי.", "הלקוח כבר היה רגוע, ולא היה צורך."),
    "en": ("I did say it, in my own words.", "The customer was calm already, so there was no need."),
}
_WHY: Final = {
    "he": "האזנתי שוב: הרגע היה, והמשפט לא נאמר. שווה לתרגל אותו יחד.",
    "en": "I listened again: the moment was there, and the sentence was not said. Let us practise it together.",
}

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Disputing:
    """Who decides, until when, by which terms, and by which chance."""

    reviewers: Sequence[str]
    until: datetime
    terms: Terms
    chance: random.Random

    def dispute(self, review: Review, stands: Score, rubric: Rubric) -> tuple[Row, Row] | None:
        """A dispute and the question that it is about, without call, evaluation and agent; None: nothing is disputed.

        It is decided by another reviewer than the one who answered.
        """
        if review.state is not EvaluationState.ACKNOWLEDGED or self.chance.random() >= _DISPUTED:
            return None
        answered_by, published_at = review.told["reviewer_id"], review.told["published_at"]
        others = [person_id for person_id in self.reviewers if person_id != answered_by]
        lost = [one for one in rubric.questions if _lost(stands.by_question[one.id])]
        opened = published_at + timedelta(hours=self.chance.uniform(3, 30))
        decided = opened + timedelta(hours=self.chance.uniform(20, 60))
        if not others or not lost or decided > self.until:
            return None
        question, judge = self.chance.choice(lost), self.chance.choice(others)
        dispute: Row = {
            "id": id_of(opened, self.chance.getrandbits),
            "state": DisputeState.REJECTED,
            "version": 2,
            "opened_at": opened,
            "due_at": self.terms.due_at(opened),
            "assignee_id": judge,
            "assigned_at": opened,
            "decided_at": decided,
            "decided_by": judge,
        }
        asked: Row = {
            "id": id_of(opened, self.chance.getrandbits),
            "dispute_id": dispute["id"],
            "place": 0,
            "question_id": question.id,
            "reason": self.chance.choice(_REASONS[rubric.language]),
            "stood_option_id": stands.by_question[question.id].option_id,
            "stood_not_applicable": False,
            "answered_by": answered_by,
            "decision": Decision.REJECTED,
            "not_applicable": False,
            "decision_reason": _WHY[rubric.language],
        }
        return dispute, asked


def _lost(stood: Marks) -> bool:
    """Whether points were possible, and not all of them were earned."""
    return stood.points is not None and stood.possible is not None and stood.points < stood.possible
