"""The labelled calls that everything is measured on, and word errors on them."""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from qa.engines.interfaces import ChannelSegments, Samples
from qa.engines.media import Limits, decode_file
from qa.platform.spans import Span
from qa.quality.figures.words import _errors

ROOT = Path(__file__).parents[3]
OWN_LABELS, OWN_CALLS = ROOT / "tests" / "corpus", ROOT / "qa" / "demo" / "calls"


@dataclass(frozen=True)
class Call:
    """A labelled stereo call: `said` is the script of each channel, `quiet` where nobody speaks on any."""

    path: Path
    language: str
    seconds: float
    said: tuple[str, ...]
    quiet: tuple[Span, ...]  # hold music and dead air

    def channels(self) -> tuple[Samples, ...]:
        """Its sound at 16 kHz, held in memory."""
        with tempfile.TemporaryDirectory() as scratch:
            return tuple(np.array(channel) for channel in decode_file(self.path, Limits(), Path(scratch)).channels)


def calls_of(corpus: Path | None) -> list[Call]:
    """The stereo calls of a labelled corpus (he/, en/), or our own demo calls; both languages in turn."""
    if corpus is None:
        found = [(path, OWN_CALLS) for path in sorted(OWN_LABELS.glob("??-*.json"))]
    else:
        found = [(path, path.parent) for path in sorted(corpus.glob("??/*.json"))]
    calls = [_call(json.loads(path.read_text("utf-8")), folder) for path, folder in found]
    stereo = [call for call in calls if len(call.said) == 2]
    by_language = [[call for call in stereo if call.language == language] for language in ("en", "he")]
    longest = max(map(len, by_language))
    return [calls[at] for at in range(longest) for calls in by_language if at < len(calls)]


def _call(label: dict, folder: Path) -> Call:
    people = [label["channels"][str(at)] for at in range(len(label["channels"]))]
    said = [" ".join(turn["text"] for turn in label["turns"] if turn["speaker"] == who) for who in people]
    spans = label["spans"]["hold"] + label["spans"]["dead_air"]
    quiet = tuple(Span(start, end) for start, end in spans)
    return Call(folder / label["audio"], label["language"], label["duration_ms"] / 1000, tuple(said), quiet)


def text_of(segments: ChannelSegments) -> tuple[str, ...]:
    """What was heard on each channel."""
    return tuple(" ".join(word.text for segment in channel for word in segment.words) for channel in segments)


def word_errors(calls: Sequence[Call], heard: Sequence[Sequence[str]]) -> dict[str, float]:
    """Errors a word of each language, both channels, counted as `qa evaluate` counts them."""
    found = {}
    for language in sorted({call.language for call in calls}):
        pairs = [
            pair
            for call, texts in zip(calls, heard, strict=True)
            if call.language == language
            for pair in zip(call.said, texts, strict=True)
        ]
        errors = [_errors("", said, text) for said, text in pairs]
        found[language] = round(sum(e.word_errors for e in errors) / sum(e.words for e in errors), 4)
    return found
