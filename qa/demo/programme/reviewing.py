"""What reviewers and agents did with some of the simulated calls: answers, feedback, acknowledgements, disputes."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from qa.demo.programme.calendar import Held
from qa.evaluation.tables import EvaluationState
from qa.rubric.model import Question, Rubric
from qa.scoring.score import Answer, Suggested
from qa.scoring.standing import Standing, stand

#: How many calls are reviewed: of those that are listened to closely, and of all others.
_REVIEWED: Final = {True: 0.75, False: 0.11}
#: So long back the calls of coached agents are listened to closely: what a home's band looks back over.
_COACHED_FOR: Final = timedelta(weeks=4)
_OVERRULED, _GOOD = 0.04, 0.8
_PUBLISHED, _ACKNOWLEDGED, _WITH_WORDS = 0.93, 0.75, 0.3
_MOST_ROUNDS = 4
_WHY: Final = {"he": "האזנתי שוב לרגע הזה", "en": "I listened to this moment again"}
_NOTES: Final = {
    "he": ("תודה, שמתי לב לזה.", "אנסה את המשפט הזה בשיחות הבאות.", "מסכימה עם הדברים."),
    "en": ("Thank you, I noticed that too.", "I will try this sentence in my next calls."),
}
_SUMMARIES: Final = {
    "he": ("פתיחה טובה. כדאי לוודא הבנה לפני שממשיכים.", "הלקוח נרגע אחרי משפט המעבר, יפה.", "לסכם בקול בסוף השיחה."),
    "en": ("A good opening. Make sure you understood before going on.", "The customer calmed down, well led."),
}


@dataclass(frozen=True, slots=True)
class Review:
    """What became of an evaluation. Answers are columns of `AnswerRow`, without their evaluation."""

    state: EvaluationState
    answers: tuple[dict[str, Any], ...]
    told: Mapping[str, Any]  # further columns of `Evaluation`

    @property
    def given(self) -> dict[str, Answer]:
        """The answers as a score takes them."""
        current = (row for row in self.answers if row["replaced_at"] is None)
        return {row["question_id"]: Answer(row["option_id"], row["not_applicable"]) for row in current}


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Reviews calls as a person would, by chance."""

    person_ids: Sequence[str]
    until: datetime
    chance: random.Random

    def review(
        self, rubric: Rubric, suggested: Mapping[str, Suggested], held: Held, *, signed_in: bool
    ) -> Review | None:
        """What became of the call; None: nobody has looked at it. Closely listened to: who signs in, or is coached."""
        looked = held.moment + timedelta(hours=self.chance.uniform(5, 60))
        closely = signed_in or (held.agent.coached is not None and self.until - held.moment < _COACHED_FOR)
        if self.chance.random() >= _REVIEWED[closely] or looked > self.until:
            return None
        person_id = self.chance.choice(self.person_ids)
        answers = tuple(self._answers(rubric, suggested, (person_id, looked)))
        told = {"reviewer_id": person_id, "submitted_at": looked, "summary": None, **_UNSHOWN}
        if self.chance.random() >= _PUBLISHED:
            return Review(EvaluationState.SUBMITTED, answers, told)
        told |= {
            "published_at": looked + timedelta(minutes=20),
            "summary": self.chance.choice(_SUMMARIES[rubric.language]),
        }
        read = looked + timedelta(hours=self.chance.uniform(2, 70))
        if self.chance.random() >= _ACKNOWLEDGED or read > self.until:
            return Review(EvaluationState.PUBLISHED, answers, told)
        note = self.chance.choice(_NOTES[rubric.language]) if self.chance.random() < _WITH_WORDS else None
        told |= {"acknowledged_at": read, "acknowledgement": note}
        return Review(EvaluationState.ACKNOWLEDGED, answers, told)

    def _answers(
        self, rubric: Rubric, suggested: Mapping[str, Suggested], by: tuple[str, datetime]
    ) -> Iterator[dict[str, Any]]:
        """Every question that is asked gets an answer: decided, overruled, or left as the machine suggested it."""
        given: dict[str, Answer] = {}
        for _ in range(_MOST_ROUNDS):  # an answer may ask a further question
            standings = stand(rubric, suggested, given)
            fresh = [one for one in standings if one.question.id not in given and one.decided_by == "nobody"]
            if not given:
                fresh += [one for one in standings if one.chosen and self.chance.random() < _OVERRULED]
            for one in fresh:
                given[one.question.id] = Answer(self._decides(one))
                reason = _WHY[rubric.language] if one.chosen else None
                yield _answer(one.question.id, given[one.question.id].option_id, reason, by)
            if not fresh:
                break
        for one in stand(rubric, suggested, given):
            if one.decided_by == "machine" and one.chosen:
                yield _answer(one.question.id, one.chosen, None, by) | {"confirmed": True}

    def _decides(self, standing: Standing) -> str:
        best_first = sorted(standing.question.options, key=_worth(standing.question), reverse=True)
        others = [option.id for option in best_first if option.id != standing.chosen and option.auto_fail is None]
        return others[0] if self.chance.random() < _GOOD else others[-1]


_UNSHOWN: Final[Mapping[str, Any]] = {"published_at": None, "acknowledged_at": None, "acknowledgement": None}
#: The same columns where nobody has looked at the call.
UNREVIEWED: Final[Mapping[str, Any]] = {"reviewer_id": None, "submitted_at": None, "summary": None, **_UNSHOWN}


def _answer(question_id: str, option_id: str | None, reason: str | None, by: tuple[str, datetime]) -> dict[str, Any]:
    person_id, moment = by
    return {
        "question_id": question_id,
        "option_id": option_id,
        "not_applicable": False,
        "reason": reason,
        "person_id": person_id,
        "answered_at": moment,
        "confirmed": False,
        "replaced_at": None,
    }


def _worth(question: Question) -> Any:
    return lambda option: question.points(option.id)
