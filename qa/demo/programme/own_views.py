"""What simulated agents said of their own calls before they read what others say: mostly the same, a little kinder."""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from qa.calls.tables import Purpose
from qa.demo.programme.rows import Rows, Told
from qa.platform.clock import id_of
from qa.scoring.score import Marks
from qa.selfevaluation.tables import SelfAnswer, SelfEvaluation, SelfState

#: Of the reviewed calls, how many their agents looked at themselves; how many of those would rather not.
_ASKED, _DECLINED = 0.3, 0.12
#: How often an agent sees it as it was judged; of the rest, how often better.
_SAME, _KINDER = 0.84, 0.8
_ASKING: Final[Mapping[str, str]] = {
    "he": "לפני שנדבר: איך את או אתה רואים את השיחה הזאת?",
    "en": "Before we talk: how do you see this call yourself?",
}
_OWN_WORDS: Final[Mapping[str, Sequence[str]]] = {
    "he": ("בסך הכול שיחה טובה, את הסיכום אפשר לחדד.", "הרגשתי שהלקוח נרגע באמצע.", "מיהרתי קצת לפתרון."),
    "en": ("A good call on the whole; my summary could be clearer.", "I went for the solution a little too fast."),
}

Row = dict[str, Any]


def look_back(rows: Rows, seed: int) -> None:
    """Add the self-evaluations of some of the calls that were reviewed; all of them are closed."""
    chance = random.Random(f"{seed}:own views")  # noqa: S311 (drawn, and to be drawn again)
    for told in rows.told:
        reviewed = told.review.told["submitted_at"]
        live = told.call.purpose is Purpose.LIVE
        if not live or reviewed is None or chance.random() >= _ASKED:
            continue
        assert told.call.ready_at is not None
        asked = told.call.ready_at + (reviewed - told.call.ready_at) * 0.3
        closed = asked + (reviewed - asked) * chance.uniform(0.3, 0.9)
        declined = chance.random() < _DECLINED
        language = told.held.agent.language
        own: Row = {
            "id": id_of(asked, chance.getrandbits),
            "call_id": told.call.id,
            "agent_id": told.call.agent_id,
            "rubric_version_id": told.evaluation.rubric_version_id,
            "state": SelfState.DECLINED if declined else SelfState.SUBMITTED,
            "version": 2,
            "before_feedback": True,
            "asked_by": told.review.told["reviewer_id"],
            "asked_words": _ASKING[language],
            "asked_at": asked,
            "words": None if declined else chance.choice(_OWN_WORDS[language]),
            "closed_at": closed,
        }
        answers = [] if declined else list(_answers(told, chance))
        rows.of[SelfEvaluation].append(own | {"version": 2 + len(answers)})
        rows.of[SelfAnswer] += [
            {
                "id": id_of(closed - timedelta(minutes=5), chance.getrandbits),
                "self_evaluation_id": own["id"],
                "not_applicable": False,
                "answered_at": closed - timedelta(minutes=5),
                **answer,
            }
            for answer in answers
        ]


def _answers(told: Told, chance: random.Random) -> Iterator[Row]:
    for question_id, stands in told.stands.by_question.items():
        if stands.option_id is not None and stands.asked:
            yield {"question_id": question_id, "option_id": _seen(told, question_id, stands, chance)}


def _seen(told: Told, question_id: str, stands: Marks, chance: random.Random) -> str | None:
    if chance.random() < _SAME:
        return stands.option_id
    question = told.rubric.question(question_id)
    by_worth = sorted((one.id for one in question.options), key=question.points)
    return by_worth[-1] if chance.random() < _KINDER else by_worth[0]
