"""What a replay carries over, what it calls a change, and how it adds up."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from qa.engines.interfaces import Word
from qa.pipeline.model import Means, Transcript, Turn
from qa.platform.spans import Span
from qa.replay.draft import read_draft
from qa.replay.holding import Heard, carry, hold
from qa.replay.report import CallReplayed, Standing
from qa.replay.totals import compared
from qa.rubric.identity import identities
from qa.rubric.model import Condition, Question, Rubric
from qa.rubric.reader import read_text
from qa.scoring.score import Answer

RUBRIC = """
id: small
version: 1
language: he
title: {he: "א", en: "A"}
pass_percent: 50
sections:
  - id: all
    title: {he: "א", en: "A"}
    questions:
      - id: goodbye
        kind: phrase
        text: {he: "א", en: "A"}
        points: 4
        wordings: ["המשך יום נעים"]
      - id: patience
        kind: manual
        text: {he: "א", en: "A"}
        options:
          - {id: fully, label: {he: "א", en: "A"}, points: 4}
          - {id: half, label: {he: "א", en: "A"}, points: 2}
          - {id: none, label: {he: "א", en: "A"}, points: 0}
"""


def rubric(*changes: tuple[str, str]) -> Rubric:
    source = RUBRIC
    for old, new in changes:
        assert old in source
        source = source.replace(old, new)
    return read_text(source, file="test")


def heard(text: str) -> Heard:
    words = tuple(Word(word, Span(400 * n, 400 * n + 400), 0.9) for n, word in enumerate(text.split()))
    turn = Turn("agent", Span(0, 400 * len(words)), words)
    speech = {"agent": (turn.span,), "customer": ()}
    return Heard(Transcript("he", turn.span.end, (turn,), speech, (turn.span,)), Means())


def question(of: Rubric, question_id: str) -> Question:
    return of.question(question_id)


def test_an_answer_follows_its_question_through_every_name_it_ever_had() -> None:
    first = rubric()
    second = rubric(("version: 1", "version: 2"), ("id: patience", "id: calm\n        was: patience"))
    third = rubric(("version: 1", "version: 3"), ("id: patience", "id: composure\n        was: calm"))
    known = identities([first, second, third])
    answers = {known[1]["patience"]: Answer("half")}
    assert carry(answers, third, known[3]) == {"composure": Answer("half")}


def test_an_answer_stays_behind_where_its_option_is_gone() -> None:
    without = rubric(("id: half", "id: partly"))
    same = {"goodbye": "goodbye", "patience": "patience"}
    assert carry({"patience": Answer("half")}, without, same) == {}
    assert carry({"patience": Answer("fully")}, without, same) == {"patience": Answer("fully")}
    not_applicable = Answer(None, not_applicable=True)
    assert carry({"patience": not_applicable}, without, same) == {"patience": not_applicable}


def test_an_outcome_is_yes_from_halfway_up() -> None:
    of = rubric()
    call = heard("שלום וברכה")
    outcomes = {
        option: hold(of, call, {"patience": Answer(option)}).outcome(question(of, "patience"))
        for option in ("fully", "half", "none")
    }
    assert outcomes == {"fully": "yes", "half": "yes", "none": "no"}
    assert hold(of, call, {}).outcome(question(of, "patience")) == "unsure"
    by_reviewer = hold(of, call, {"patience": Answer(None, not_applicable=True)})
    assert by_reviewer.outcome(question(of, "patience")) == "not_applicable"


def test_a_question_that_is_not_asked_does_not_apply_and_says_nothing() -> None:
    plain = rubric()
    [section] = plain.sections
    goodbye, patience = section.questions
    asked_if_calm = replace(goodbye, only_if=Condition("patience", ("fully",)))
    of = replace(plain, sections=(replace(section, questions=(asked_if_calm, patience)),))
    call = heard("תודה רבה המשך יום נעים")
    side = hold(of, call, {"patience": Answer("none")}).side(asked_if_calm)
    assert (side.outcome, side.verdict, side.evidence) == ("not_applicable", None, [])
    side = hold(of, call, {"patience": Answer("fully")}).side(asked_if_calm)
    assert (side.outcome, side.evidence[0].text) == ("yes", "המשך יום נעים")


def test_a_person_s_answer_shows_nothing_of_the_machine() -> None:
    of = rubric()
    side = hold(of, heard("המשך יום נעים"), {"goodbye": Answer("not_said")}).side(question(of, "goodbye"))
    assert (side.decided_by, side.outcome, side.verdict, side.why) == ("person", "no", None, None)


def test_a_draft_that_multiplies_itself_is_refused_and_a_few_aliases_are_not() -> None:
    shared = RUBRIC.replace('text: {he: "א", en: "A"}', 'text: &text {he: "א", en: "A"}', 1)
    shared = shared.replace('text: {he: "א", en: "A"}', "text: *text")
    assert read_draft(shared).rubric is not None
    bomb = RUBRIC + "\n# " + " *text" * 101
    refused = read_draft(bomb)
    assert refused.rubric is None
    assert "aliases" in refused.problems[0].message


percents = st.none() | st.floats(0, 100)


@given(st.lists(st.tuples(percents, percents, st.sampled_from([True, False, None])), max_size=8))
def test_means_are_of_calls_that_both_sides_can_count(
    rows: list[tuple[float | None, float | None, bool | None]],
) -> None:
    made = compared([_call(before, after, passed) for before, after, passed in rows])
    both = [(before, after) for before, after, _ in rows if before is not None and after is not None]
    assert made.calls == len(rows)
    assert made.after.passed + made.after.failed + made.after.open == len(rows)
    if not both:
        assert made.after.percent is None
        return
    assert made.before is not None
    assert made.before.percent is not None
    assert made.after.percent is not None
    assert min(before for before, _ in both) - 1e-9 <= made.before.percent <= max(before for before, _ in both) + 1e-9
    assert abs(made.after.percent - sum(after for _, after in both) / len(both)) < 1e-9


def _call(before: float | None, after: float | None, passed: bool | None) -> CallReplayed:
    def standing(percent: float | None) -> Standing:
        return Standing(percent=percent, low=percent, high=percent, passed=passed, undecided=0)

    return CallReplayed(
        call_id="c",
        file_name="c.wav",
        at=datetime(2026, 1, 1, tzinfo=UTC),
        agent_id=None,
        agent_name=None,
        before=standing(before),
        after=standing(after),
        flips=0,
        passing_changed=False,
        witness="text",
    )
