"""Sessions in which the demo's reviewers scored the same simulated calls and compared, one of each language."""

import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from qa.calibration.tables import (
    CalibrationSession,
    DiscussionNote,
    Participant,
    Rating,
    ReferenceAnswer,
    SessionCall,
    SessionState,
    Sheet,
)
from qa.calls.tables import Purpose
from qa.demo.programme.rows import Ground, Rows, Told
from qa.evaluation.tables import EvaluationState
from qa.pipeline.model import Language
from qa.platform.clock import id_of
from qa.rubric.model import Rubric

_CALLS: Final = 6
#: So many days before today the two were opened; one is over, the other's answers lie side by side.
_OPENED: Final[Mapping[Language, tuple[int, SessionState]]] = {
    "he": (20, SessionState.DONE),
    "en": (5, SessionState.COMPARED),
}
_TITLES: Final[Mapping[Language, str]] = {"he": "כיול שיחות (מדומה)", "en": "Calibration (simulated)"}
#: How often a scorer sees it as most do. Some questions leave more room than others.
_AGREE, _AGREE_ON_HARD = 0.96, 0.78
_HARD: Final = ("empathy", "steering", "summary", "lead-in")
_SETTLED: Final[Mapping[Language, str]] = {
    "he": "קראנו יחד: המשפט צריך להיאמר לפני שממשיכים, לא אחרי.",
    "en": "We read it together: the sentence belongs before going on, not after.",
}
_NOTES: Final[Mapping[Language, Sequence[tuple[str, bool, str]]]] = {
    "he": (
        ("empathy", False, "האם ״אני מבין״ לבד הוא הבעת הבנה?"),
        ("empathy", True, "״אני מבין״ לבד אינו מספיק: צריך לומר מה מבינים."),
    ),
    "en": (("empathy", False, "Is “I see” by itself an expression of understanding?"),),
}

Row = dict[str, Any]


def calibrate(rows: Rows, ground: Ground, trainer_id: str) -> None:
    """Add the sessions, whatever their state; without two who score there is nothing to compare."""
    people = list(dict.fromkeys([*ground.reviewers, trainer_id]))
    for language, (days, state) in _OPENED.items():
        chance = random.Random(f"{ground.seed}:calibration {language}")  # noqa: S311 (drawn, to be drawn again)
        opened = ground.until - timedelta(days=days)
        calls = _chosen(rows, language, opened, chance)
        if calls and len(people) > 1:
            _session((rows, ground), language, calls, (people, trainer_id), (opened, state, chance))


def _chosen(rows: Rows, language: Language, opened: datetime, chance: random.Random) -> list[Told]:
    """Live calls of the week before that nobody had reviewed."""
    before = [
        told
        for told in rows.told
        if told.held.agent.language == language
        and told.call.purpose is Purpose.LIVE
        and told.evaluation.state is EvaluationState.DRAFT
        and opened - timedelta(days=10) < told.held.moment < opened
    ]
    return chance.sample(before, min(_CALLS, len(before)))


def _session(
    to: tuple[Rows, Ground],
    language: Language,
    calls: Sequence[Told],
    people: tuple[Sequence[str], str],
    when: tuple[datetime, SessionState, random.Random],
) -> None:
    rows, ground = to
    (scorers, trainer_id), (opened, state, chance) = people, when
    compared = opened + timedelta(days=2)
    standard = ground.standards[language]
    held: Row = {
        "id": id_of(opened, chance.getrandbits),
        "title": _TITLES[language],
        "rubric_version_id": standard.row.id,
        "state": state,
        "hides_machine": True,
        "version": 4,
        "made_by": trainer_id,
        "created_at": opened - timedelta(hours=2),
        "opened_at": opened,
        "compared_at": compared,
        "done_at": compared + timedelta(days=1) if state is SessionState.DONE else None,
    }
    whose = {"session_id": held["id"]}
    rows.of[CalibrationSession].append(held)
    handed_in = {person_id: opened + timedelta(hours=chance.uniform(6, 44)) for person_id in scorers}
    rows.of[Participant] += [whose | {"person_id": key, "handed_in_at": at} for key, at in handed_in.items()]
    rows.of[SessionCall] += [
        whose | {"call_id": told.call.id, "evaluation_id": told.evaluation.id, "place": place}
        for place, told in enumerate(calls)
    ]
    for told in calls:
        right = dict(_right(told, standard.rubric, chance))
        said = {person_id: _said(right, standard.rubric, chance) for person_id in scorers}
        for person_id, answers in said.items():
            sheet = whose | _sheet(told, person_id, opened, chance)
            rows.of[Sheet].append(sheet | {"version": 1 + len(answers)})
            rows.of[Rating] += list(_ratings(sheet, answers, handed_in[person_id], chance))
        rows.of[ReferenceAnswer] += [
            whose | _reference(told, one, right[one], (trainer_id, compared, chance)) | {"why": why}
            for one, why in _settled(right, said.values(), _SETTLED[language])
        ]
    rows.of[DiscussionNote] += [
        {
            "id": id_of(compared + timedelta(hours=number + 1), chance.getrandbits),
            **whose,
            "question_id": question_id,
            "text": text,
            "decision": decision,
            "person_id": trainer_id if decision else scorers[0],
            "written_at": compared + timedelta(hours=number + 1),
        }
        for number, (question_id, decision, text) in enumerate(_NOTES[language])
    ]


def _right(told: Told, rubric: Rubric, chance: random.Random) -> Iterator[tuple[str, str | None]]:
    """What most see, by question; None is "not applicable". What is not asked is missing."""
    for question in rubric.questions:
        stands = told.stands.by_question[question.id]
        if stands.asked is False:
            continue
        if stands.not_applicable is not None:
            yield question.id, None
        else:
            yield question.id, stands.option_id or chance.choice(question.options).id


def _said(right: Mapping[str, str | None], rubric: Rubric, chance: random.Random) -> dict[str, str | None]:
    """What one of them answers. On what other questions hang, all agree, so that all are asked the same."""
    hung_on = {one.only_if.question_id for one in rubric.questions if one.only_if is not None}
    said = {}
    for question_id, option_id in right.items():
        others = [one.id for one in rubric.question(question_id).options if one.id != option_id]
        sure = _AGREE_ON_HARD if question_id in _HARD else _AGREE
        alike = option_id is None or question_id in hung_on or not others or chance.random() < sure
        said[question_id] = option_id if alike else chance.choice(others)
    return said


def _sheet(told: Told, person_id: str, opened: datetime, chance: random.Random) -> Row:
    return {
        "id": id_of(opened, chance.getrandbits),
        "call_id": told.call.id,
        "person_id": person_id,
        "complete": True,
    }


def _ratings(sheet: Row, answers: Mapping[str, str | None], at: datetime, chance: random.Random) -> Iterator[Row]:
    for question_id, option_id in answers.items():
        yield {
            "id": id_of(at, chance.getrandbits),
            "sheet_id": sheet["id"],
            "question_id": question_id,
            "option_id": option_id,
            "not_applicable": option_id is None,
            "rated_at": at - timedelta(minutes=10),
        }


def _settled(
    right: Mapping[str, str | None], said: Collection[Mapping[str, str | None]], why: str
) -> Iterator[tuple[str, str | None]]:
    """What became the reference: by itself where all said it, with a reason where they talked about it."""
    for question_id, option_id in right.items():
        yield question_id, None if all(one[question_id] == option_id for one in said) else why


def _reference(told: Told, question_id: str, option_id: str | None, by: tuple[str, datetime, random.Random]) -> Row:
    person_id, at, chance = by
    return {
        "id": id_of(at, chance.getrandbits),
        "call_id": told.call.id,
        "question_id": question_id,
        "option_id": option_id,
        "not_applicable": option_id is None,
        "person_id": person_id,
        "decided_at": at,
    }
