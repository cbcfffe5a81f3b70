"""Answers go before suggestions, and what nobody decided widens the interval."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.rubric.kinds import Manual
from qa.rubric.model import Option, Question, Rubric, Section, Texts
from qa.scoring.score import Answer, Score, Suggested, score

TEXT = Texts("א", "a")
YES, NO = Suggested("said", "yes", 0.9), Suggested("not_said", "no", 0.1)
UNSURE, NOT_APPLICABLE = Suggested("unsure", None, 0.5), Suggested("not_applicable", None, 0.0)


def question(qid: str, *, yes: float = 10, no: float = 0, **more: bool) -> Question:
    options = (Option("yes", TEXT, yes), Option("no", TEXT, no, auto_fail=more.pop("auto_fail", False)))
    return Question(qid, Manual(), TEXT, None, options, **more)


def rubric(*questions: Question, weight: float = 1.0, pass_percent: float = 60) -> Rubric:
    return Rubric("r", 1, "en", TEXT, pass_percent, 3_000, (Section("s", TEXT, weight, questions),))


def test_points_are_summed_over_what_is_decided() -> None:
    found = score(rubric(question("a"), question("b", yes=30)), {"a": YES, "b": NO}, {})
    assert (found.points, found.points_possible, found.percent) == (10, 40, 25.0)
    assert (found.from_machine, found.from_people, found.undecided) == (2, 0, 0)
    assert found.passed is False


def test_an_answer_goes_before_the_suggestion() -> None:
    found = score(rubric(question("a")), {"a": NO}, {"a": Answer("yes")})
    assert (found.percent, found.from_people, found.from_machine) == (100.0, 1, 0)
    assert found.by_question["a"].decided_by == "person"


@pytest.mark.parametrize("answers", [{}, {"b": Answer(None, not_applicable=True)}])
def test_not_applicable_leaves_both_sides_of_the_fraction(answers: dict[str, Answer]) -> None:
    found = score(rubric(question("a"), question("b", yes=90)), {"a": YES, "b": NOT_APPLICABLE}, answers)
    assert (found.points_possible, found.percent, found.undecided) == (10, 100.0, 0)
    assert found.by_question["b"].points is None
    assert found.by_question["b"].decided_by == ("person" if answers else "machine")


def test_unsure_is_undecided_and_widens_the_interval() -> None:
    found = score(rubric(question("a"), question("b")), {"a": YES, "b": UNSURE}, {})
    assert (found.percent, found.low, found.high, found.undecided) == (100.0, 50.0, 100.0, 1)
    assert found.passed is None
    assert found.by_question["b"].points is None


def test_a_pass_that_nothing_can_turn_is_a_pass() -> None:
    questions = (question("a", yes=90), question("b"))
    assert score(rubric(*questions), {"a": YES}, {}).passed is True
    assert score(rubric(*questions), {"a": NO}, {}).passed is False
    fatal = (questions[0], question("b", auto_fail=True))
    assert score(rubric(*fatal), {"a": YES}, {}).passed is None


def test_auto_fail_fails_whatever_the_points() -> None:
    found = score(rubric(question("a", yes=90), question("b", auto_fail=True)), {"a": YES, "b": NO}, {})
    assert (found.passed, found.auto_failed_by, found.percent) == (False, "b", 90.0)
    mended = score(
        rubric(question("a", yes=90), question("b", auto_fail=True)), {"a": YES, "b": NO}, {"b": Answer("yes")}
    )
    assert (mended.passed, mended.auto_failed_by) == (True, None)


def test_bonus_adds_without_being_asked_for_and_never_beyond_all() -> None:
    questions = (question("a"), question("b"), question("c", yes=5, bonus=True))
    assert score(rubric(*questions), {"a": YES, "b": NO, "c": YES}, {}).percent == 75.0
    assert score(rubric(*questions), {"a": YES, "b": YES, "c": YES}, {}).percent == 100.0
    assert score(rubric(*questions), {"a": YES, "b": NO, "c": NO}, {}).percent == 50.0


def test_lost_points_never_make_less_than_nothing() -> None:
    assert score(rubric(question("a"), question("b", yes=0, no=-50)), {"a": YES, "b": NO}, {}).percent == 0.0


def test_critical_points_are_told_apart() -> None:
    found = score(rubric(question("a", critical=True), question("b", yes=30)), {"a": NO, "b": YES}, {})
    assert (found.critical.percent, found.other.percent) == (0.0, 100.0)


def test_a_weight_multiplies_a_section() -> None:
    light = Section("l", TEXT, 1.0, (question("a"),))
    heavy = Section("h", TEXT, 3.0, (question("b"),))
    found = score(replace(rubric(), sections=(light, heavy)), {"a": YES, "b": NO}, {})
    assert (found.points_possible, found.percent) == (40, 25.0)


def test_nothing_decided_is_no_score() -> None:
    found = score(rubric(question("a")), {}, {})
    assert (found.percent, found.low, found.high, found.passed) == (None, 0.0, 100.0, None)


POINTS = st.integers(-10, 20).map(float)
QUESTIONS = st.lists(st.tuples(POINTS, POINTS, st.booleans(), st.booleans()), min_size=1, max_size=5)
CHOICES = st.lists(st.sampled_from([YES, NO, UNSURE, NOT_APPLICABLE, None]), min_size=5, max_size=5)


def made(rows: list[tuple[float, float, bool, bool]]) -> Rubric:
    return rubric(
        *(
            question(str(i), yes=yes, no=no, auto_fail=fails, bonus=bonus)
            for i, (yes, no, fails, bonus) in enumerate(rows)
        )
    )


def scored(rows: list[tuple[float, float, bool, bool]], choices: list[Suggested | None]) -> Score:
    given_ = {str(i): choice for i, choice in enumerate(choices[: len(rows)]) if choice}
    return score(made(rows), given_, {})


@given(QUESTIONS, CHOICES)
def test_the_percentage_lies_in_its_interval_and_every_question_is_counted_once(rows, choices) -> None:
    found = scored(rows, choices)
    assert found.from_people + found.from_machine + found.undecided == len(rows)
    if found.percent is not None:
        assert found.low is not None
        assert found.high is not None
        assert 0 <= found.low <= found.percent <= found.high <= 100


@given(QUESTIONS, CHOICES)
def test_whatever_people_answer_to_the_undecided_stays_in_the_interval(rows, choices) -> None:
    before = scored(rows, choices)
    suggestions = {str(i): choice for i, choice in enumerate(choices[: len(rows)]) if choice}
    undecided = [qid for qid, marks in before.by_question.items() if marks.decided_by == "nobody"]
    for chosen in product(["yes", "no"], repeat=len(undecided)):
        answers = {qid: Answer(option) for qid, option in zip(undecided, chosen, strict=True)}
        after = score(made(rows), suggestions, answers)
        assert after.undecided == 0
        if after.percent is not None:
            assert before.low is not None
            assert before.high is not None
            assert before.low - 1e-9 <= after.percent <= before.high + 1e-9
        if before.passed is not None and after.percent is not None:
            assert after.passed is before.passed


@given(QUESTIONS, CHOICES)
def test_agreeing_with_the_machine_changes_no_point(rows, choices) -> None:
    machine = scored(rows, choices)
    answers = {
        qid: Answer(marks.option_id) for qid, marks in machine.by_question.items() if marks.option_id is not None
    }
    suggestions = {str(i): choice for i, choice in enumerate(choices[: len(rows)]) if choice}
    agreed = score(made(rows), suggestions, answers)
    assert (agreed.percent, agreed.low, agreed.high, agreed.passed) == (
        machine.percent,
        machine.low,
        machine.high,
        machine.passed,
    )


@given(QUESTIONS, CHOICES, st.sampled_from([0.5, 2.0, 10.0]))
def test_scaling_all_points_changes_no_percentage(rows, choices, factor: float) -> None:
    larger = [(yes * factor, no * factor, fails, bonus) for yes, no, fails, bonus in rows]
    assert scored(larger, choices).percent == pytest.approx(scored(rows, choices).percent)
