"""Scenarios: how a story goes on, what is wrong with one, and how answers become a call."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from qa.calls.script import WrittenLine, known_side, to_script
from qa.calls.tables import Call
from qa.engines.interfaces import SAMPLE_RATE, EngineRevision, Engines, Segment, Word
from qa.engines.media import Limits, sniff
from qa.pipeline.audio import RecordingFile
from qa.pipeline.model import KnownSide
from qa.pipeline.process import RecordingToHear, listen
from qa.platform.spans import Span
from qa.practice.scenarios.assembly import Exchange, assemble, write
from qa.practice.scenarios.lint import broken, problems_of
from qa.practice.scenarios.service import shipped
from qa.practice.scenarios.story import MOST_STEPS, Next, Story, StoryStep, follow, takes

SECOND = SAMPLE_RATE


def story(*lines: dict[str, Any], **over: Any) -> Story:
    return Story.model_validate({"title": "t", "language": "en", "lines": list(lines)} | over)


def line(name: str, *ways: tuple[str, str | None], text: str = "hello there", **over: Any) -> dict[str, Any]:
    return {"id": name, "text": text, "ways": [{"to": to, "when": when} for to, when in ways]} | over


FORKED = story(line("a", ("b", "I listened"), ("c", None)), line("b", ("c", None)), line("c"))


def faults(told: Story, clips: set[str] | None = None, questions: set[str] | None = None) -> set[tuple[str, str]]:
    return {(one.code, one.line) for one in problems_of(told, clips or set(), questions or set())}


def test_a_call_goes_on_by_what_the_agent_did() -> None:
    assert follow(FORKED, []) == Next(None)
    opened = [StoryStep(line=None)]
    assert follow(FORKED, opened) == Next("a")
    assert follow(FORKED, [*opened, StoryStep(line="a", way=0)]) == Next("b")
    assert follow(FORKED, [*opened, StoryStep(line="a", way=1)]) == Next("c")
    assert follow(FORKED, [*opened, StoryStep(line="a", way=1), StoryStep(line="c")]) == Next(None, ended=True)
    assert follow(FORKED.model_copy(update={"agent_opens": False}), []) == Next("a")


def test_a_way_is_chosen_where_there_are_several_and_only_there() -> None:
    assert [takes(FORKED, "a", way) for way in (None, 0, 1, 2)] == [False, True, True, False]
    assert [takes(FORKED, "b", way) for way in (None, 0)] == [True, False]
    assert [takes(FORKED, None, way) for way in (None, 0)] == [True, False]


def test_a_call_that_goes_round_in_circles_ends() -> None:
    circle = story(line("a", ("b", None)), line("b", ("a", None)))
    steps = [StoryStep(line=None), *(StoryStep(line="ab"[at % 2]) for at in range(MOST_STEPS - 1))]
    assert follow(circle, steps[:-1]).ended is False
    assert follow(circle, steps).ended is True


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        (story(line("a"), line("a")), ("same_name", "a")),
        (story(line("a", text="")), ("no_text", "a")),
        (story(line("a", ("x", None))), ("leads_nowhere", "a")),
        (story(line("a"), line("b")), ("unreachable", "b")),
        (story(line("a", ("b", None)), line("b", ("a", None))), ("never_ends", "a")),
        (story(line("a", ("b", None), ("b", None)), line("b")), ("two_others", "a")),
        (story(line("a", clip_id="gone")), ("clip_missing", "a")),
        (story(line("a", ("b", "x"), ("b", "y")), line("b")), ("nothing_else", "a")),
        (story(line("a", text="word " * 61)), ("long_line", "a")),
    ],
)
def test_the_linter_finds(told: Story, fault: tuple[str, str]) -> None:
    assert fault in faults(told)


def test_a_sound_story_has_no_faults_and_a_question_must_be_one_of_today() -> None:
    asked = story({"id": "a", "text": "x", "clip_id": "c", "ways": [{"to": "b", "question_id": "q"}]}, line("b"))
    assert faults(FORKED) == set()
    assert faults(asked, {"c"}, {"q"}) == set()
    assert faults(asked, {"c"}, {"other"}) == {("question_unknown", "a")}
    assert not broken(problems_of(asked, {"c"}, set()))
    assert broken(problems_of(asked, set(), set()))


def test_what_comes_with_mashov_is_sound_in_both_languages() -> None:
    stories = shipped()
    assert {told.language for told in stories.values()} == {"he", "en"}
    for name, told in stories.items():
        assert not broken(problems_of(told, set(), set())), name
        assert any(len(one.ways) > 1 for one in told.lines), f"{name} never branches"


def sound(seconds: float, hertz: float = 220.0) -> Any:
    at = np.arange(int(seconds * SECOND)) / SECOND
    return (0.3 * np.sin(2 * np.pi * hertz * at)).astype(np.float32)


def test_answers_and_lines_lie_one_after_the_other() -> None:
    call = assemble(
        [Exchange("", None, sound(1)), Exchange("two words", None, sound(2)), Exchange("spoken", sound(1.5), sound(1))]
    )
    first, second = call.lines
    assert (first.text, second.text) == ("two words", "spoken")
    assert first.span.start >= 1_000
    assert second.span.length == 1_500
    assert second.span.start >= first.span.end + 2_000
    read = call.customer[first.span.start * 16 : first.span.end * 16]
    said = call.customer[second.span.start * 16 : second.span.end * 16]
    assert not read.any()
    assert np.array_equal(said, sound(1.5))
    for one in call.lines:
        assert not call.agent[one.span.start * 16 : one.span.end * 16].any(), "nobody talks over the customer"


def test_the_same_sounds_of_two_attempts_are_two_recordings(tmp_path: Path) -> None:
    call = assemble([Exchange("hello", None, sound(1))])
    files = [tmp_path / "a.wav", tmp_path / "b.wav"]
    for file, mark in zip(files, ("0000000000000001", "0000000000000002"), strict=True):
        write(call, file, mark)
        told = sniff(file)
        assert (told.container, told.channels, told.rate) == ("wav", 2, SAMPLE_RATE)
        assert not told.cut_off
    assert files[0].read_bytes() != files[1].read_bytes()


def test_written_words_share_the_time_of_their_line() -> None:
    script = to_script(1, "en", [WrittenLine(Span(1_000, 2_000), "a longer line"), WrittenLine(Span(0, 1), "  ")])
    known = known_side(Call(script=script))
    assert known is not None
    (segment,) = known.segments
    assert [word.text for word in segment.words] == ["a", "longer", "line"]
    assert segment.words[0].span.start == 1_000
    assert segment.words[-1].span.end == 2_000
    assert all(one.span.end == two.span.start for one, two in zip(segment.words, segment.words[1:], strict=False))
    assert known_side(Call(script=None)) is None


class _Ears:
    """Hears one word wherever it is told that somebody speaks, and keeps where it was asked to."""

    revision = EngineRevision("ears", "none", "0" * 12, "none")
    asked: tuple[tuple[Span, ...], ...] = ()

    def detect(self, samples: Any) -> tuple[Span, ...]:
        loud = np.flatnonzero(np.abs(samples) > 0.01)
        return (Span(int(loud[0]) // 16, int(loud[-1]) // 16),) if len(loud) else ()

    def recognise(self, calls: Any, _progress: Any) -> Any:
        (call,) = calls
        self.asked = call.speech
        return (
            tuple(
                tuple(Segment((Word("heard", span, 0.5),), call.language) for span in channel)
                for channel in call.speech
            ),
        )


@pytest.mark.parametrize("spoken", [None, sound(1.5)], ids=["read", "spoken"])
def test_known_words_stand_in_the_transcript_and_are_never_heard(tmp_path: Path, spoken: Any) -> None:
    call, file, ears = assemble([Exchange("I want to leave", spoken, sound(1))]), tmp_path / "call.wav", _Ears()
    write(call, file, "mark")
    known = known_side(Call(script=to_script(1, "en", call.lines)))
    assert isinstance(known, KnownSide)
    recording = RecordingToHear(RecordingFile(file, roles=("agent", "customer")), "en", Limits(), tmp_path, known)
    _sound, heard = listen(recording, Engines(detector=ears, recogniser=ears), lambda _stage, _share: None)  # type: ignore[arg-type]  # what is needed of them
    assert [(turn.speaker, turn.text) for turn in heard.turns] == [("customer", "I want to leave"), ("agent", "heard")]
    assert ears.asked[1] == ()
    assert heard.speech["customer"] == (call.lines[0].span,)
    assert {flag.code for flag in heard.flags} == {"written_side"}
