"""A transcript as a file that other programs read. Pure: a Transcript in, the file's text out.

- vtt: WebVTT (W3C, https://www.w3.org/TR/webvtt1/): a cue for each stretch of a turn, its speaker as a voice.
- srt: SubRip. The format has no escapes, so letters that players take for markup are replaced by their likes.
- json: everything that is known of the words, times in milliseconds; the same as `qa transcribe` writes.
- ctm: NIST's conversation time marks: `file channel start length word confidence`, sorted, a word a line.
- rttm: NIST's rich transcription time marks: who speaks when, a stretch of speech a line.

Hebrew lines begin and end with a right-to-left mark in what people read (vtt, srt): players otherwise order a line by
its first letter, and put its full stop on the wrong side.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from qa.engines.interfaces import Word
from qa.pipeline.model import Speaker, Transcript, Turn
from qa.platform.spans import Span

Kind = Literal["vtt", "srt", "json", "ctm", "rttm"]
KINDS: tuple[Kind, ...] = get_args(Kind)
MEDIA_TYPES: dict[Kind, str] = {
    "vtt": "text/vtt; charset=utf-8",
    "srt": "application/x-subrip; charset=utf-8",
    "json": "application/json",
    "ctm": "text/plain; charset=utf-8",
    "rttm": "text/plain; charset=utf-8",
}

#: A cue is read in one look: it ends where one of these would be passed, or where the speaker paused.
_CUE_MS, _CUE_LETTERS, _PAUSE_MS = 7_000, 84, 1_500
_RIGHT_TO_LEFT_MARK = "\u200f"
_RIGHT_TO_LEFT = ("he",)
_NAMES: dict[str, dict[Speaker, str]] = {
    "he": {"agent": "נציג/ה", "customer": "לקוח/ה", "unknown": "דובר/ת"},
    "en": {"agent": "Agent", "customer": "Customer", "unknown": "Speaker"},
}
#: What ends or begins markup in players of SubRip, and what stands there instead.
_PLAIN_SIGNS = str.maketrans({"<": "‹", ">": "›", "{": "(", "}": ")"})
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", _RIGHT_TO_LEFT_MARK: "&rlm;"})


def write(transcript: Transcript, kind: Kind, name: str) -> str:
    """The transcript in that format, with a line break at its end. `name` is what ctm and rttm call the recording."""
    return _WRITERS[kind](transcript, _token(name))


def as_json(transcript: Transcript) -> dict[str, Any]:
    """The transcript as JSON says it. Times in milliseconds; of a written one, the messages and when they were sent."""
    if transcript.written:
        return {
            "language": transcript.language,
            "written": True,
            "flags": [{"code": flag.code, "detail": flag.detail} for flag in transcript.flags],
            "messages": [{"from": t.speaker, "at": t.sent_at, "text": t.text} for t in transcript.turns],
        }
    return {
        "language": transcript.language,
        "duration_ms": transcript.duration_ms,
        "flags": [{"code": flag.code, "detail": flag.detail} for flag in transcript.flags],
        "engines": [str(engine) for engine in transcript.engines],
        "turns": [_turn_json(turn) for turn in transcript.turns],
    }


@dataclass(frozen=True, slots=True)
class _Cue:
    """Some words of one turn that are shown together."""

    speaker: Speaker
    span: Span
    text: str


def _vtt(transcript: Transcript, _name: str) -> str:
    names = _names(transcript)
    blocks = ["WEBVTT"]
    for cue in _cues(transcript):
        times = f"{_clock(cue.span.start, '.')} --> {_clock(cue.span.end, '.')}"
        text = _directed(cue.text, transcript.language).translate(_ESCAPED)
        blocks.append(f"{times}\n<v {names[cue.speaker]}>{text}</v>")
    return "\n\n".join(blocks) + "\n"


def _srt(transcript: Transcript, _name: str) -> str:
    names = _names(transcript)
    blocks = []
    for number, cue in enumerate(_cues(transcript), 1):
        times = f"{_clock(cue.span.start, ',')} --> {_clock(cue.span.end, ',')}"
        text = f"{names[cue.speaker]}: {cue.text}".translate(_PLAIN_SIGNS)
        blocks.append(f"{number}\n{times}\n{_directed(text, transcript.language)}\n")
    return "\n".join(blocks)


def _json(transcript: Transcript, _name: str) -> str:
    return json.dumps(as_json(transcript), ensure_ascii=False, indent=2) + "\n"


def _ctm(transcript: Transcript, name: str) -> str:
    said = [
        (_channel(transcript, turn.speaker), word.span.start, word) for turn in transcript.turns for word in turn.words
    ]
    said.sort(key=lambda line: line[:2])
    return "".join(
        f"{name} {channel} {_seconds(start)} {_seconds(word.span.length)} {_token(word.text)} {word.probability:.4f}\n"
        for channel, start, word in said
    )


def _rttm(transcript: Transcript, name: str) -> str:
    spoken = [(span, speaker) for speaker, spans in transcript.speech.items() for span in spans]
    return "".join(
        f"SPEAKER {name} {_channel(transcript, speaker)} {_seconds(span.start)} {_seconds(span.length)} "
        f"<NA> <NA> {speaker} <NA> <NA>\n"
        for span, speaker in sorted(spoken)
    )


_WRITERS: dict[Kind, Callable[[Transcript, str], str]] = {
    "vtt": _vtt,
    "srt": _srt,
    "json": _json,
    "ctm": _ctm,
    "rttm": _rttm,
}


def _names(transcript: Transcript) -> dict[Speaker, str]:
    return _NAMES.get(transcript.language, _NAMES["en"])


def _cues(transcript: Transcript) -> list[_Cue]:
    """All cues in the order of their starts, none of them without length."""
    cues = [
        _Cue(turn.speaker, _shown_during(words), " ".join(word.text for word in words))
        for turn in transcript.turns
        if turn.words
        for words in _looks(turn.words)
    ]
    return sorted(cues, key=lambda cue: cue.span)


def _looks(words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """The words of a turn in stretches that are read in one look."""
    first, letters = 0, 0
    for index, word in enumerate(words):
        letters += len(word.text) + 1
        too_much = letters > _CUE_LETTERS or word.span.end - words[first].span.start > _CUE_MS
        paused = index > 0 and word.span.start - words[index - 1].span.end > _PAUSE_MS
        if index > first and (too_much or paused):
            yield words[first:index]
            first, letters = index, len(word.text) + 1
    yield words[first:]


def _shown_during(words: Sequence[Word]) -> Span:
    start = words[0].span.start
    return Span(start, max(start + 1, *(word.span.end for word in words)))


def _directed(line: str, language: str) -> str:
    return f"{_RIGHT_TO_LEFT_MARK}{line}{_RIGHT_TO_LEFT_MARK}" if language in _RIGHT_TO_LEFT else line


def _clock(ms: int, point: str) -> str:
    return f"{ms // 3_600_000:02d}:{ms // 60_000 % 60:02d}:{ms // 1000 % 60:02d}{point}{ms % 1000:03d}"


def _seconds(ms: int) -> str:
    return f"{ms / 1000:.3f}"


def _channel(transcript: Transcript, speaker: Speaker) -> int:
    """The number of the speaker's channel, from 1 on; 1 where all share one, or nobody wrote down who is where."""
    return transcript.channels.index(speaker) + 1 if speaker in transcript.channels else 1


def _token(text: str) -> str:
    """The text as one field of a line: without white space, and never what a reader takes for a comment."""
    joined = "_".join(text.split())
    return f"_{joined}" if joined.startswith(";;") else joined or "_"


def _turn_json(turn: Turn) -> dict[str, Any]:
    return {
        "speaker": turn.speaker,
        "start_ms": turn.span.start,
        "end_ms": turn.span.end,
        "text": turn.text,
        "words": [
            {"text": w.text, "start_ms": w.span.start, "end_ms": w.span.end, "probability": round(w.probability, 4)}
            for w in turn.words
        ],
    }
