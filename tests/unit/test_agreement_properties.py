"""What holds of every set of ratings, whoever the raters are and whatever the answers are called."""

from math import comb

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from qa.scoring.agreement.coefficients import Weights
from qa.scoring.agreement.intervals import CONFIDENCE, exact
from qa.scoring.agreement.measure import Measure, agreement, gwet_ac, krippendorff_alpha, percent_agreement
from qa.scoring.agreement.ratings import Level, Ratings, Scale

ANSWERS = ("a", "b", "c", "d")
Units = dict[str, dict[str, str | None]]
QUICK = settings(deadline=None, max_examples=60)


@st.composite
def units(draw: st.DrawFn, missing: bool = True) -> Units:
    raters = [f"r{number}" for number in range(draw(st.integers(2, 4)))]
    answer = st.sampled_from((*ANSWERS, None) if missing else ANSWERS)
    rows = draw(st.lists(st.lists(answer, min_size=len(raters), max_size=len(raters)), min_size=2, max_size=12))
    return {f"u{number}": dict(zip(raters, row, strict=True)) for number, row in enumerate(rows)}


def measured(
    rated: Units, level: Level = "nominal", weights: Weights = "none", answers: tuple[str, ...] = ANSWERS
) -> tuple[Measure, ...]:
    return agreement(Ratings.of(Scale(level, answers), rated), weights)


def values(measures: tuple[Measure, ...]) -> list[float]:
    return [np.nan if measure.value is None else measure.value for measure in measures]


def ends(measures: tuple[Measure, ...]) -> list[float | None]:
    return [end for measure in measures for end in (measure.low, measure.high)]


@QUICK
@given(units(), st.sampled_from(["nominal", "ordinal"]), st.randoms(use_true_random=False))
def test_the_order_of_units_changes_nothing_not_even_the_interval(rated: Units, level: Level, random) -> None:
    order = list(rated)
    random.shuffle(order)
    assert measured({unit: rated[unit] for unit in order}, level) == measured(rated, level)


@QUICK
@given(units(), st.sampled_from(["nominal", "ordinal"]))
def test_the_order_in_which_raters_come_changes_nothing(rated: Units, level: Level) -> None:
    turned = {unit: dict(reversed(given.items())) for unit, given in rated.items()}
    assert measured(turned, level) == measured(rated, level)


@QUICK
@given(units())
def test_who_is_who_among_the_raters_changes_no_figure(rated: Units) -> None:
    names = sorted({rater for given in rated.values() for rater in given})
    swapped = dict(zip(names, reversed(names), strict=True))
    renamed = {unit: {swapped[rater]: value for rater, value in given.items()} for unit, given in rated.items()}
    for level, weights in (("nominal", "none"), ("ordinal", "linear"), ("ordinal", "quadratic")):
        assert values(measured(renamed, level, weights)) == pytest.approx(
            values(measured(rated, level, weights)), nan_ok=True
        )


@QUICK
@given(units(), st.permutations(ANSWERS))
def test_what_nominal_answers_are_called_and_how_they_are_listed_changes_no_figure(rated: Units, others) -> None:
    called = dict(zip(ANSWERS, others, strict=True))
    renamed = {
        unit: {rater: called[value] if value else None for rater, value in given.items()}
        for unit, given in rated.items()
    }
    assert values(measured(renamed)) == pytest.approx(values(measured(rated)), nan_ok=True)
    assert values(measured(rated, answers=tuple(others))) == pytest.approx(values(measured(rated)), nan_ok=True)


@QUICK
@given(units())
def test_ordered_answers_turned_around_agree_as_much(rated: Units) -> None:
    assert values(measured(rated, "ordinal", "linear", ANSWERS[::-1])) == pytest.approx(
        values(measured(rated, "ordinal", "linear")), nan_ok=True
    )


@QUICK
@given(
    st.lists(st.sampled_from(ANSWERS), min_size=2, max_size=12),
    st.integers(2, 5),
    st.sampled_from(["nominal", "ordinal"]),
)
def test_perfect_agreement_is_1_wherever_it_is_defined(answers: list[str], raters: int, level: Level) -> None:
    assume(len(set(answers)) > 1)
    rated = {str(unit): {f"r{rater}": answer for rater in range(raters)} for unit, answer in enumerate(answers)}
    for measure in measured(rated, level):
        if measure.name == "cohen_kappa" and raters != 2:
            assert measure.undefined == "not_two_raters"
        else:
            assert measure.value == pytest.approx(1.0), measure.name
            assert measure.basis.disagreed == 0


@QUICK
@given(units(), st.sampled_from(["nominal", "ordinal"]))
def test_no_figure_exceeds_1_and_each_lies_within_its_interval(rated: Units, level: Level) -> None:
    for measure in measured(rated, level):
        if measure.value is None:
            assert measure.undefined is not None
            continue
        assert measure.value <= 1 + 1e-9
        assert (measure.low is None) == (measure.high is None) == (measure.no_interval is not None)
        if measure.low is not None and measure.high is not None:
            assert measure.low <= measure.value <= measure.high <= 1 + 1e-9


@QUICK
@given(units())
def test_prevalence_is_of_all_pairable_ratings(rated: Units) -> None:
    paired = [
        value
        for given in rated.values()
        if sum(value is not None for value in given.values()) >= 2
        for value in given.values()
        if value is not None
    ]
    basis = percent_agreement(Ratings.of(Scale("nominal", ANSWERS), rated)).basis
    assert basis.ratings == len(paired)
    assert dict(basis.prevalence) == pytest.approx(
        {answer: paired.count(answer) / len(paired) for answer in ANSWERS} if paired else {}
    )


@QUICK
@given(units())
def test_units_with_one_rating_do_not_touch_alpha(rated: Units) -> None:
    alone: Units = rated | {f"alone{number}": {"r0": answer} for number, answer in enumerate(ANSWERS)}
    scale = Scale("nominal", ANSWERS)
    assert krippendorff_alpha(Ratings.of(scale, alone)).value == pytest.approx(
        krippendorff_alpha(Ratings.of(scale, rated)).value
    )


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval"])
def test_raters_who_answer_by_lot_agree_by_chance_alone(level: Level) -> None:
    random = np.random.default_rng(7)
    found = []
    for _ in range(40):
        codes = random.choice(3, size=(60, 2), p=(0.5, 0.3, 0.2))
        found.append(values(agreement(Ratings(Scale(level, (0, 1, 2)), ("one", "other"), codes)))[1:])
    cohen, fleiss, _gwet, alpha = np.mean(found, axis=0)
    assert (cohen, fleiss, alpha) == pytest.approx((0, 0, 0), abs=0.04)


def test_ac1_of_raters_who_answer_by_lot_is_0_only_where_answers_are_equally_common() -> None:
    random = np.random.default_rng(7)

    def by_lot(shares: tuple[float, ...]) -> float:
        codes = random.choice(len(shares), size=(4_000, 3), p=shares)
        return values((gwet_ac(Ratings(Scale("nominal", ANSWERS[: len(shares)]), ("a", "b", "c"), codes)),))[0]

    assert by_lot((1 / 3, 1 / 3, 1 / 3)) == pytest.approx(0, abs=0.03)
    assert by_lot((0.9, 0.1)) > 0.7  # which is why it never stands alone


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    """Two raters, each right in 9 of 10 about something that is so in 7 of 10: then all that is true is known."""
    random = np.random.default_rng(3)
    agreed, said = 0.9**2 + 0.1**2, 0.7 * 0.9 + 0.3 * 0.1
    by_chance = said**2 + (1 - said) ** 2
    truth = {"percent": agreed, "krippendorff_alpha": (agreed - by_chance) / (1 - by_chance)}
    held = dict.fromkeys(truth, 0)
    for _ in range(200):
        so = random.random(40) < 0.7
        codes = np.where(random.random((40, 2)) < 0.9, so[:, None], ~so[:, None]).astype(np.int64)
        ratings = Ratings(Scale("nominal", ("no", "yes")), ("one", "other"), codes)
        for measure in (percent_agreement(ratings), krippendorff_alpha(ratings)):
            assert measure.low is not None
            assert measure.high is not None
            held[measure.name] += measure.low <= truth[measure.name] <= measure.high
    assert all(0.9 <= count / 200 <= 0.995 for count in held.values()), held


@QUICK
@given(st.integers(1, 60), st.data())
def test_the_ends_of_an_exact_interval_leave_the_tails_that_they_promise(of: int, data: st.DataObject) -> None:
    agreed = data.draw(st.integers(0, of))
    low, high = exact(agreed, of)
    tail = (1 - CONFIDENCE) / 2

    def chance(share: float, counts: range) -> float:
        return sum(comb(of, count) * share**count * (1 - share) ** (of - count) for count in counts)

    assert low == 0 if agreed == 0 else chance(low, range(agreed, of + 1)) == pytest.approx(tail)
    assert high == 1 if agreed == of else chance(high, range(agreed + 1)) == pytest.approx(tail)
