"""Answers go before suggestions; what no person answered widens the interval by its probability."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.rubric.kinds import Manual
from qa.rubric.model import Condition, Option, Question, Rubric, Section, Texts
from qa.scoring.score import Answer, Score, Suggested, score

TEXT = Texts("א", "a")
YES, NO = Suggested("said", "said", 1.0), Suggested("not_said", "not_said", 0.0)
UNSURE, NOT_APPLICABLE = Suggested("unsure", None, 0.5), Suggested("not_applicable", None, 0.0)
SKIPPED = Suggested("skipped", None, 0.0)


def likely(probability: float) -> Suggested:
    return Suggested("said", "said", probability)


def question(qid: str, *, yes: float = 10, no: float = 0, **more) -> Question:
    options = (Option("said", TEXT, yes), Option("not_said", TEXT, no, auto_fail=more.pop("auto_fail", None)))
    return Question(qid, Manual(), TEXT, None, options, **more)


def rubric(*questions: Question, weight: float = 1.0, pass_percent: float = 60) -> Rubric:
    return Rubric("r", 1, "en", TEXT, pass_percent, 3_000, (Section("s", TEXT, weight, questions),))


def in_sections(*sections: tuple[Question, ...]) -> Rubric:
    return replace(rubric(), sections=tuple(Section(f"s{i}", TEXT, 1.0, of) for i, of in enumerate(sections)))


def test_points_are_summed_over_what_is_decided() -> None:
    found = score(rubric(question("a"), question("b", yes=30)), {"a": YES, "b": NO}, {})
    assert (found.points, found.points_possible, found.percent) == (10, 40, 25.0)
    assert (found.from_machine, found.from_people, found.undecided) == (2, 0, 0)
    assert found.passed is False


def test_an_answer_goes_before_the_suggestion() -> None:
    found = score(rubric(question("a")), {"a": NO}, {"a": Answer("said")})
    assert (found.percent, found.from_people, found.from_machine) == (100.0, 1, 0)
    assert found.by_question["a"].decided_by == "person"


@pytest.mark.parametrize("answers", [{}, {"b": Answer(None, not_applicable=True)}])
def test_not_applicable_leaves_both_sides_of_the_fraction_whoever_says_it(answers: dict[str, Answer]) -> None:
    found = score(rubric(question("a"), question("b", yes=90)), {"a": YES, "b": NOT_APPLICABLE}, answers)
    assert (found.points_possible, found.percent, found.undecided) == (10, 100.0, 0)
    marks = found.by_question["b"]
    assert marks.points is None
    assert (marks.decided_by, marks.not_applicable) == (("person", "reviewer") if answers else ("machine", "system"))


@pytest.mark.parametrize("open_one", [UNSURE, SKIPPED, None])
def test_what_is_undecided_widens_the_interval_and_is_never_a_no(open_one: Suggested | None) -> None:
    suggestions = {"a": YES} | ({"b": open_one} if open_one else {})
    found = score(rubric(question("a"), question("b")), suggestions, {})
    assert (found.percent, found.low, found.high, found.undecided) == (100.0, 50.0, 100.0, 1)
    assert found.passed is None
    assert found.could_flip == pytest.approx(0.5)
    assert found.by_question["b"].points is None


def test_a_pass_that_nothing_undecided_can_turn_is_a_pass() -> None:
    questions = (question("a", yes=90), question("b"))
    assert score(rubric(*questions), {"a": YES}, {}).passed is True
    assert score(rubric(*questions), {"a": NO}, {}).passed is False
    fatal = (questions[0], question("b", auto_fail="rubric"))
    assert score(rubric(*fatal), {"a": YES}, {}).passed is None


def test_auto_fail_fails_whatever_the_points() -> None:
    asked = rubric(question("a", yes=90), question("b", auto_fail="rubric"))
    found = score(asked, {"a": YES, "b": NO}, {})
    assert (found.passed, found.auto_failed_by, found.percent) == (False, "b", 90.0)
    mended = score(asked, {"a": YES, "b": NO}, {"b": Answer("said")})
    assert (mended.passed, mended.auto_failed_by) == (True, None)


def test_a_section_that_fails_earns_nothing_and_keeps_its_losses() -> None:
    failing = (question("a"), question("b", no=-5), question("c", auto_fail="section"))
    asked = in_sections(failing, (question("d", yes=30),))
    whole = score(asked, {"a": YES, "b": NO, "c": YES, "d": YES}, {})
    assert (whole.points, whole.points_possible, whole.failed_sections) == (45, 60, ())
    failed = score(asked, {"a": YES, "b": NO, "c": NO, "d": YES}, {})
    assert (failed.points, failed.points_possible, failed.failed_sections) == (25, 60, ("s0",))
    assert failed.auto_failed_by is None
    assert (failed.by_question["a"].points, failed.by_question["b"].points) == (0, -5)


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


def test_weights_multiply_a_section_and_a_question() -> None:
    light = Section("l", TEXT, 1.0, (question("a", weight=2.0),))
    heavy = Section("h", TEXT, 3.0, (question("b"),))
    found = score(replace(rubric(), sections=(light, heavy)), {"a": YES, "b": NO}, {})
    assert (found.points, found.points_possible, found.percent) == (20, 50, 40.0)


def test_nothing_decided_is_no_score() -> None:
    found = score(rubric(question("a")), {}, {})
    assert (found.percent, found.low, found.high, found.passed) == (None, 0.0, 100.0, None)


CONDITIONAL = (question("a"), question("b", yes=30, only_if=Condition("a", ("said",))))


def test_a_question_whose_condition_fails_is_not_applicable_by_the_system() -> None:
    found = score(rubric(*CONDITIONAL), {"a": NO, "b": NO}, {})
    marks = found.by_question["b"]
    assert (marks.not_applicable, marks.asked, marks.possible) == ("system", False, None)
    assert (found.points_possible, found.undecided) == (10, 0)
    assert score(rubric(*CONDITIONAL), {"a": YES, "b": NO}, {}).percent == 25.0


def test_a_condition_that_is_open_leaves_its_question_open() -> None:
    found = score(rubric(*CONDITIONAL), {"a": UNSURE, "b": YES}, {})
    assert (found.by_question["b"].decided_by, found.by_question["b"].asked, found.undecided) == ("nobody", None, 2)
    assert (found.low, found.high) == (0.0, 100.0)
    decided = score(rubric(*CONDITIONAL), {"a": UNSURE, "b": YES}, {"a": Answer("said")})
    assert (decided.percent, decided.undecided) == (100.0, 0)


def test_a_person_who_answers_a_question_has_asked_it() -> None:
    found = score(rubric(*CONDITIONAL), {"a": NO}, {"b": Answer("said")})
    assert (found.points, found.points_possible) == (30, 40)


def test_a_question_that_hangs_on_one_that_does_not_apply_does_not_apply_either() -> None:
    chain = (*CONDITIONAL, question("c", only_if=Condition("b", ("said", "not_said"))))
    found = score(rubric(*chain), {"a": NO, "b": YES, "c": YES}, {})
    assert [found.by_question[qid].not_applicable for qid in "abc"] == [None, "system", "system"]


def test_the_chance_of_a_flip_is_that_of_what_would_turn_the_call() -> None:
    assert score(rubric(question("a")), {"a": likely(0.8)}, {}).could_flip == pytest.approx(0.2)
    asked = rubric(question("a", yes=90), question("b", auto_fail="rubric"))
    assert score(asked, {"a": YES, "b": likely(0.9)}, {}).could_flip == pytest.approx(0.1)
    assert score(asked, {"a": YES, "b": likely(0.9)}, {"a": Answer("said"), "b": Answer("said")}).could_flip == 0.0
    failing = in_sections((question("a"), question("b", yes=0, auto_fail="section")), (question("c"),))
    assert score(failing, {"a": YES, "b": likely(0.7), "c": YES}, {}).could_flip == pytest.approx(0.3)


def test_a_hundred_questions_of_crooked_points_take_no_time_and_stay_true() -> None:
    questions = [question(str(i), yes=1 + (i * 0.7390851) % 1) for i in range(100)]
    found = score(rubric(*questions), {str(i): likely(0.7) for i in range(100)}, {})
    points = [option.points for q in questions for option in q.options[:1]]
    mean, deviation = 70.0, 100 * (sum(p * p for p in points) * 0.21) ** 0.5 / sum(points)
    assert found.low == pytest.approx(mean - 1.645 * deviation, abs=1.0)
    assert found.high == found.percent == 100.0, "the interval always holds the score as it stands"


POINTS = st.integers(-10, 20).map(float)
FAILS = st.sampled_from([None, None, "rubric", "section"])
ROWS = st.lists(st.tuples(POINTS, POINTS, FAILS, st.booleans()), min_size=1, max_size=5)
CHANCE = st.floats(0, 1)
SUGGESTION = st.one_of(
    st.sampled_from([YES, NO, UNSURE, SKIPPED, NOT_APPLICABLE, None]),
    CHANCE.map(likely),
    CHANCE.map(lambda p: Suggested("not_said", "not_said", p)),
    CHANCE.map(lambda p: Suggested("unsure", None, p)),
)
SUGGESTIONS = st.lists(SUGGESTION, min_size=5, max_size=5)
Rows = list[tuple[float, float, str | None, bool]]


def made(rows: Rows) -> Rubric:
    """Two sections; the last question is asked only if the first one is answered "said"."""
    questions = [
        question(str(i), yes=yes, no=no, auto_fail=fails, bonus=bonus) for i, (yes, no, fails, bonus) in enumerate(rows)
    ]
    if len(questions) > 1:
        questions[-1] = replace(questions[-1], only_if=Condition("0", ("said",)))
    return in_sections(tuple(questions[:2]), tuple(questions[2:]))


def given_to(rows: Rows, suggestions: list[Suggested | None]) -> dict[str, Suggested]:
    return {str(i): suggested for i, suggested in enumerate(suggestions[: len(rows)]) if suggested}


def scored(rows: Rows, suggestions: list[Suggested | None]) -> Score:
    return score(made(rows), given_to(rows, suggestions), {})


@settings(deadline=None)
@given(ROWS, SUGGESTIONS)
def test_the_percentage_lies_in_its_interval_and_every_question_is_counted_once(rows, suggestions) -> None:
    found = scored(rows, suggestions)
    assert found.from_people + found.from_machine + found.undecided == len(rows)
    assert 0 <= found.could_flip <= 1
    if found.percent is not None:
        assert found.low is not None
        assert found.high is not None
        assert 0 <= found.low <= found.percent <= found.high <= 100


@settings(deadline=None)
@given(ROWS, st.lists(st.sampled_from(["said", "not_said", None]), min_size=5, max_size=5), SUGGESTIONS)
def test_what_people_answered_leaves_no_doubt(rows, chosen, suggestions) -> None:
    answers = {str(i): Answer(chosen[i], not_applicable=chosen[i] is None) for i in range(len(rows))}
    found = score(made(rows), given_to(rows, suggestions), answers)
    assert found.low == found.percent == found.high
    assert (found.could_flip, found.undecided) == (0.0, 0)
    assert (found.passed is None) <= (found.percent is None)


@settings(deadline=None)
@given(ROWS, SUGGESTIONS)
def test_a_verdict_stands_whatever_people_answer_to_the_undecided(rows, suggestions) -> None:
    before, likely_, last = scored(rows, suggestions), given_to(rows, suggestions), str(len(rows) - 1)
    undecided = [qid for qid, marks in before.by_question.items() if marks.decided_by == "nobody"]
    if likely_.get(last, UNSURE).option_id is not None and last in undecided:
        undecided.remove(last)  # only its condition is open: once that holds, the machine's suggestion stands
    for chosen in product(["said", "not_said"], repeat=len(undecided)):
        answers = {qid: Answer(option) for qid, option in zip(undecided, chosen, strict=True)}
        first = answers.get("0") or Answer(before.by_question["0"].option_id)
        if len(rows) > 1 and first.option_id != "said":
            answers.pop(last, None)  # it is not asked
        after = score(made(rows), given_to(rows, suggestions), answers)
        assert after.undecided == 0
        if before.passed is not None and after.percent is not None:
            assert after.passed is before.passed


@settings(deadline=None)
@given(ROWS, SUGGESTIONS)
def test_the_interval_and_the_flip_are_those_of_drawing_every_question(rows, suggestions) -> None:
    """Against the plain sum over all ways in which the call may come out."""
    found, asked, likely_ = scored(rows, suggestions), made(rows), given_to(rows, suggestions)
    ways: list[tuple[float, float | None, bool | None]] = []
    for chosen in product(["said", "not_said"], repeat=len(rows)):
        answers, chance = {}, 1.0
        for i, option in enumerate(chosen):
            suggested = likely_.get(str(i))
            if suggested is not None and suggested.verdict == "not_applicable":
                answers[str(i)] = Answer(None, not_applicable=True)
                chance *= 0.5  # both of its ways are the same one
                continue
            open_ = suggested is None or suggested.verdict == "skipped"
            said = 0.5 if open_ else suggested.probability
            chance *= said if option == "said" else 1 - said
            answers[str(i)] = Answer(option)
        if len(rows) > 1 and answers["0"].option_id != "said":
            answers[str(len(rows) - 1)] = Answer(None, not_applicable=True)
        way = score(asked, {}, answers)
        ways.append((chance, way.percent, way.passed))
    counted = [(chance, percent) for chance, percent, _ in ways if percent is not None]
    total = sum(chance for chance, _ in counted)
    if total < 1e-9:
        return
    for end, share in ((found.low, 0.05), (found.high, 0.95)):
        assert end is not None
        below = sum(chance for chance, percent in counted if percent < end - 1e-6) / total
        upto = sum(chance for chance, percent in counted if percent <= end + 1e-6) / total
        outside = found.percent is not None and abs(end - found.percent) < 1e-6
        assert outside or below - 1e-6 <= share <= upto + 1e-6
    passing = sum(chance for chance, percent, passed in ways if percent is not None and passed) / total
    flip = {True: 1 - passing, False: passing, None: min(passing, 1 - passing)}[found.passed]
    assert found.could_flip == pytest.approx(flip, abs=1e-6)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 20), CHANCE), min_size=1, max_size=6), CHANCE)
def test_a_likelier_yes_never_lowers_the_interval(rows, less) -> None:
    questions = [question(str(i), yes=float(points)) for i, (points, _) in enumerate(rows)]
    suggestions = {str(i): Suggested("unsure", None, chance) for i, (_, chance) in enumerate(rows)}
    lower = suggestions | {"0": Suggested("unsure", None, min(less, rows[0][1]))}
    before, after = score(rubric(*questions), lower, {}), score(rubric(*questions), suggestions, {})
    if before.low is not None:
        assert before.low <= after.low
        assert before.high <= after.high


@settings(deadline=None)
@given(ROWS, SUGGESTIONS, st.randoms(use_true_random=False))
def test_the_order_of_questions_changes_nothing(rows, suggestions, random) -> None:
    asked = made(rows)
    shuffled = [
        Section(s.id, s.title, s.weight, tuple(random.sample(s.questions, len(s.questions)))) for s in asked.sections
    ]
    random.shuffle(shuffled)
    given_ = given_to(rows, suggestions)
    one, other = score(asked, given_, {}), score(replace(asked, sections=tuple(shuffled)), given_, {})
    assert (one.percent, one.passed) == (pytest.approx(other.percent), other.passed)
    assert (one.low, one.high) == (pytest.approx(other.low), pytest.approx(other.high))
    assert one.could_flip == pytest.approx(other.could_flip)


@settings(deadline=None)
@given(ROWS, SUGGESTIONS)
def test_agreeing_with_the_machine_changes_no_point(rows, suggestions) -> None:
    machine = scored(rows, suggestions)
    answers = {
        qid: Answer(marks.option_id, not_applicable=marks.option_id is None)
        for qid, marks in machine.by_question.items()
        if marks.decided_by == "machine"
    }
    agreed = score(made(rows), given_to(rows, suggestions), answers)
    assert (agreed.percent, agreed.passed) == (machine.percent, machine.passed)


@settings(deadline=None)
@given(ROWS, SUGGESTIONS, st.sampled_from([0.5, 2.0, 10.0]))
def test_scaling_all_points_changes_no_percentage(rows, suggestions, factor: float) -> None:
    larger = [(yes * factor, no * factor, fails, bonus) for yes, no, fails, bonus in rows]
    one, other = scored(larger, suggestions), scored(rows, suggestions)
    assert one.percent == pytest.approx(other.percent)
    assert (one.low, one.high) == (pytest.approx(other.low), pytest.approx(other.high))
