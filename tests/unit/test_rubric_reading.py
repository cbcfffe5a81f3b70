"""A rubric is read whole, or refused with file, line and question."""

from pathlib import Path

import pytest

from qa.pipeline.model import Count, Place
from qa.rubric.identity import identities
from qa.rubric.kinds import Tone, Transition
from qa.rubric.kinds.transition import Boundary
from qa.rubric.linter import lint_text
from qa.rubric.model import Condition, Rubric
from qa.rubric.problems import RubricUnreadable
from qa.rubric.reader import read_text

HEAD = """\
id: small
version: 1
language: en
title: {he: "קטן", en: "Small"}
pass_percent: 60
sections:
  - id: one
    title: {he: "אחת", en: "One"}
    questions:
"""
LOSING = "options: [{id: said, points: 90, auto_fail: true}, {id: not_said, points: 0}]\nwordings: [to sum up]"
GREETING = """\
      - id: greeting
        kind: phrase
        text: {he: "ברכה", en: "Greeting"}
        points: 10
        first_s: 20
        wordings: ["thank you for calling <company>"]
"""


TWO = "points: 3\nsentences: [{id: a, wordings: [let me check]}, {id: b, wordings: [to sum up our call]}]"


def rubric(*questions: str, head: str = HEAD) -> Rubric:
    return read_text(head + "".join(questions), file="small.yaml")


def question(body: str, *, kind: str = "phrase", qid: str = "q") -> str:
    lines = [f"id: {qid}", f"kind: {kind}", 'text: {he: "א", en: "A"}', *body.strip().splitlines()]
    return "      - " + "\n        ".join(lines) + "\n"


def test_points_become_the_options_of_the_kind() -> None:
    options = rubric(GREETING).question("greeting").options
    assert [(option.id, option.points, option.auto_fail) for option in options] == [
        ("said", 10.0, None),
        ("not_said", 0.0, None),
    ]


def test_a_forbidden_phrase_earns_its_points_by_silence_and_may_fail_the_call() -> None:
    read = rubric(question("forbidden: true\npoints: 5\nauto_fail: true\nwordings: [that is not my job]"))
    assert [(o.id, o.points, o.auto_fail) for o in read.question("q").options] == [
        ("not_said", 5.0, None),
        ("said", 0.0, "rubric"),
    ]


def test_a_phrase_may_be_bound_to_place_and_number() -> None:
    read = rubric(
        GREETING,
        question(
            """
points: 1
wordings: [I am very sorry]
phase: solution
after: greeting
near: {question: greeting, within_s: 20}
first_share: 0.5
last_share: 0.9
at_least: 2
at_most: 3
"""
        ),
    )
    (spec,) = read.question("q").kind.phrases()
    assert spec.place == Place(after="greeting", near="greeting", within_ms=20_000, phase="solution")
    assert (spec.window.first_share, spec.window.last_share) == (0.5, 0.9)
    assert spec.count == Count(2, 3)


def test_two_phrases_may_name_each_other() -> None:
    read = rubric(
        GREETING.replace("        wordings", "        before: q\n        wordings"),
        question("points: 1\nafter: greeting\nwordings: [to sum up]"),
    )
    assert [spec.place.before or spec.place.after for spec in read.checklist().phrases] == ["q", "greeting"]


def test_a_phrase_may_name_a_sentence_or_a_part_of_a_situation() -> None:
    read = rubric(
        question("points: 2\nsentences: [{id: a, wordings: [so far so good]}]", kind="transition", qid="t"),
        question(
            "points: 4\nwithin_s: 15\ntrigger: {wordings: [I bought an oven]}\n"
            "response: {wordings: [enjoy your oven], after: t.a}",
            kind="situation",
            qid="s",
        ),
        question("points: 1\nafter: s.trigger\nwordings: [to sum up]"),
    )
    assert read.question("s").kind.situations()[0].response.place.after == "t.a"


def test_weights_conditions_and_former_ids_are_read() -> None:
    asked = "points: 4\nweight: 2.5\nwas: thanks\nonly_if: {question: greeting, is: [said]}\nwordings: [to sum up]"
    read = rubric(GREETING, question(asked)).question("q")
    assert (read.weight, read.was, read.points_possible, read.points("said")) == (2.5, "thanks", 10, 10)
    assert read.only_if == Condition("greeting", ("said",))


@pytest.mark.parametrize(
    ("said", "meant"), [("true", "rubric"), ("rubric", "rubric"), ("section", "section"), ("false", None)]
)
def test_an_option_may_fail_the_call_or_its_section(said: str, meant: str | None) -> None:
    usual = rubric(question(f"points: 5\nauto_fail: {said}\nwordings: [to sum up]"))
    listed = rubric(
        question(
            f"options: [{{id: said, points: 5}}, {{id: not_said, points: 0, auto_fail: {said}}}]\nwordings: [to sum up]"
        )
    )
    for read in (usual, listed):
        assert [option.auto_fail for option in read.question("q").options] == [None, meant]


def test_a_transition_may_belong_to_a_boundary_or_ask_for_a_share() -> None:
    read = rubric(
        question(
            "points: 4\nshare_at_least: 0.5\nboundary_s: 10\nbetween: [inquiry, solution]\nsentences:\n"
            "  - {id: a, wordings: [let me check that]}\n"
            "  - {id: b, wordings: [to sum up our call], between: [solution, summary]}",
            kind="transition",
        )
    )
    kind = read.question("q").kind
    assert isinstance(kind, Transition)
    assert (kind.share, kind.boundary(0)) == (0.5, Boundary("inquiry", "solution", 10_000))
    assert kind.boundary(1) == Boundary("solution", "summary", 10_000)
    assert [option.id for option in read.question("q").options] == ["met", "partly", "not_met"]


def test_a_tone_is_held_against_bounds() -> None:
    read = rubric(question("points: 3\nspeaker: agent\nmeasure: last_quarter\nat_least: -1", kind="tone"))
    assert read.question("q").kind == Tone("agent", "last_quarter", -1, None)
    assert [option.id for option in read.question("q").options] == ["met", "not_met"]


def test_the_checklist_holds_all_that_the_questions_ask() -> None:
    read = rubric(
        GREETING,
        question(
            "points: 4\nwithin_s: 15\ntrigger: {wordings: [I bought an oven]}\nresponse: {wordings: [enjoy your oven]}",
            kind="situation",
        ),
        question("points: 2\nmeasure: dead_air_count\nat_most: 0", kind="conduct", qid="c"),
        head=HEAD.replace("pass_percent", "dead_air_s: 4\npass_percent"),
    )
    asked = read.checklist()
    assert [(spec.id, spec.speaker, spec.window.first_ms) for spec in asked.phrases] == [("greeting", "agent", 20_000)]
    (situation,) = asked.situations
    assert (situation.trigger.speaker, situation.response.speaker, situation.within_ms) == ("customer", "agent", 15_000)
    assert asked.dead_air_ms == 4_000


def test_the_digest_is_of_the_content_not_of_the_layout() -> None:
    plain = rubric(GREETING)
    assert rubric("# a remark\n\n", GREETING).digest() == plain.digest()
    assert rubric(GREETING.replace("points: 10", "points: 11")).digest() != plain.digest()
    assert rubric(GREETING.replace("first_s", "last_s")).digest() != plain.digest()


@pytest.mark.parametrize(
    ("broken", "line", "question_id", "message"),
    [
        (GREETING.replace("points:", "pionts:"), 13, "greeting", "unknown key 'pionts'"),
        (GREETING.replace("kind: phrase", "kind: phrases"), 11, "greeting", "not one of"),
        (GREETING.replace('"thank you for calling <company>"', '"{a|b"'), 15, "greeting", "closing"),
        (GREETING.replace("points: 10", "points: ten"), 13, "greeting", "a number was expected"),
        (GREETING.replace("        points: 10\n", ""), 10, "greeting", "'points' is missing"),
        (GREETING.replace("first_s: 20", "first_s: 0"), 14, "greeting", "above 0"),
        (GREETING.replace("id: greeting", "id: Greeting!"), 10, None, "is no id"),
        (GREETING + GREETING, 16, "greeting", "used twice"),
        (question("options: [{id: said, points: 1}, {id: maybe, points: 0}]\nwordings: [hi]"), 13, "q", "never be"),
        (question("options: [{id: said, points: 1}]\nwordings: [hello dear]"), 13, "q", "one option"),
        (question("points: 3", kind="manual"), 10, "q", "names its options"),
        (question("points: 3\nmeasure: talk_over_count", kind="conduct"), 10, "q", "at_least, at_most or both"),
        (question("points: 3\nneed: 2\nsentences: [{id: a, wordings: [so]}]", kind="transition"), 14, "q", "needed"),
        (question(TWO + "\nwithin_s: 5", kind="transition"), 15, "q", "need of 2 or more"),
        (question(TWO + "\nshare_at_least: 0.5\nneed: 2", kind="transition"), 16, "q", "in any order"),
        (question(TWO + "\nbetween: [summary, opening]", kind="transition"), 15, "q", "in this order"),
        (question("points: 3\nspeaker: agent\nmeasure: mean", kind="tone"), 10, "q", "at_least, at_most or both"),
        (question("points: 3\nspeaker: agent\nmeasure: mean\nat_least: 2\nat_most: 1", kind="tone"), 16, "q", "no"),
        (question("points: 3\nfirst_share: 1.5\nwordings: [to sum up]"), 14, "q", "share above 0"),
        (question("points: 3\nat_least: 3\nat_most: 2\nwordings: [to sum up]"), 15, "q", "at least 3 and at most 2"),
        (question("points: 3\nweight: 0\nwordings: [to sum up]"), 14, "q", "above 0"),
        (question("points: 3\nauto_fail: all\nwordings: [to sum up]"), 14, "q", "not one of"),
        (question("points: 3\nafter: nobody\nwordings: [to sum up]"), 14, "q", "no phrase 'nobody'"),
        (question("points: 3\nafter: q\nwordings: [to sum up]"), 14, "q", "by itself"),
        (question("points: 3\nnear: {question: q}\nwordings: [to sum up]"), 14, "q", "'within_s' is missing"),
        (question("points: 3\nonly_if: {question: x, is: [a]}\nwordings: [to sum up]"), 10, "q", "no such question"),
        (GREETING + question("points: 3\nonly_if: {question: greeting, is: [a]}\nwordings: [to sum up]"),
         16, "q", "the options of 'greeting' are said, not_said"),
        (question("points: 3\nonly_if: {question: q, is: [said]}\nwordings: [to sum up]"), 10, "q", "in a circle"),
        (GREETING + question("points: 3\nwas: greeting\nwordings: [to sum up]"), 16, "q", "in use in this very"),
        (GREETING.replace("kind:", "was: old\n        kind:") + question("points: 3\nwas: old\nwordings: [to sum up]"),
         17, "q", "'greeting' was that"),
        (question("points: 2\nmeasure: dead_air_count\nat_most: 0", kind="conduct")
         + question("points: 3\nafter: q\nwordings: [to sum up]", qid="r"), 20, "r", "'q' has no phrase"),
        (question(TWO, kind="transition") + question("points: 3\nafter: q\nwordings: [never mind it]", qid="r"),
         19, "r", "name one of q.a, q.b"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_file_line_and_question(
    broken: str, line: int, question_id: str | None, message: str
) -> None:
    with pytest.raises(RubricUnreadable) as refused:
        rubric(broken)
    (problem,) = refused.value.problems
    assert (problem.file, problem.line, problem.question) == (Path("small.yaml"), line, question_id)
    assert message in problem.message
    assert str(problem).startswith(f"small.yaml:{line}: ")


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(RubricUnreadable) as refused:
        rubric(GREETING.replace("10", "ten"), question("points: x\nwordings: [to sum up]"))
    assert [problem.question for problem in refused.value.problems] == ["greeting", "q"]


@pytest.mark.parametrize("source", ["", "a: [", "- a list", "just words", "id: only"])
def test_what_is_no_rubric_is_refused(source: str) -> None:
    with pytest.raises(RubricUnreadable):
        read_text(source, file="small.yaml")


@pytest.mark.parametrize(
    ("questions", "message"),
    [
        ([question("points: 1\nwordings: [hello]")], "too short"),
        ([question("points: 1\nwordings: [that is it]")], "too common"),
        ([question("points: 0\nwordings: [to sum up]"), GREETING], "changes nothing"),
        ([GREETING, GREETING.replace("id: greeting", "id: again")], "one sentence would fulfil this and 'greeting'"),
        ([GREETING.replace(', en: "Greeting"', "")], "translation 'en' is missing"),
        ([question("bonus: true\npoints: 1\nwordings: [to sum up]")], "no percentage"),
        ([GREETING, question(LOSING)], "no call can pass"),
        ([question(LOSING)], "its best option fails the call"),
        (
            [question("options: [{id: said, points: 5}, {id: not_said, points: 4}]\nwordings: [to sum up]")],
            "every call",
        ),
        (
            [
                GREETING,
                question("points: 1\nonly_if: {question: greeting, is: [said, not_said]}\nwordings: [to sum up]"),
            ],
            "always asked",
        ),
        (
            [
                GREETING.replace("points", "auto_fail: true\n        points"),
                question("points: 1\nonly_if: {question: greeting, is: [not_said]}\nwordings: [to sum up]"),
            ],
            "has failed the call already",
        ),
        (
            [GREETING, question("points: 1\nat_least: -5\nspeaker: agent\nmeasure: mean", kind="tone")],
            "'not_met' can never be reached",
        ),
        (
            [GREETING, question("points: 1\nat_least: 6\nspeaker: agent\nmeasure: mean", kind="tone")],
            "'met' can never be reached",
        ),
        (
            [
                GREETING,
                question("points: 1\nat_least: 0\ncritical: true\nspeaker: customer\nmeasure: mean", kind="tone"),
            ],
            "evidence about the call",
        ),
        (
            [GREETING, question("points: 1\nfirst_s: 20\nwordings: ['{we|many} thank you for {phoning|calling}']")],
            "one sentence would fulfil this and 'greeting'",
        ),
        (
            [
                GREETING,
                question(
                    "points: 1\nwithin_s: 9\ntrigger: {wordings: [a new oven], speaker: agent}\n"
                    "response: {wordings: [a new oven]}",
                    kind="situation",
                ),
            ],
            "trigger and response at once",
        ),
    ],
)
def test_the_linter_warns_of_what_reads_but_does_not_work(questions: list[str], message: str) -> None:
    found = lint_text(HEAD + "".join(questions), file="small.yaml")
    assert [problem.severity for problem in found if message in problem.message] == ["warning"]


def test_a_sound_rubric_has_nothing_to_warn_of() -> None:
    assert lint_text(HEAD + GREETING, file="small.yaml") == ()


def test_a_section_that_earns_nothing_cannot_be_failed() -> None:
    vain = question("bonus: true\npoints: 3\nauto_fail: section\nwordings: [to sum up]")
    second = '  - id: two\n    title: {he: "ב", en: "Two"}\n    questions:\n' + vain
    found = lint_text(HEAD + GREETING + second, file="small.yaml")
    assert [problem.message for problem in found if "changes nothing" in problem.message] == [
        "failing the section 'two' changes nothing: it earns no points"
    ]


def version(number: int, **ids: str | None) -> Rubric:
    """A version with these questions; the value is what the question was before."""
    asked = [
        question(
            f"points: 1\n{f'was: {was}' if was else ''}\nwordings: [{qid} is a sentence]".replace("\n\n", "\n"), qid=qid
        )
        for qid, was in ids.items()
    ]
    return rubric(*asked, head=HEAD.replace("version: 1", f"version: {number}"))


def test_a_question_stays_the_same_over_versions_whatever_its_id() -> None:
    versions = [
        version(1, greeting=None, closing=None),
        version(2, hello="greeting", closing=None),
        version(4, hello="greeting", closing=None, thanks=None),
        version(5, welcome="hello", thanks=None, greeting=None),
    ]
    found = identities(reversed(versions))
    assert found[2] == {"hello": "greeting", "closing": "closing"}
    assert found[4] == {"hello": "greeting", "closing": "closing", "thanks": "thanks"}
    assert found[5] == {"welcome": "greeting", "thanks": "thanks", "greeting": "greeting@5"}
