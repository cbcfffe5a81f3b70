"""Words made of nothing: what is heard in hold music and dead air, and in the same sound when it passes for speech."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from qa.engines.catalogue import Catalogue
from qa.engines.interfaces import Conversation, Samples
from qa.engines.whisper import WhisperOptions
from qa.platform.spans import Span, intersect, total
from tests.benchmarks.asr.material import Call
from tests.benchmarks.asr.systems import MODEL, PROCESSORS, engines_of, outcomes

#: A word may reach this far over the edge that a label draws.
EDGE_MS = 200


def words_a_minute(calls: Sequence[Call]) -> dict:
    """Words a minute of labelled hold music and dead air, both channels, of ours and of faster-whisper.

    "in calls": the whole call is heard, and words that lie in such spans are counted. "alone": the spans are cut out
    and handed over as if they were speech, as after a detector's mistake, so that what stands behind it is alone.
    """
    quiet = [call for call in calls if call.quiet]
    inner = {id(call): [Span(s.start + EDGE_MS, s.end - EDGE_MS) for s in call.quiet] for call in quiet}
    minutes = 2 * sum(total(spans) for spans in inner.values()) / 60_000
    clips = [
        (call.language, samples[span.start * 16 : span.end * 16])
        for call in quiet
        for samples in call.channels()
        for span in inner[id(call)]
    ]
    return {
        "minutes": round(minutes, 2),
        "spans": sum(len(spans) for spans in inner.values()),
        "Mashov": {"in calls": _ours_in_calls(quiet, inner) / minutes, "alone": _ours_alone(clips) / minutes},
        "faster-whisper": {
            "in calls": _theirs_in_calls(quiet, inner, vad=False) / minutes,
            "in calls, speech detection": _theirs_in_calls(quiet, inner, vad=True) / minutes,
            "alone": _theirs_alone(clips) / minutes,
        },
    }


def _within(words: Sequence[Span], spans: Sequence[Span]) -> int:
    return sum(bool(intersect([word], spans)) for word in words)


def _ours_in_calls(calls: Sequence[Call], inner: dict[int, list[Span]]) -> int:
    found = 0
    with tempfile.TemporaryDirectory() as scratch:
        for call, outcome in zip(calls, outcomes(calls, engines_of(WhisperOptions()), Path(scratch)), strict=True):
            assert outcome.heard
            words = [word.span for turn in outcome.heard[1].turns for word in turn.words]
            found += _within(words, inner[id(call)])
    return found


def _ours_alone(clips: Sequence[tuple[str, Samples]]) -> int:
    recogniser = engines_of(WhisperOptions()).recogniser
    calls = [Conversation((clip,), ((Span(0, len(clip) // 16),),), language) for language, clip in clips]
    heard = recogniser.recognise(calls, lambda _share: None)
    return sum(len(segment.words) for call in heard for channel in call for segment in channel)


def _model():
    from faster_whisper import WhisperModel

    path = str(Catalogue.load().path(MODEL))
    return WhisperModel(path, device="cpu", compute_type="int8", cpu_threads=PROCESSORS)


def _theirs_in_calls(calls: Sequence[Call], inner: dict[int, list[Span]], *, vad: bool) -> int:
    model, found = _model(), 0
    for call in calls:
        for samples in call.channels():
            segments, _ = model.transcribe(samples, language=call.language, word_timestamps=True, vad_filter=vad)
            spans = [
                Span(round(word.start * 1000), max(round(word.start * 1000), round(word.end * 1000)))
                for segment in segments
                for word in segment.words or ()
            ]
            found += _within(spans, inner[id(call)])
    return found


def _theirs_alone(clips: Sequence[tuple[str, Samples]]) -> int:
    model, found = _model(), 0
    for language, clip in clips:
        segments, _ = model.transcribe(clip, language=language)
        found += sum(len(segment.text.split()) for segment in segments)
    return found
