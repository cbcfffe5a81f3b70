"""What is drawn for review and who gets it: by the seed alone, fairly, and never against the rules."""

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.assignments.sampling import RANDOM, Candidate, Recipe, Reviewer, Sharing, Target, draw, share_out

WEEK = "2026-W47"
AGENTS = ("dana", "yossi", "noam", None)

targets = st.builds(
    Target,
    st.sampled_from(["could_flip", "low_score", "customer_tone", "auto_fail", "unsure"]),
    st.integers(1, 5),
    st.sampled_from([0.0, 0.5, 1.0, 60.0]),
)
calls = st.lists(
    st.builds(
        Candidate,
        st.text("abcdef0123", min_size=1, max_size=6),
        st.sampled_from(AGENTS),
        st.sampled_from([0.0, 0.2, 0.5, 0.9]),
        st.sampled_from([None, 30.0, 55.0, 90.0]),
        st.integers(0, 3),
        st.booleans(),
        st.sampled_from([None, -3.0, 0.0, 2.5]),
    ),
    max_size=40,
    unique_by=lambda call: call.call_id,
)
recipes = st.builds(
    Recipe,
    st.integers(0, 1 << 20),
    st.just(WEEK),
    st.integers(0, 4),
    st.integers(0, 3),
    st.lists(targets, max_size=3, unique_by=lambda target: target.part).map(tuple),
)
news = st.sets(st.sampled_from([agent for agent in AGENTS if agent]))


@given(recipes, calls, news, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(
    recipe: Recipe, found: list[Candidate], new: set[str], shuffler: random.Random
) -> None:
    shuffled = list(found)
    shuffler.shuffle(shuffled)
    assert draw(recipe, found, new, {}) == draw(recipe, shuffled, new, {})


@given(recipes, calls, news)
def test_no_call_twice_no_part_more_than_it_should_and_new_agents_first(
    recipe: Recipe, found: list[Candidate], new: set[str]
) -> None:
    chosen = draw(recipe, found, new, {})
    assert len({choice.call_id for choice in chosen}) == len(chosen)
    by_agent = Counter(choice.agent_id for choice in chosen if choice.part == RANDOM)
    have = Counter(call.agent_id for call in found if call.agent_id)
    for agent, count in have.items():
        quota = recipe.quota + (recipe.extra_for_new if agent in new else 0)
        assert by_agent[agent] == min(quota, count), "the quota is filled whenever there are enough calls"
    for target in recipe.targets:
        of_target = [choice for choice in chosen if choice.part == target.part]
        assert len(of_target) <= target.per_week
        by_id = {call.call_id: call for call in found}
        assert all(target.fits(by_id[choice.call_id]) for choice in of_target)
        assert [choice.place for choice in sorted(of_target, key=lambda one: one.place)] == [
            *range(1, len(of_target) + 1)
        ]
    flags = [choice.new_agent for choice in chosen]
    assert flags == sorted(flags, reverse=True)


@given(recipes, calls, news)
def test_drawing_again_on_top_of_what_was_drawn_adds_nothing(
    recipe: Recipe, found: list[Candidate], new: set[str]
) -> None:
    first = draw(recipe, found, new, {})
    filled = Counter((choice.part, choice.agent_id) for choice in first)
    taken = {choice.call_id for choice in first}
    rest = [call for call in found if call.call_id not in taken]
    assert draw(recipe, rest, new, filled) == []


@given(recipes, calls, news)
def test_a_call_that_is_added_moves_nobody_elses_chance_draw(
    recipe: Recipe, found: list[Candidate], new: set[str]
) -> None:
    only_chance = replace(recipe, targets=())
    before = {one.call_id for one in draw(only_chance, found, new, {})}
    added = Candidate("zz-new", "dana")
    after = {one.call_id for one in draw(only_chance, [*found, added], new, {})}
    assert len(before - after) <= 1
    assert after - before <= {"zz-new"}


def test_every_call_of_an_agent_has_the_same_chance() -> None:
    """Chi-square over 4,000 seeds: 20 calls, 3 drawn each time; 43.8 is passed by chance once in a thousand."""
    found = [Candidate(f"call{number:02}", "dana") for number in range(20)]
    counted: Counter[str] = Counter()
    rounds = 4000
    for seed in range(rounds):
        counted.update(choice.call_id for choice in draw(Recipe(seed, WEEK, 3), found, (), {}))
    expected = rounds * 3 / 20
    # Drawn without putting back, so the statistic is smaller by (1 - 3/20) than that of independent draws.
    statistic = sum((counted[call.call_id] - expected) ** 2 / expected for call in found) / (1 - 3 / 20)
    assert statistic < 43.8


def test_weeks_and_seeds_draw_differently() -> None:
    found = [Candidate(f"call{number:02}", "dana") for number in range(30)]
    drawn = {
        tuple(choice.call_id for choice in draw(Recipe(seed, week, 3), found, (), {}))
        for seed in range(5)
        for week in ("2026-W46", WEEK)
    }
    assert len(drawn) == 10


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (Target("could_flip", 2, 0.1), ["flips", "wavers"]),
        (Target("low_score", 1, 60), ["low"]),
        (Target("customer_tone", 5, -1), ["angry"]),
        (Target("unsure", 5, 2), ["flips"]),
        (Target("auto_fail", 5), ["low"]),
        (Target("situation", 5, question_id="grief", outcome="missed"), ["wavers"]),
    ],
)
def test_targets_find_what_they_look_for(target: Target, expected: list[str]) -> None:
    found = [
        Candidate("flips", "dana", could_flip=0.5, percent=70, unsure=3),
        Candidate("wavers", "dana", could_flip=0.2, percent=80, situations=frozenset({("grief", "missed")})),
        Candidate("low", "yossi", could_flip=0.05, percent=20, auto_fail=True),
        Candidate("angry", None, percent=95, customer_tone=-2.5),
        Candidate("calm", None, percent=99, customer_tone=1.0, situations=frozenset({("grief", "found")})),
    ]
    chosen = draw(Recipe(1, WEEK, 0, targets=(target,)), found, (), {})
    assert [one.call_id for one in sorted(chosen, key=lambda one: one.place)] == expected


def test_chance_is_drawn_before_targets_take_their_pick() -> None:
    found = [Candidate(f"call{n}", "dana", could_flip=0.9) for n in range(8)]
    alone = {one.call_id for one in draw(Recipe(7, WEEK, 2), found, (), {})}
    both = draw(Recipe(7, WEEK, 2, targets=(Target("could_flip", 8),)), found, (), {})
    assert {one.call_id for one in both if one.part == RANDOM} == alone
    assert len(both) == 8


pairs = st.lists(st.tuples(st.text("abc012", min_size=1, max_size=6), st.sampled_from(AGENTS)), max_size=40)
reviewers = st.lists(
    st.builds(Reviewer, st.sampled_from("PQRSTU"), st.integers(1, 5), st.integers(0, 6)),
    min_size=1,
    max_size=6,
    unique_by=lambda one: one.person_id,
)


@given(pairs, reviewers, st.integers(0, 99))
def test_no_agent_has_the_same_reviewer_twice_running(
    found: list[tuple[str, str | None]], who: list[Reviewer], seed: int
) -> None:
    last = {"dana": who[0].person_id}
    given_to = share_out(found, who, Sharing(seed, last))
    for (_call, agent), person in zip(found, given_to, strict=True):
        if agent is None:
            assert person is not None
            continue
        if person is None:
            assert len(who) == 1, "nobody only where there is nobody else"
            continue
        assert last.get(agent) != person
        last[agent] = person


@given(pairs, reviewers, st.integers(0, 99))
def test_loads_end_in_relation_to_the_shares(
    found: list[tuple[str, str | None]], who: list[Reviewer], seed: int
) -> None:
    given_to = Counter(share_out([(call, None) for call, _agent in found], who, Sharing(seed, {})))
    for one in who:
        for other in who:
            if given_to[one.person_id]:
                mine = (one.load + given_to[one.person_id]) / one.weight
                theirs = (other.load + given_to[other.person_id] + 1) / other.weight
                assert mine <= theirs + 1e-9, "the last call would have gone to the other"


@given(pairs, reviewers, st.integers(0, 99), st.booleans())
def test_who_must_not_meet_never_does(
    found: list[tuple[str, str | None]], who: list[Reviewer], seed: int, strict: bool
) -> None:
    barred = {(call, who[0].person_id) for call, _agent in found}
    given_to = share_out(found, who, Sharing(seed, {}, barred, strict))
    assert who[0].person_id not in given_to
    if not strict and len(who) > 1:
        assert None not in given_to, "without strictness somebody always gets it"
