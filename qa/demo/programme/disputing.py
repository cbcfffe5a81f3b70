"""Disputes of simulated agents: most were decided by somebody else who listened again, some still wait for that.

Where one was upheld, the agent was shown a revision, as `qa.evaluation.revising` makes it. No regression case is kept
of it: nobody heard anything, so there is nothing that a model could get wrong again.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from qa.demo.programme.reviewing import Review
from qa.disputes.deadline import Terms
from qa.disputes.tables import Decision, DisputeState
from qa.evaluation.tables import EvaluationState
from qa.platform.clock import id_of
from qa.rubric.model import Question, Rubric
from qa.scoring.score import Marks, Score

#: Of the feedback that was shown, how much was disputed; of that, what came of it. The rest was rejected.
_DISPUTED, _UPHELD, _WITHDRAWN = 0.16, 0.33, 0.08
_REASONS: Final[Mapping[str, Sequence[str]]] = {
    "he": (
        "לדעתי אמרתי את המשפט, רק במילים שלי.",
        "הלקוח כבר היה רגוע, ולא היה צורך.",
        "זה נאמר מאוחר יותר בשיחה, אחרי הבדיקה.",
    ),
    "en": (
        "I did say it, in my own words.",
        "The customer was calm already, so there was no need.",
        "I said it later in the call, after the check.",
    ),
}
_STANDS: Final[Mapping[str, Sequence[str]]] = {
    "he": (
        "האזנתי שוב: הרגע היה, והמשפט לא נאמר. שווה לתרגל אותו יחד.",
        "קראתי שוב את הרגע. ההזדמנות הייתה ברורה, ולכן התשובה נשארת.",
    ),
    "en": (
        "I listened again: the moment was there, and the sentence was not said. Let us practise it together.",
        "I read that moment again. The opportunity was clear, so the answer stays.",
    ),
}
_CHANGES: Final[Mapping[str, Sequence[str]]] = {
    "he": ("נכון, זה נאמר במילים אחרות ובמקום הנכון. התשובה תוקנה.", "תודה שהערת: ברגע הזה זה אכן נעשה."),
    "en": ("You are right: it was said in other words, in the right place.", "Thank you for pointing at it: it was."),
}

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Disputed:
    """A dispute and the question that it is about, without call, evaluation and agent."""

    dispute: Row
    question: Row

    @property
    def is_open(self) -> bool:
        """Whether it still waits."""
        return self.dispute["state"] is DisputeState.OPEN

    @property
    def is_upheld(self) -> bool:
        """Whether the answer was changed."""
        return self.dispute["state"] is DisputeState.UPHELD

    @property
    def retracted(self) -> Row:
        """Columns of the evaluation that a revision took the place of."""
        return {
            "state": EvaluationState.RETRACTED,
            "retracted_at": self.dispute["decided_at"],
            "retracted_by": self.dispute["decided_by"],
            "retracted_why": self.question["decision_reason"],
        }

    def revised(self, review: Review) -> Review:
        """The review with the answer that was decided on, shown when that was, and not read yet."""
        decided_at, question_id = self.dispute["decided_at"], self.question["question_id"]
        answers = tuple(
            row | {"replaced_at": decided_at} if row["question_id"] == question_id else row for row in review.answers
        )
        given: Row = {
            "question_id": question_id,
            "option_id": self.question["option_id"],
            "not_applicable": False,
            "reason": self.question["decision_reason"],
            "person_id": self.dispute["decided_by"],
            "answered_at": decided_at,
            "confirmed": False,
            "replaced_at": None,
        }
        unread = {"published_at": decided_at, "acknowledged_at": None, "acknowledgement": None}
        return replace(
            review, state=EvaluationState.PUBLISHED, answers=(*answers, given), told={**review.told, **unread}
        )


@dataclass(frozen=True, slots=True)
class Disputing:
    """Who decides, until when, by which terms, and by which chance."""

    reviewers: Sequence[str]
    until: datetime
    terms: Terms
    chance: random.Random

    def dispute(self, review: Review, stands: Score, rubric: Rubric) -> Disputed | None:
        """What was disputed of it, if anything. Another reviewer looks at it than the one who answered."""
        shown = review.state in (EvaluationState.PUBLISHED, EvaluationState.ACKNOWLEDGED)
        if not shown or self.chance.random() >= _DISPUTED:
            return None
        answered_by, read_at = review.told["reviewer_id"], review.told["acknowledged_at"] or review.told["published_at"]
        others = [person_id for person_id in self.reviewers if person_id != answered_by]
        lost = [one for one in rubric.questions if _lost(stands.by_question[one.id])]
        opened = read_at + timedelta(hours=self.chance.uniform(1, 20))
        if not others or not lost or opened > self.until:
            return None
        question, judge = self.chance.choice(lost), self.chance.choice(others)
        decided = opened + timedelta(hours=self.chance.uniform(20, 60))
        better = _better(question, stands.by_question[question.id], rubric)
        state = self._became(decided, better)
        is_decided = state in (DisputeState.UPHELD, DisputeState.REJECTED)
        dispute: Row = {
            "id": id_of(opened, self.chance.getrandbits),
            "state": state,
            "version": 1 if state is DisputeState.OPEN else 2,
            "opened_at": opened,
            "due_at": self.terms.due_at(opened),
            "assignee_id": judge,
            "assigned_at": opened,
            "withdrawn_at": decided if state is DisputeState.WITHDRAWN else None,
            "decided_at": decided if is_decided else None,
            "decided_by": judge if is_decided else None,
            "revised_id": None,
        }
        words = _CHANGES if state is DisputeState.UPHELD else _STANDS
        asked: Row = {
            "id": id_of(opened, self.chance.getrandbits),
            "dispute_id": dispute["id"],
            "place": 0,
            "question_id": question.id,
            "reason": self.chance.choice(_REASONS[rubric.language]),
            "stood_option_id": stands.by_question[question.id].option_id,
            "stood_not_applicable": False,
            "answered_by": answered_by,
            "decision": Decision(state.value) if is_decided else None,
            "option_id": better if state is DisputeState.UPHELD else None,
            "not_applicable": False,
            "decision_reason": self.chance.choice(words[rubric.language]) if is_decided else None,
        }
        return Disputed(dispute, asked)

    def _became(self, decided: datetime, better: str | None) -> DisputeState:
        drawn = self.chance.random()
        if decided > self.until:
            return DisputeState.OPEN
        if drawn < _WITHDRAWN:
            return DisputeState.WITHDRAWN
        upheld = better is not None and drawn < _WITHDRAWN + _UPHELD
        return DisputeState.UPHELD if upheld else DisputeState.REJECTED


def _lost(stood: Marks) -> bool:
    """Whether points were possible, and not all of them were earned."""
    return stood.points is not None and stood.possible is not None and stood.points < stood.possible


def _better(question: Question, stood: Marks, rubric: Rubric) -> str | None:
    """The option that earns all; None where that one stands, or where the new answer would ask further questions."""
    if any(one.only_if is not None and one.only_if.question_id == question.id for one in rubric.questions):
        return None
    best = max(question.options, key=lambda option: question.points(option.id))
    return best.id if best.id != stood.option_id else None
