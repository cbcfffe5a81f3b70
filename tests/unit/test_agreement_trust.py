"""One rater against the reference; and what a machine's agreement allows it, which is proposed and never done."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.scoring.agreement.ratings import NotOnScale, Scale
from qa.scoring.agreement.reference import Judged, Share, against_reference
from qa.scoring.agreement.trust import BARS, FEWEST, LADDER, LATEST, Trust, propose

SAID = Scale("nominal", ("said", "not_said"))
GRADES = Scale("ordinal", ("poor", "fair", "good"))
RIGHT, CAUGHT = Judged("said", "said"), Judged("not_said", "not_said")
MISSED, UNSURE = Judged("not_said", "said"), Judged("said", None)


def spread(*runs: tuple[Judged, int]) -> list[Judged]:
    """So many of each, mixed evenly, so that the latest ones are like the others."""
    placed = [
        ((turn + 0.5) / times, place, judged) for place, (judged, times) in enumerate(runs) for turn in range(times)
    ]
    return [judged for _, _, judged in sorted(placed, key=lambda one: one[:2])]


def moved(current: Trust, judged: list[Judged]) -> Trust:
    return propose(current, SAID, judged).proposed


# --- against the reference


def test_agreement_with_the_reference_is_told_for_all_and_for_each_answer() -> None:
    found = against_reference(SAID, [RIGHT] * 16 + [CAUGHT] * 1 + [MISSED] * 3 + [UNSURE] * 2)
    assert (found.units, found.agreement) == (22, Share(17, 20))
    assert found.by_answer == {"said": Share(16, 16), "not_said": Share(1, 4)}
    assert found.confusion == {("said", "said"): 16, ("not_said", "said"): 3, ("not_said", "not_said"): 1}
    assert found.bias is None
    # Clopper and Pearson's interval of 17 in 20, as R's binom.test prints it.
    assert (found.agreement.low, found.agreement.high) == pytest.approx((0.6210732, 0.9679291), abs=1e-6)


def test_an_answer_that_the_reference_never_gave_has_no_share() -> None:
    share = against_reference(SAID, [RIGHT]).by_answer["not_said"]
    assert (share.value, share.low, share.high) == (None, None, None)


def test_without_answers_nothing_is_claimed() -> None:
    for judged in ([], [UNSURE]):
        found = against_reference(GRADES if not judged else SAID, judged)
        assert (found.agreement.value, found.bias, found.confusion) == (None, None, {})


def test_bias_has_a_side_and_an_interval() -> None:
    milder = [Judged("poor", "fair"), Judged("fair", "good"), Judged("poor", "good")] * 5
    bias = against_reference(GRADES, [*milder, *[Judged("fair", "fair")] * 5, Judged("good", "fair")]).bias
    assert bias is not None
    assert (bias.value, bias.higher, bias.lower) == (pytest.approx((5 + 5 + 10 - 1) / 21), 15, 1)
    assert bias.low is not None
    assert 0 < bias.low < bias.value < (bias.high or 0) < 2


def test_bias_on_numbers_is_in_their_own_units() -> None:
    scores = Scale.of_numbers([60, 70, 75])
    bias = against_reference(scores, [Judged(70, 75), Judged(70, 60)]).bias
    assert bias is not None
    assert bias.value == pytest.approx(-2.5)


def test_answers_that_are_all_equally_far_off_tell_nothing_of_how_sure_that_is() -> None:
    bias = against_reference(GRADES, [Judged("poor", "fair")] * 4).bias
    assert bias is not None
    assert (bias.value, bias.low, bias.high) == (1.0, None, None)


def test_an_answer_beside_the_scale_is_refused() -> None:
    with pytest.raises(NotOnScale):
        against_reference(SAID, [Judged("said", "perhaps")])


# --- what is proposed


def test_thresholds_rise_with_the_level_and_going_down_takes_fewer_units() -> None:
    bars = [BARS[level] for level in LADDER]
    for lower, higher in pairwise(bars):
        assert (lower.units, lower.agreement, lower.each_answer) < (higher.units, higher.agreement, higher.each_answer)
        assert lower.each_answer <= higher.each_answer
    assert FEWEST < LATEST < bars[1].units


@pytest.mark.parametrize(
    ("judged", "proposed"),
    [
        (spread((RIGHT, 20), (CAUGHT, 10)), "with_review"),
        (spread((RIGHT, 20), (CAUGHT, 9)), "suggest_only"),  # 29 units
        (spread((RIGHT, 18), (CAUGHT, 9), (MISSED, 1), (Judged("said", "not_said"), 2)), "with_review"),  # 27 of 30
        (spread((RIGHT, 16), (CAUGHT, 10), (Judged("said", "not_said"), 4)), "suggest_only"),  # 26 of 30
        (spread((RIGHT, 300)), "suggest_only"),  # nobody knows what it makes of the other answer
        (spread((RIGHT, 285), (MISSED, 15)), "suggest_only"),  # always the commonest answer, right in 95 of 100
        (spread((RIGHT, 55), (CAUGHT, 5)), "suggest_only"),  # 5 of 5 may still be luck
        (spread((RIGHT, 54), (CAUGHT, 6)), "with_review"),
        (spread((UNSURE, 500), (RIGHT, 10), (CAUGHT, 10)), "suggest_only"),  # being unsure is not being right
    ],
)
def test_what_takes_a_question_to_review(judged: list[Judged], proposed: Trust) -> None:
    assert moved("suggest_only", judged) == proposed


@pytest.mark.parametrize(
    ("judged", "proposed"),
    [
        (spread((RIGHT, 66), (CAUGHT, 30), (MISSED, 4)), "automatic"),  # 96 of 100
        (spread((RIGHT, 65), (CAUGHT, 30), (MISSED, 5)), "with_review"),  # 95 of 100
        (spread((RIGHT, 70), (CAUGHT, 26), (MISSED, 4)), "with_review"),  # 26 of 30 on the rare answer
        (spread((RIGHT, 70), (CAUGHT, 29)), "with_review"),  # 99 units
        (spread((RIGHT, 190), (CAUGHT, 10)), "with_review"),  # 10 of 10 on the rare answer
        (spread((RIGHT, 189), (CAUGHT, 11)), "automatic"),
    ],
)
def test_what_takes_a_question_to_automatic(judged: list[Judged], proposed: Trust) -> None:
    assert moved("with_review", judged) == proposed


def test_up_goes_one_step_at_a_time() -> None:
    flawless = spread((RIGHT, 200), (CAUGHT, 100))
    assert moved("suggest_only", flawless) == "with_review"
    assert moved("with_review", flawless) == "automatic"
    assert moved("automatic", flawless) == "automatic"


def test_the_latest_units_alone_bring_a_question_down() -> None:
    long_good = spread((RIGHT, 300), (CAUGHT, 100))
    assert moved("automatic", [*long_good, MISSED, MISSED]) == "automatic"
    proposal = propose("automatic", SAID, [*long_good, MISSED, MISSED, MISSED])
    assert (proposal.proposed, proposal.moves) == ("with_review", "down")
    (ground,) = proposal.grounds
    assert (ground.about, ground.found, ground.needed, ground.met) == ("latest", 0.85, 0.9, False)


def test_a_question_does_not_rise_to_where_its_latest_units_would_bring_it_down_again() -> None:
    proposal = propose("with_review", SAID, [*spread((RIGHT, 300), (CAUGHT, 100)), MISSED, MISSED, MISSED])
    assert (proposal.proposed, proposal.moves) == ("with_review", None)
    assert [ground.about for ground in proposal.grounds if not ground.met] == ["latest"]


def test_down_goes_as_far_as_it_must_at_once() -> None:
    proposal = propose("automatic", SAID, [*spread((RIGHT, 300), (CAUGHT, 100)), *[MISSED] * 8])
    assert (proposal.proposed, proposal.moves) == ("suggest_only", "down")


def test_a_rare_answer_that_goes_wrong_brings_a_question_down_however_good_the_rest() -> None:
    judged = spread((RIGHT, 600), (CAUGHT, 13), (MISSED, 6))
    proposal = propose("automatic", SAID, judged)
    assert proposal.proposed == "with_review"
    assert [(ground.about, ground.answer) for ground in proposal.grounds] == [("answer", "not_said")]


@pytest.mark.parametrize("current", ["with_review", "automatic"])
def test_after_a_new_revision_a_question_begins_again(current: Trust) -> None:
    proposal = propose(current, SAID, [])
    assert (proposal.proposed, proposal.latest) == ("suggest_only", Share(0, 0))
    assert {ground.about for ground in proposal.grounds} == {"units", "agreement", "latest"}
    assert moved(current, spread((RIGHT, 6), (CAUGHT, 3))) == "suggest_only"  # 9 units are none to speak of
    assert moved(current, spread((RIGHT, 6), (CAUGHT, 4))) == current


def test_staying_says_what_is_missing_for_the_next_level() -> None:
    proposal = propose("suggest_only", SAID, spread((RIGHT, 24), (CAUGHT, 3)))
    assert (proposal.proposed, proposal.moves) == ("suggest_only", None)
    missing = {
        (ground.about, ground.answer): (ground.found, ground.needed) for ground in proposal.grounds if not ground.met
    }
    assert missing == {("units", None): (27, 30), ("answer", "not_said"): (pytest.approx(0.2924, abs=1e-4), 0.5)}


def test_one_wrong_answer_does_not_send_a_question_back_that_has_just_risen() -> None:
    just_enough = spread((RIGHT, 66), (CAUGHT, 30), (MISSED, 4))
    assert moved("with_review", just_enough) == "automatic"
    assert moved("automatic", [*just_enough, MISSED]) == "automatic"


one_judged = st.builds(Judged, st.sampled_from(SAID.answers), st.sampled_from((*SAID.answers, None)))


@settings(deadline=None, max_examples=150)
@given(
    st.lists(st.tuples(one_judged, st.integers(1, 60)), max_size=6),
    st.sampled_from(LADDER),
)
def test_a_proposal_never_skips_a_step_upwards_and_the_level_it_leads_to_holds(runs, current: Trust) -> None:
    judged = [judged for judged, times in runs for _ in range(times)]
    proposal = propose(current, SAID, judged)
    assert LADDER.index(proposal.proposed) <= LADDER.index(current) + 1
    assert propose(proposal.proposed, SAID, judged).moves != "down"
    if proposal.moves == "up":
        assert all(ground.met for ground in proposal.grounds)
    else:
        assert proposal.grounds == () or not all(ground.met for ground in proposal.grounds)


@settings(deadline=None, max_examples=60)
@given(st.integers(100, 300), st.integers(0, 60), st.integers(0, 20), st.sampled_from(LADDER))
def test_another_mistake_never_raises_a_question(right: int, caught: int, missed: int, current: Trust) -> None:
    """Where units are enough: a mistake is also one unit more."""
    judged = spread((RIGHT, right), (CAUGHT, caught), (MISSED, missed))
    assert LADDER.index(moved(current, [*judged, MISSED])) <= LADDER.index(moved(current, judged))
