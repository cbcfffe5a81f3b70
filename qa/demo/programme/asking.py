"""Coaching tasks of simulated agents: moments to hear again, and questions or targets to give thought to."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from qa.calls.tables import Purpose
from qa.coaching.tables import CoachingTask, TaskSource, TaskState
from qa.demo.programme.rows import Rows, Told
from qa.demo.programme.truth import TARGETS
from qa.platform.clock import id_of
from qa.rubric.schemas import Texts

#: Of the reviewed calls of the last weeks in which a target was missed, how many became a task.
_ASKED: Final = 0.22
_LOOKS_BACK: Final = timedelta(days=24)
_DONE, _PROPOSED = 0.5, 0.25
_DAYS: Final = 10
_WORDS: Final[Mapping[str, str]] = {
    "he": "שווה לקרוא שוב את הרגע הזה ולחשוב איזה משפט היה עוזר כאן.",
    "en": "Worth reading this moment again: which sentence would have helped here?",
}
_OWN: Final[Mapping[str, Sequence[str]]] = {
    "he": ("קראתי שוב. הייתי מוודא הבנה לפני שאני ממשיך.", "ניסיתי בשתי שיחות, הלקוחות הגיבו טוב."),
    "en": ("I read it again; I would make sure I understood before going on.", "Tried it in two calls, it helped."),
}

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks (the trainer, and reviewers who propose), the questions' words, the cohorts, until when, where."""

    trainer_id: str
    asked: Mapping[str, Texts]
    cohort_of: Mapping[str, str]  # by the agent's id
    until: datetime
    zone: ZoneInfo


def ask(rows: Rows, asking: Asking, seed: int) -> None:
    """Add the tasks."""
    chance = random.Random(f"{seed}:asking")  # noqa: S311 (drawn, and to be drawn again)
    for told in rows.told:
        reviewed = told.review.told["submitted_at"]
        if told.call.purpose is not Purpose.LIVE or reviewed is None or reviewed < asking.until - _LOOKS_BACK:
            continue
        missed = [one for one in TARGETS if one in asking.asked and told.stands.by_question[one].points == 0]
        if missed and chance.random() < _ASKED:
            rows.of[CoachingTask].append(_task(told, chance.choice(missed), reviewed, asking, chance))


def _task(told: Told, question_id: str, reviewed: datetime, asking: Asking, chance: random.Random) -> Row:
    # Who can sign in keeps a place here when the simulated calls go, so all that they are asked must hang on those.
    may_stay = not told.held.agent.team
    source = chance.choice((TaskSource.MOMENT, TaskSource.TARGET) if may_stay else tuple(TaskSource))
    proposed = source is TaskSource.MOMENT and chance.random() < _PROPOSED
    made = reviewed + timedelta(minutes=40)
    done = made + timedelta(hours=chance.uniform(20, 120))
    is_done = not proposed and done < asking.until and chance.random() < _DONE
    state = TaskState.PROPOSED if proposed else TaskState.DONE if is_done else TaskState.OPEN
    language, agent_id = told.held.agent.language, told.call.agent_id or ""
    of_moment = source is TaskSource.MOMENT
    start_ms, end_ms = _moment(told, question_id) if of_moment else (None, None)
    return {
        "id": id_of(made, chance.getrandbits),
        "agent_id": agent_id,
        "source": source,
        "state": state,
        "version": 2 if is_done else 1,
        "question_id": question_id,
        "question_he": asking.asked[question_id].he,
        "question_en": asking.asked[question_id].en,
        "call_id": told.call.id if of_moment else None,
        "start_ms": start_ms,
        "end_ms": end_ms,
        "cohort_id": asking.cohort_of.get(agent_id) if source is TaskSource.TARGET else None,
        "words": _WORDS[language] if of_moment else None,
        "due_on": (made + timedelta(days=_DAYS)).astimezone(asking.zone).date(),
        "made_by": told.review.told["reviewer_id"] if proposed else asking.trainer_id,
        "made_at": made,
        "agent_words": chance.choice(_OWN[language]) if is_done else None,
        "done_at": done if is_done else None,
    }


def _moment(told: Told, question_id: str) -> tuple[int | None, int | None]:
    """The customer's sentence that called for it; (None, None) is the whole call."""
    for one in told.found.opportunities:
        if one.question_id == question_id and one.outcome == "missed":
            return one.trigger.start_ms, one.trigger.end_ms
    return None, None
