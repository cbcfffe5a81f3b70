"""Transcripts as files, read back by parsers written from the formats' own descriptions."""

import html
import json
import re
from dataclasses import replace
from itertools import pairwise

import pytest

from qa.engines.interfaces import Word
from qa.pipeline import exports
from qa.pipeline.model import Transcript, Turn
from qa.platform.spans import Span

RLM = "\u200f"


def words(start: int, text: str, each: int = 300) -> tuple[Word, ...]:
    return tuple(
        Word(word, Span(start + n * each, start + (n + 1) * each), 0.875) for n, word in enumerate(text.split())
    )


def turn(speaker, start, text, each=300) -> Turn:
    said = words(start, text, each)
    return Turn(speaker, Span(said[0].span.start, said[-1].span.end), said)


def transcript(*turns: Turn, language: str = "he", channels=("customer", "agent")) -> Transcript:
    speech = {who: tuple(t.span for t in turns if t.speaker == who) for who in ("agent", "customer")}
    return Transcript(language, 3_700_000, turns, speech, channels=channels)


CALL = transcript(
    turn("agent", 0, "שלום, מדברת דנה מ-Bareket."),
    turn("customer", 900, "<b>לא</b> & --> {\\an8} =1+1 ;;x"),
    turn("agent", 3_661_000, "ביי"),
)
CUE = re.compile(
    r"(?P<h1>\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3}) --> (\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3})(?P<settings>.*)"
)


def ms(hours: str, minutes: str, seconds: str, thousandths: str) -> int:
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(thousandths)


def read_vtt(text: str) -> list[tuple[int, int, str, str]]:
    """Start, end, voice and text of each cue, by section 4 of the W3C's WebVTT. Fails on anything outside it."""
    blocks = text.split("\n\n")
    assert blocks[0].rstrip("\n") == "WEBVTT"
    found = []
    for block in blocks[1:]:
        times, *payload = block.rstrip("\n").split("\n")
        match = CUE.fullmatch(times)
        assert match, times
        start, end = ms(*match.group(1, 2, 3, 4)), ms(*match.group(5, 6, 7, 8))
        assert end > start
        assert not match["settings"]
        assert len(payload) == 1
        assert "-->" not in payload[0]
        voice = re.fullmatch(r"<v ([^<>&\n]+)>([^<>]*)</v>", payload[0])
        assert voice, payload[0]
        assert not re.search(r"&(?!amp;|lt;|gt;|rlm;|lrm;)", voice[2])
        found.append((start, end, voice[1], html.unescape(voice[2])))
    assert all(one[0] <= next_[0] for one, next_ in pairwise(found))
    return found


def read_srt(text: str) -> list[tuple[int, int, str]]:
    found = []
    for number, block in enumerate(text.rstrip("\n").split("\n\n"), 1):
        index, times, *payload = block.split("\n")
        assert index == str(number)
        match = re.fullmatch(r"(\d\d):(\d\d):(\d\d),(\d{3}) --> (\d\d):(\d\d):(\d\d),(\d{3})", times)
        assert match, times
        assert len(payload) == 1
        found.append((ms(*match.group(1, 2, 3, 4)), ms(*match.group(5, 6, 7, 8)), payload[0]))
    return found


def test_web_vtt_says_who_speaks_when_and_gives_markup_back_as_text():
    first, second, third = read_vtt(exports.write(CALL, "vtt", "call"))
    assert first == (0, 1_200, "נציג/ה", f"{RLM}שלום, מדברת דנה מ-Bareket.{RLM}")
    assert second[2:] == ("לקוח/ה", f"{RLM}<b>לא</b> & --> {{\\an8}} =1+1 ;;x{RLM}")
    assert third[:2] == (3_661_000, 3_661_300)


def test_subrip_has_commas_and_nothing_that_a_player_takes_for_markup():
    cues = read_srt(exports.write(CALL, "srt", "call"))
    assert cues[0] == (0, 1_200, f"{RLM}נציג/ה: שלום, מדברת דנה מ-Bareket.{RLM}")
    assert cues[1][2] == f"{RLM}לקוח/ה: ‹b›לא‹/b› & --› (\\an8) =1+1 ;;x{RLM}"
    assert cues[2][:2] == (3_661_000, 3_661_300)


def test_english_lines_carry_no_marks_of_direction():
    english = transcript(turn("agent", 0, "hello there"), language="en")
    assert read_vtt(exports.write(english, "vtt", "call")) == [(0, 600, "Agent", "hello there")]
    assert read_srt(exports.write(english, "srt", "call")) == [(0, 600, "Agent: hello there")]


def test_a_long_turn_is_cut_into_cues_that_are_read_in_one_look():
    said = "מילה ארוכה " * 60
    cues = read_vtt(exports.write(transcript(turn("agent", 0, said)), "vtt", "call"))
    assert " ".join(text.strip(RLM) for *_, text in cues) == said.strip()
    assert all(end - start <= 7_000 and len(text) <= 86 for start, end, _, text in cues)


def test_a_pause_ends_a_cue_and_a_word_without_length_is_still_shown():
    paused = Turn("agent", Span(0, 9_000), (*words(0, "a"), *words(5_000, "b"), Word("c", Span(8_999, 8_999), 1.0)))
    cues = read_vtt(exports.write(transcript(paused, language="en"), "vtt", "call"))
    assert [(start, end, text) for start, end, _, text in cues] == [
        (0, 300, "a"),
        (5_000, 5_300, "b"),
        (8_999, 9_000, "c"),
    ]


def test_ctm_has_six_fields_a_word_in_order_of_channel_and_time():
    lines = [line.split() for line in exports.write(CALL, "ctm", "my call").splitlines()]
    assert all(len(line) == 6 and not line[0].startswith(";;") for line in lines)
    assert {line[0] for line in lines} == {"my_call"}
    assert [line[1] for line in lines] == sorted(line[1] for line in lines)
    for channel, speaker in (("1", "customer"), ("2", "agent")):
        mine = [line for line in lines if line[1] == channel]
        true = [word for one in CALL.turns if one.speaker == speaker for word in one.words]
        assert [round(float(line[2]) * 1000) for line in mine] == [word.span.start for word in true]
        assert {round(float(line[3]) * 1000) for line in mine} == {300}
        assert {float(line[5]) for line in mine} == {0.875}
    assert lines[5][4] == "_;;x"


def test_rttm_says_who_speaks_when():
    lines = [line.split() for line in exports.write(CALL, "rttm", "call").splitlines()]
    assert all(len(line) == 10 and line[0] == "SPEAKER" for line in lines)
    read = [(line[2], float(line[3]), float(line[4]), line[7]) for line in lines]
    assert read == [("2", 0.0, 1.2, "agent"), ("1", 0.9, 1.8, "customer"), ("2", 3661.0, 0.3, "agent")]


def test_json_holds_every_word():
    told = json.loads(exports.write(CALL, "json", "call"))
    assert [turn["text"] for turn in told["turns"]] == [turn.text for turn in CALL.turns]
    assert told["turns"][0]["words"][0] == {"text": "שלום,", "start_ms": 0, "end_ms": 300, "probability": 0.875}


@pytest.mark.parametrize("kind", exports.KINDS)
def test_a_turn_in_which_nothing_was_said_is_not_in_the_file(kind):
    said = transcript(CALL.turns[0], CALL.turns[2])
    silent = replace(said, turns=(said.turns[0], Turn("customer", Span(900, 2_700), ()), said.turns[1]))
    if kind == "json":
        assert [turn["text"] for turn in json.loads(exports.write(silent, kind, "c"))["turns"]][1] == ""
    else:
        assert exports.write(silent, kind, "c") == exports.write(said, kind, "c")


@pytest.mark.parametrize("kind", exports.KINDS)
def test_a_call_without_words_is_an_empty_file_of_its_kind(kind):
    text = exports.write(transcript(), kind, "call")
    assert {"vtt": "WEBVTT\n", "srt": "", "ctm": "", "rttm": ""}.get(kind, text) == text
    assert kind != "json" or json.loads(text)["turns"] == []
