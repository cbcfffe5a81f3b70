"""What a session's answers come to: each question by its own answers, each rater over all of them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from qa.calibration.agreement import NOT_APPLICABLE, Asked, Material, OfQuestion, measured
from qa.calibration.tables import ReferenceAnswer
from qa.calibration.trust import digest, judged
from qa.rubric.kinds import Manual
from qa.rubric.model import Option, Question, Texts

TEXTS = Texts("א", "a")


def question(**points: float) -> Question:
    options = tuple(Option(option, TEXTS, worth) for option, worth in points.items())
    return Question("q", Manual(), TEXTS, None, options)


GRADED = Asked.of(question(good=4, poor=0, fair=2))
YES_NO = Asked.of(question(yes=4, no=0))


def material(asked: Asked, **said: str) -> Material:
    """`said`: rater → one letter a call; the letters begin the answers, "-" leaves the call out, "/" is n/a."""
    names = {answer[0]: answer for answer in ("yes", "no", "good", "fair", "poor")} | {"/": NOT_APPLICABLE}

    def of(rater: str) -> frozenset[tuple[str, str, str]]:
        letters = enumerate(said.get(rater, ""))
        return frozenset((f"call {place}", "q", names[letter]) for place, letter in letters if letter != "-")

    people = tuple((rater, of(rater)) for rater in sorted(said) if rater not in ("machine", "reference"))
    return Material((asked,), people, of("machine"), of("reference"), frozenset())


def only(of: Material) -> OfQuestion:
    return measured(of).questions[0]


def test_three_answers_with_points_of_their_own_are_ordered_by_them_and_others_are_not() -> None:
    assert (GRADED.level, GRADED.answers) == ("ordinal", ("poor", "fair", "good"))
    assert (YES_NO.level, YES_NO.answers) == ("nominal", ("yes", "no", NOT_APPLICABLE))
    assert Asked.of(question(a=1, b=1, c=0)).level == "nominal"


def test_a_near_miss_weighs_less_where_answers_are_ordered() -> None:
    near, far = (
        {m.name: m for m in only(material(GRADED, one="ggppfg", two=two)).among}["gwet_ac"].value
        for two in ("ggppff", "ggppfp")
    )
    assert near is not None
    assert far is not None
    assert near > far


def test_not_applicable_is_an_answer_where_answers_only_differ_and_missing_where_they_are_ordered() -> None:
    nominal = only(material(YES_NO, one="y/", two="yn")).among[0]
    ordinal = only(material(GRADED, one="g/p", two="gpp")).among[0]
    assert (nominal.value, nominal.basis.units) == (0.5, 2)
    assert (ordinal.value, ordinal.basis.units) == (1.0, 2)


def test_a_rater_and_the_machine_are_held_against_the_reference_alone() -> None:
    made = only(material(YES_NO, one="yynn", two="nnnn", machine="yy--", reference="yyn-"))
    assert (made.people["one"].agreement.agreed, made.people["one"].agreement.of) == (3, 3)
    assert (made.people["two"].agreement.agreed, made.people["two"].agreement.of) == (1, 3)
    assert (made.machine.agreement.agreed, made.machine.agreement.of, made.machine.units) == (2, 2, 3)
    assert {m.basis.units for m in made.machine_measures} == {2}


def test_over_all_questions_answers_are_told_by_what_they_earn() -> None:
    graded, plain = replace(GRADED, id="q"), replace(YES_NO, id="p")
    one = frozenset({("c", "q", "good"), ("c", "p", "yes")})
    settled = frozenset({("c", "q", "fair"), ("c", "p", "yes")})
    made = measured(Material((graded, plain), (("one", one),), frozenset(), settled, frozenset()))
    rater = made.raters[0]
    assert (rater.against.agreement.agreed, rater.against.agreement.of) == (1, 2)
    assert rater.against.confusion == {("part", "all"): 1, ("all", "all"): 1}


def test_scores_agree_by_their_distance() -> None:
    calls = {"a": (40.0, 50.0), "b": (80.0, 90.0), "c": (10.0, 10.0)}
    said = frozenset((call, who, p) for call, pair in calls.items() for who, p in zip("12", pair, strict=True))
    value = measured(Material((YES_NO,), (), frozenset(), frozenset(), said)).score.value
    assert value is not None
    assert 0.9 < value < 1


def test_without_a_reference_nothing_is_said_of_the_machine() -> None:
    made = only(material(YES_NO, one="yn", two="yn", machine="yn"))
    assert (made.machine.units, made.machine.agreement.value) == (0, None)
    assert all(measure.value is None for measure in made.machine_measures)


def settled(at: int, option: str | None) -> ReferenceAnswer:
    moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=at)
    return ReferenceAnswer(id=f"r{at}", question_id="q", option_id=option, decided_at=moment)


def test_a_call_settled_in_two_sessions_counts_once_and_as_it_was_settled_last() -> None:
    asked = question(yes=4, no=0)
    references = [("call 1", settled(1, "yes")), ("call 2", settled(2, "yes")), ("call 1", settled(3, "no"))]
    scale, units = judged(asked, references, {("r3", "q"): "no", ("r1", "q"): "yes", ("r2", "q"): None})
    assert [(unit.reference, unit.given) for unit in units] == [("yes", None), ("no", "no")]
    assert scale.answers == ("yes", "no")


def test_not_applicable_counts_towards_trust_once_somebody_says_it() -> None:
    scale, units = judged(question(yes=4, no=0), [("call", settled(1, None))], {})
    assert scale.answers == ("yes", "no", NOT_APPLICABLE)
    assert units[0].reference == NOT_APPLICABLE


def test_a_question_that_was_changed_is_another_one_wherever_its_file_has_it() -> None:
    asked = question(yes=4, no=0)
    assert digest(replace(asked, line=7)) == digest(asked)
    assert digest(replace(asked, guide=TEXTS)) != digest(asked)
