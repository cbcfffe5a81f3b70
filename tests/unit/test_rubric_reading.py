"""A rubric is read whole, or refused with file, line and question."""

from pathlib import Path

import pytest

from qa.rubric.linter import lint_text
from qa.rubric.model import Rubric
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
GREETING = """\
      - id: greeting
        kind: phrase
        text: {he: "ברכה", en: "Greeting"}
        points: 10
        first_s: 20
        wordings: ["thank you for calling <company>"]
"""


def rubric(*questions: str, head: str = HEAD) -> Rubric:
    return read_text(head + "".join(questions), file="small.yaml")


def question(body: str, *, kind: str = "phrase", qid: str = "q") -> str:
    lines = [f"id: {qid}", f"kind: {kind}", 'text: {he: "א", en: "A"}', *body.strip().splitlines()]
    return "      - " + "\n        ".join(lines) + "\n"


def test_points_become_the_options_of_the_kind() -> None:
    options = rubric(GREETING).question("greeting").options
    assert [(option.id, option.points, option.auto_fail) for option in options] == [
        ("said", 10.0, False),
        ("not_said", 0.0, False),
    ]


def test_a_forbidden_phrase_earns_its_points_by_silence_and_may_fail_the_call() -> None:
    read = rubric(question("forbidden: true\npoints: 5\nauto_fail: true\nwordings: [that is not my job]"))
    assert [(o.id, o.points, o.auto_fail) for o in read.question("q").options] == [
        ("not_said", 5.0, False),
        ("said", 0.0, True),
    ]


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
    ],
)
def test_the_linter_warns_of_what_reads_but_does_not_work(questions: list[str], message: str) -> None:
    found = lint_text(HEAD + "".join(questions), file="small.yaml")
    assert [problem.severity for problem in found if message in problem.message] == ["warning"]


def test_a_sound_rubric_has_nothing_to_warn_of() -> None:
    assert lint_text(HEAD + GREETING, file="small.yaml") == ()
