"""What a figure rests on is always said, and where there is no figure, why."""

from dataclasses import replace

import pytest

from qa.scoring.agreement.coefficients import gwet
from qa.scoring.agreement.intervals import FEW_MINORITY, exact
from qa.scoring.agreement.measure import (
    agreement,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac,
    krippendorff_alpha,
    percent_agreement,
)
from qa.scoring.agreement.ratings import BadScale, NotOnScale, Ratings, Scale

YES_NO = Scale("nominal", ("yes", "no"))
GRADES = Scale("ordinal", ("poor", "fair", "good"))


def two(scale: Scale, *rows: tuple[str | None, str | None]) -> Ratings:
    return Ratings.of(scale, {str(unit): {"dana": one, "yael": other} for unit, (one, other) in enumerate(rows)})


@pytest.mark.parametrize(
    "ratings",
    [
        Ratings.of(YES_NO, {}),
        two(YES_NO, ("yes", None), (None, "no")),
        two(YES_NO, ("yes", "no"), ("no", None)),
        Ratings.of(Scale("interval", ()), {}),
        Ratings.of(YES_NO, {"1": {"dana": "yes"}, "2": {"dana": "no"}}),
    ],
)
def test_without_two_units_that_two_rated_there_is_no_figure(ratings: Ratings) -> None:
    for measure in agreement(ratings):
        assert (measure.value, measure.low, measure.high) == (None, None, None)
        assert measure.undefined in {"too_few_pairs", "not_two_raters", "one_choice_only"}
    assert percent_agreement(ratings).undefined == "too_few_pairs"


def test_where_everybody_always_says_the_same_kappa_and_alpha_are_undefined_and_ac1_is_1() -> None:
    ratings = two(YES_NO, *[("yes", "yes")] * 8)
    for measure in (cohen_kappa(ratings), fleiss_kappa(ratings), krippendorff_alpha(ratings)):
        assert (measure.value, measure.undefined) == (None, "one_answer_only")
        assert measure.basis.prevalence == {"yes": 1.0, "no": 0.0}
    assert (gwet_ac(ratings).value, gwet_ac(ratings).no_interval) == (1.0, "nobody_disagreed")


def test_a_scale_of_one_answer_leaves_nothing_to_agree_on() -> None:
    ratings = two(Scale("nominal", ("yes",)), ("yes", "yes"), ("yes", "yes"))
    assert gwet_ac(ratings).undefined == "one_choice_only"
    assert krippendorff_alpha(ratings).undefined == "one_answer_only"
    with pytest.raises(ValueError, match="two answers"):
        gwet(ratings.counts, ratings.counts)


def test_cohens_kappa_is_for_two_and_weights_are_for_ordered_answers() -> None:
    rows = {str(unit): {"dana": "yes", "yael": "no", "omer": "yes"} for unit in range(3)}
    three = Ratings.of(YES_NO, rows)
    assert cohen_kappa(three).undefined == "not_two_raters"
    assert cohen_kappa(three.between("yael", "dana")).value is not None
    assert cohen_kappa(two(YES_NO, ("yes", "no"), ("no", "no")), "linear").undefined == "no_order"
    assert gwet_ac(three, "quadratic").undefined == "no_order"


def test_where_nobody_disagreed_only_the_percent_says_how_much_that_is_worth() -> None:
    ratings = two(YES_NO, *[("yes", "yes")] * 9, ("no", "no"))
    percent, *corrected = agreement(ratings)
    assert (percent.low, percent.high) == exact(10, 10) == (pytest.approx(0.6915, abs=1e-4), 1.0)
    assert {(measure.value, measure.low, measure.no_interval) for measure in corrected} == {
        (1.0, None, "nobody_disagreed")
    }


def test_an_interval_that_most_resamples_would_not_have_is_left_out() -> None:
    kappa = cohen_kappa(two(YES_NO, *[("yes", "yes")] * 11, ("no", "yes"), *[("no", "no")] * 2))
    assert kappa.low is not None
    kappa = cohen_kappa(two(YES_NO, *[("yes", "yes")] * 11, ("no", "yes")))
    assert (kappa.value, kappa.low, kappa.no_interval) == (0.0, None, "too_often_undefined")


def test_a_figure_carries_its_units_its_ratings_and_how_common_each_answer_was() -> None:
    ratings = two(GRADES, ("poor", "poor"), ("good", "fair"), ("good", "good"), ("good", None), (None, None))
    basis = krippendorff_alpha(ratings).basis
    assert (basis.units, basis.ratings, basis.disagreed, basis.minority) == (3, 6, 1, 2)
    assert basis.prevalence == pytest.approx({"poor": 2 / 6, "fair": 1 / 6, "good": 3 / 6})


def test_too_little_variety_is_said() -> None:
    few = two(YES_NO, *[("yes", "yes")] * 40, *[("no", "yes")] * (FEW_MINORITY - 1))
    assert cohen_kappa(few).basis.rough
    assert not cohen_kappa(two(YES_NO, *[("yes", "yes")] * 40, *[("no", "yes")] * FEW_MINORITY)).basis.rough


def test_the_same_seed_gives_the_same_interval_and_another_one_nearly_so() -> None:
    ratings = two(YES_NO, *[("yes", "yes")] * 20, *[("no", "no")] * 15, *[("no", "yes")] * 5)
    assert krippendorff_alpha(ratings, seed=1) == krippendorff_alpha(ratings, seed=1)
    one, other = krippendorff_alpha(ratings, seed=1), krippendorff_alpha(ratings, seed=2)
    assert one.low != other.low
    assert one.low == pytest.approx(other.low, abs=0.05)


def test_a_near_miss_costs_less_where_answers_have_an_order() -> None:
    near = two(GRADES, ("poor", "fair"), ("fair", "fair"), ("good", "good"), ("poor", "poor"))
    far = two(GRADES, ("poor", "good"), ("fair", "fair"), ("good", "good"), ("poor", "poor"))
    for weights in ("linear", "quadratic"):
        assert (gwet_ac(near, weights).value or 0) > (gwet_ac(far, weights).value or 0)
    assert (krippendorff_alpha(near).value or 0) > (krippendorff_alpha(far).value or 0)
    nominal = Scale("nominal", GRADES.answers)
    assert krippendorff_alpha(replace(near, scale=nominal)).value == pytest.approx(
        krippendorff_alpha(replace(far, scale=nominal)).value, abs=0.1
    )


def test_scores_in_percent_are_an_interval_scale_of_their_own() -> None:
    rows = {"1": {"dana": 80.0, "yael": 84.0}, "2": {"dana": 40.0, "yael": 43.0}, "3": {"dana": 95.0, "yael": 95.0}}
    scale = Scale.of_numbers([score for row in rows.values() for score in row.values()])
    assert scale.answers == (40.0, 43.0, 80.0, 84.0, 95.0)
    # By hand: squared distances within units 16 + 9 + 0, of all 15 pairs of ratings 18761.
    assert krippendorff_alpha(Ratings.of(scale, rows)).value == pytest.approx(1 - (25 / 3) / (18761 / 15))


def test_raters_are_known_by_name_and_units_without_a_rating_are_left_out() -> None:
    ratings = Ratings.of(YES_NO, {"1": {"yael": "no", "dana": "yes", "omer": None}, "2": {"omer": None}})
    assert ratings.raters == ("dana", "omer", "yael")
    assert ratings.codes.tolist() == [[0, -1, 1]]
    assert ratings.between("yael", "dana").codes.tolist() == [[0, 1]]


def test_an_answer_that_the_scale_does_not_know_is_refused() -> None:
    with pytest.raises(NotOnScale, match="'maybe' is none of 'yes', 'no'"):
        two(YES_NO, ("yes", "maybe"))


@pytest.mark.parametrize(
    ("level", "answers", "why"),
    [
        ("nominal", ("yes", "yes"), "twice"),
        ("interval", ("1", "2"), "rising numbers"),
        ("interval", (2, 1), "rising numbers"),
        ("interval", (0.0, float("inf")), "rising numbers"),
    ],
)
def test_a_scale_that_does_not_suit_its_level_is_refused(level, answers, why: str) -> None:
    with pytest.raises(BadScale, match=why):
        Scale(level, answers)
