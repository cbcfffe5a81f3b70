"""What simulated agents practised: customers' sentences they replied to once more, and scenarios played to their end.

Who practises is eager more or less, replies better from try to try, and owes as much a week as the programme says.
"""

import math
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls.tables import Call, Purpose
from qa.demo.programme.calendar import some_moment
from qa.demo.programme.heard import ENGINE
from qa.demo.programme.rows import Ground, Rows
from qa.demo.programme.script import Script, script
from qa.demo.programme.truth import DAY_0, PRACTICE_WEEKS, Agent, Form
from qa.pipeline.model import Language
from qa.platform.clock import id_of
from qa.practice.drills.tables import DrillAttempt
from qa.practice.drills.taught import Taught, taught
from qa.practice.scenarios.service import story_of
from qa.practice.scenarios.story import Story, StoryStep, follow
from qa.practice.scenarios.tables import Scenario, ScenarioAttempt

#: Drills a week while practising, and afterwards.
_OWED_PRACTISING, _OWED_LIVE = 3, 1
_EAGER = (0.2, 1.3)
_MOST_TRIES = 4
#: What the first try is worth in logits, and what every further one adds.
_FIRST_TRY, _A_TRY = -0.3, 0.9
_WORD_MS, _THINKS_MS = 380, (500, 1_900)
_WHY: Final[Mapping[bool, Mapping[str, str]]] = {
    True: {"he": "תרגול מדומה: המענה נאמר.", "en": "Simulated practice: the reply was said."},
    False: {"he": "תרגול מדומה: המענה לא נאמר.", "en": "Simulated practice: the reply was not said."},
}
_DETAIL: Final = "drawn by a generator, nothing was recorded"
_PLAYED_FOR: Final = timedelta(minutes=6)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Missed:
    """A customer's sentence of an agent's own call that was not replied to as it should be, known since `at`."""

    moment_id: str
    call_id: str
    at: datetime


def practise(session: Session, rows: Rows, agents: Sequence[Agent], ground: Ground, zone: ZoneInfo) -> None:
    """Add the attempts at drills, and the scenarios of which the practice calls are the recordings."""
    chance = random.Random(f"{ground.seed}:practising")  # noqa: S311 (drawn, and to be drawn again)
    languages: tuple[Language, ...] = ("he", "en")
    drills = {
        language: {
            one.question_id: one
            for one in taught(session, language).values()
            if one.question_id is not None and one.question_id in script(language).situations
        }
        for language in languages
    }
    missed = _missed(rows)
    for agent in agents:
        eager = chance.uniform(*_EAGER)
        for moment in _sittings(agent, eager, (ground.until, zone), chance):
            known = {key[1]: found for key, found in missed.items() if key[0] == agent.number}
            drill = _chosen(drills[agent.language], known, moment, chance)
            if drill is not None:
                own = [one for one in known.get(drill.question_id or "", ()) if one.at < moment]
                rows.of[DrillAttempt] += _tries(agent, drill, own[-1:], (ground, moment), chance)
    _scenarios(session, rows, chance)


def _missed(rows: Rows) -> dict[tuple[int, str], list[Missed]]:
    """By agent and question, the oldest first."""
    found: dict[tuple[int, str], list[Missed]] = defaultdict(list)
    for told in rows.told:
        shown = told.evaluation.published_at
        if told.call.purpose is not Purpose.LIVE or shown is None:
            continue
        for one in told.found.opportunities:
            if one.outcome == "missed" and one.trigger.speaker == "customer":
                moment_id = f"{told.call.id}-{one.trigger.start_ms}"
                found[told.held.agent.number, one.question_id].append(Missed(moment_id, told.call.id, shown))
    return found


def _sittings(agent: Agent, eager: float, by: tuple[datetime, ZoneInfo], chance: random.Random) -> Iterator[datetime]:
    """When somebody sat down to practise one sentence, from the workshop on."""
    until, zone = by
    today = until.astimezone(zone).date()
    for first in range(DAY_0[agent.cohort], 1, 7):
        week = (first - DAY_0[agent.cohort]) // 7
        owed = _OWED_PRACTISING if week < PRACTICE_WEEKS else _OWED_LIVE
        for _ in range(math.floor(owed * eager + chance.random())):
            moment = some_moment(today + timedelta(days=first), zone, chance)
            if moment < until - timedelta(hours=1):
                yield moment


def _chosen(
    drills: Mapping[str, Taught], missed: Mapping[str, Sequence[Missed]], moment: datetime, chance: random.Random
) -> Taught | None:
    """What one missed oneself, or else something of the book."""
    own = [question_id for question_id, found in missed.items() if question_id in drills and found[0].at < moment]
    wanted = own or list(drills)
    return drills[chance.choice(sorted(wanted))] if wanted else None


def _tries(
    agent: Agent, drill: Taught, own: Sequence[Missed], at: tuple[Ground, datetime], chance: random.Random
) -> Iterator[Row]:
    """One try after the other, until it is said or enough is enough."""
    ground, moment = at
    written = script(agent.language)
    for number in range(_MOST_TRIES):
        likely = 1 / (1 + math.exp(-(_FIRST_TRY + number * _A_TRY + agent.level + 0.4 * agent.learns)))
        said = chance.random() < likely
        yield _attempt(agent, drill, own, (ground, moment + timedelta(minutes=2 * number)), (written, said, chance))
        if said or chance.random() < 0.2:
            return


def _attempt(
    agent: Agent,
    drill: Taught,
    own: Sequence[Missed],
    at: tuple[Ground, datetime],
    drawn: tuple[Script, bool, random.Random],
) -> Row:
    ground, moment = at
    written, said, chance = drawn
    reply = written.response(drill.question_id or "", chance, said=said)
    words = reply.to(by_woman=agent.woman, to_woman=chance.random() < 0.5, NAME=agent.name).text
    start = chance.randint(*_THINKS_MS)
    end = start + _WORD_MS * len(words.split())
    return {
        "id": id_of(moment, chance.getrandbits),
        "person_id": ground.people[agent.number].id,
        "drill_id": drill.id,
        "moment_id": own[0].moment_id if own else "example-0",
        "call_id": own[0].call_id if own else None,
        "language": drill.language,
        "topic_he": drill.topic.he,
        "topic_en": drill.topic.en,
        "created_at": moment,
        "judged_at": moment + timedelta(seconds=9),
        "verdict": "said" if said else "not_said",
        "probability": round(chance.uniform(0.88, 0.99) if said else chance.uniform(0.01, 0.12), 3),
        "heard": words,
        "quote": words if said else None,
        "quote_start_ms": start if said else None,
        "quote_end_ms": end if said else None,
        "late": False,
        "why": dict(_WHY[said]),
        "detail": _DETAIL,
        "duration_ms": end + 400,
        "engine": str(ENGINE),
    }


def _scenarios(session: Session, rows: Rows, chance: random.Random) -> None:
    """Every practice call is what came of playing one of the scenarios that are offered in its language."""
    offered = sa.select(Scenario).where(Scenario.offered_at.is_not(None), Scenario.withdrawn_at.is_(None))
    by_language = defaultdict(list)
    for scenario in session.scalars(offered.order_by(Scenario.shipped_as, Scenario.id)).unique():
        by_language[scenario.language].append((scenario.newest.id, story_of(scenario.newest)))
    for told in rows.told:
        versions = by_language[told.held.agent.language]
        if told.call.purpose is Purpose.PRACTICE and versions:
            version_id, story = chance.choice(versions)
            form = Form(told.held.agent, told.held.week, True, told.held.coached_on, chance)
            rows.of[ScenarioAttempt].append(_played(told.call, version_id, _steps(story, form), chance))


def _played(call: Call, version_id: str, steps: Sequence[StoryStep], chance: random.Random) -> Row:
    started = call.received_at - _PLAYED_FOR
    return {
        "id": id_of(started, chance.getrandbits),
        "version_id": version_id,
        "person_id": call.agent_id,
        "steps": [step.model_dump() for step in steps],
        "started_at": started,
        "finished_at": call.received_at,
        "call_id": call.id,
    }


def _steps(story: Story, form: Form) -> list[StoryStep]:
    """The way that this agent takes through the story."""
    steps: list[StoryStep] = []
    while not (comes := follow(story, steps)).ended:
        ways = story.line(comes.line).ways if comes.line is not None else []
        way = None
        if len(ways) > 1:
            done = (place for place, one in enumerate(ways) if one.question_id and form.does(one.question_id))
            way = next(done, len(ways) - 1)
        steps.append(StoryStep(line=comes.line, way=way))
    return steps
