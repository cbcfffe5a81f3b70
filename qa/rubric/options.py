"""The options of a question: listed in the rubric, or the outcomes of its kind with their share of its points."""

import re
from dataclasses import replace
from typing import Any

from qa.rubric.cursor import Cursor, Key
from qa.rubric.kinds import KindClass, Outcome
from qa.rubric.kinds.base import TEXTS
from qa.rubric.model import AutoFail, Option, Texts

ID: dict[str, Any] = {"type": "string", "pattern": "^[a-z0-9][a-z0-9_-]{0,59}$"}
AUTO_FAIL: dict[str, Any] = {"enum": [True, False, "rubric", "section"]}

OPTION_KEYS = (
    Key("id", ID, required=True),
    Key("label", TEXTS | {"description": "the kind's own words where missing"}),
    Key("points", {"type": "number"}, required=True),
    Key("auto_fail", AUTO_FAIL | {"description": "choosing it fails the call (rubric, true), or its section"}),
)  # fmt: skip


def options(at: Cursor, kind: KindClass) -> tuple[Option, ...]:
    """The options of the question at this place: those it lists, or its kind's by its points. Raises Misread."""
    if "options" in at:
        if "points" in at or "auto_fail" in at:
            raise at["options"].misread("a question has either options, or points (and auto_fail)")
        return _listed_options(at["options"], kind.reachable())
    if not kind.reachable():
        raise at.misread("a question for people names its options")
    return _usual_options(at, kind.reachable())


def _usual_options(at: Cursor, outcomes: tuple[Outcome, ...]) -> tuple[Option, ...]:
    points = at["points"].number()
    usual = tuple(Option(outcome.id, outcome.label, points * outcome.share) for outcome in outcomes)
    return (*usual[:-1], replace(usual[-1], auto_fail=_auto_fail(at)))


def _listed_options(at: Cursor, outcomes: tuple[Outcome, ...]) -> tuple[Option, ...]:
    listed = tuple(_option(entry, outcomes) for entry in at.items())
    ids = [option.id for option in listed]
    if len(set(ids)) < len(ids):
        raise at.misread("two options have the same id")
    if len(ids) == 1:
        raise at.misread("one option is no question")
    missing = [outcome.id for outcome in outcomes if outcome.id not in ids]
    if missing:
        raise at.misread(f"there is no option for the outcome {missing[0]!r}")
    return listed


def _option(at: Cursor, outcomes: tuple[Outcome, ...]) -> Option:
    at.expect(OPTION_KEYS)
    option_id = checked_id(at["id"])
    usual = {outcome.id: outcome.label for outcome in outcomes}
    if usual and option_id not in usual:
        raise at["id"].misread(f"the option {option_id!r} can never be reached; this question's are {', '.join(usual)}")
    return Option(
        id=option_id,
        label=at["label"].texts() if "label" in at else _usual_label(at, usual, option_id),
        points=at["points"].number(),
        auto_fail=_auto_fail(at),
    )


def _usual_label(at: Cursor, usual: dict[str, Texts], option_id: str) -> Texts:
    if option_id not in usual:
        raise at.misread("the key 'label' is missing")
    return usual[option_id]


def _auto_fail(at: Cursor) -> AutoFail | None:
    """What the choice fails: the rubric (`true` says the same), its section, or nothing."""
    if "auto_fail" not in at:
        return None
    named = at["auto_fail"]
    if named.is_flag:
        return "rubric" if named.flag() else None
    return "section" if named.choice("rubric", "section") == "section" else "rubric"


def checked_id(at: Cursor) -> str:
    """An id. Raises Misread."""
    value = at.text()
    if not re.match(str(ID["pattern"]), value):
        raise at.misread(f"{value!r} is no id: small Latin letters, digits, - and _, at most 60")
    return value
