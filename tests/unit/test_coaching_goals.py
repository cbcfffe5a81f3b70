"""Whether calls show what was agreed: windows that do not overlap, and what chance alone would do to them."""

import random
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.coaching.goals import Goal, Progress, Shown, progress


def stands(goal: Goal, signs: str) -> Progress:
    return progress(goal, [Shown(str(place), sign == "+") for place, sign in enumerate(signs)])


@pytest.mark.parametrize(
    ("signs", "reached", "rounds", "done", "seen"),
    [
        ("", False, 0, 0, 0),
        ("+", False, 0, 1, 1),
        ("+-+", False, 0, 2, 3),
        ("+-++", True, 0, 3, 4),
        ("+++", True, 0, 3, 3),
        ("+--", False, 1, 0, 0),
        ("+--++", False, 1, 2, 2),
        ("+--+-++", True, 1, 3, 4),
        ("----++++", True, 2, 3, 3),
    ],
)
def test_three_of_the_next_four(signs: str, reached: bool, rounds: int, done: int, seen: int) -> None:
    found = stands(Goal(3, 4), signs)
    assert (found.reached, found.rounds, found.done, len(found.calls)) == (reached, rounds, done, seen)


def test_what_comes_after_the_goal_changes_nothing() -> None:
    assert stands(Goal(2, 3), "-++---") == stands(Goal(2, 3), "-++")


@given(st.integers(1, 6), st.integers(0, 6), st.lists(st.booleans(), max_size=40))
def test_every_window_is_within_its_length_and_every_call_counts_once(
    needed: int, spare: int, drawn: list[bool]
) -> None:
    goal = Goal(needed, needed + spare)
    found = progress(goal, [Shown(str(place), done) for place, done in enumerate(drawn)])
    assert len(found.calls) <= goal.out_of
    assert found.reached == (found.done >= needed)
    begun = int(found.calls[0].call_id) if found.calls else len(drawn)
    assert found.rounds * (spare + 1) <= begun <= found.rounds * goal.out_of
    assert [int(call.call_id) for call in found.calls] == list(range(begun, begun + len(found.calls)))


@pytest.mark.parametrize("skill", [0.1, 0.3, 0.6, 0.9])
def test_one_window_closes_as_often_as_the_binomial_says(skill: float) -> None:
    """4 of 5 by an agent who does it in a share of the calls: nothing about where a window ends makes it likelier."""
    chance, goal, runs = random.Random(5), Goal(4, 5), 4_000
    drawn = [progress(goal, [Shown(str(n), chance.random() < skill) for n in range(5)]) for _ in range(runs)]
    true = sum(comb(5, k) * skill**k * (1 - skill) ** (5 - k) for k in (4, 5))
    spread = (true * (1 - true) / runs) ** 0.5
    closed = sum(found.reached and found.rounds == 0 for found in drawn) / runs
    assert abs(closed - true) < 4 * spread + 1e-3
