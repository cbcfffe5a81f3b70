"""The recogniser: Whisper through faster-whisper and CTranslate2.

faster-whisper gives the tokeniser, the features and the word alignment. The windows and the decoding are ours, since
its batched way pads every window to 30 s and leaves its own gates against made-up text unused. Sound comes as samples:
its `decode_audio` is never given a person's file.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qa.engines.catalogue import Catalogue
from qa.engines.hallucinations import Heard, clean, first_of_repeats, is_lone_echo, is_loop, is_made_up
from qa.engines.interfaces import EngineRevision, Progress, Samples, Segment, Word
from qa.engines.whisper.model import Whisper, WhisperOptions, stacked
from qa.engines.windows import Window, halves, into_speech, pack, plausible
from qa.platform.spans import Span, total

#: The decoder stops after this many new tokens (half of its 448 positions).
_TOKEN_CAP = 224
_FEWEST_WINDOW_MS = 1_500  # a window this short is not cut again
_FAR_MS = 1 << 30  # a neighbour that is not there
_PREPENDED, _APPENDED = "\"'“¿([{-", "\"'.。,，!！?？:：”)]}、"


class WhisperRecogniser:
    """A Recogniser; safe for many threads."""

    def __init__(self, whisper: Whisper) -> None:
        self._whisper, self._options = whisper, whisper.options

    @classmethod
    def of(cls, catalogue: Catalogue, model_id: str, options: WhisperOptions | None = None) -> "WhisperRecogniser":
        """The recogniser of a model in the catalogue. Raises UnknownModel, ModelMissing."""
        return cls(Whisper.of(catalogue, model_id, options))

    @property
    def revision(self) -> EngineRevision:
        """Which engine, weights and options; enough to replay what it said."""
        chosen, packing = self._options, self._options.packing
        return self._whisper.revision(
            f"beam={chosen.beam} windows={packing.limit_ms}/{packing.context_ms}/{packing.bridge_ms}"
            f"{'' if chosen.short_windows else ' padded'}"
        )

    def recognise(
        self, samples: Samples, speech: Sequence[Span], language: str | None, progress: Progress
    ) -> tuple[Segment, ...]:
        """The words inside `speech`, in call time, in order; one Segment for each unbroken stretch of sound.

        A given language is taken at its word; None means that it is detected once, on the longest speech. Raises
        ModelUnusable, UnknownLanguage.
        """
        windows = pack(speech, samples, self._options.packing)
        if not windows:
            progress(1.0)
            return ()
        spoken = language or self._detect_language(windows, samples)
        listener = _Listener(self._whisper, spoken)
        # Windows of like length together: what is not padded to 30 s is padded to the longest of its batch.
        waiting = sorted(range(len(windows)), key=lambda index: windows[index].length)
        words: dict[int, list[Segment]] = {}
        whole, done = total(speech), 0
        for first in range(0, len(waiting), self._options.batch):
            batch = waiting[first : first + self._options.batch]
            heard = listener.hear([windows[index] for index in batch], samples)
            words.update(zip(batch, heard, strict=True))
            done += sum(windows[index].speech_ms for index in batch)
            progress(min(1.0, done / max(1, whole)))
        return tuple(segment for index in sorted(words) for segment in words[index])

    def _detect_language(self, windows: Sequence[Window], samples: Samples) -> str:
        """The likeliest of the languages that calls are held in, heard on the window with the most speech."""
        model = self._whisper.loaded()
        if not model.model.is_multilingual:
            return "en"
        longest = max(windows, key=lambda window: window.speech_ms)
        features = self._whisper.features(longest.cut_from(samples), short=False)
        (ranked,) = model.model.detect_language(model.encode(stacked([features], short=False)))
        likely = {token.strip("<|>"): probability for token, probability in ranked}
        return max(self._options.languages, key=lambda language: likely.get(language, 0.0))


@dataclass(frozen=True, slots=True)
class _Decoded:
    """A window's tokens and what they say."""

    tokens: list[int]
    heard: Heard


class _Listener:
    """Hears windows of one channel in one language."""

    def __init__(self, whisper: Whisper, language: str) -> None:
        from faster_whisper.transcribe import get_suppressed_tokens

        self._whisper, self._options, self._language = whisper, whisper.options, language
        self._tokenizer, self._model = whisper.tokenizer(language), whisper.loaded()
        self._prompt = self._model.get_prompt(self._tokenizer, [], without_timestamps=True)
        self._suppressed = list(get_suppressed_tokens(self._tokenizer, [-1]))

    def hear(self, windows: Sequence[Window], samples: Samples) -> list[list[Segment]]:
        """Each window's segments. A window in which the decoder loops is heard again in halves."""
        features = [
            self._whisper.features(window.cut_from(samples), short=self._options.short_windows) for window in windows
        ]
        encoded = self._model.encode(stacked(features, short=self._options.short_windows))
        decoded = self._decode(encoded, windows)
        trusted = [[] if is_made_up(d.heard) else d.tokens for d in decoded]
        aligned = self._align(encoded, trusted, [f.shape[1] for f in features])
        segments = []
        for window, result, words in zip(windows, decoded, aligned, strict=True):
            parts = halves(window, samples) if is_loop(result.heard, self._language) else (window,)
            if len(parts) > 1 and window.length > _FEWEST_WINDOW_MS:
                again = self.hear(parts, samples)
                segments.append([segment for part in again for segment in part])
            else:
                segments.append(self._segments(window, words))
        return segments

    def _decode(self, encoded: Any, windows: Sequence[Window]) -> list[_Decoded]:
        results = self._model.model.generate(
            encoded,
            [self._prompt] * len(windows),
            beam_size=self._options.beam,
            return_scores=True,
            return_no_speech_prob=True,
            suppress_tokens=self._suppressed,
            sampling_temperature=0.0,
        )
        decoded = []
        for window, result in zip(windows, results, strict=True):
            tokens = [token for token in result.sequences_ids[0] if token < self._tokenizer.eot]
            heard = Heard(
                text=clean(self._tokenizer.decode(tokens)),
                no_speech=result.no_speech_prob,
                # The score is a mean over the tokens and the end mark.
                confidence=result.scores[0] * len(tokens) / (len(tokens) + 1),
                speech_ms=window.speech_ms,
                hit_cap=len(tokens) >= _TOKEN_CAP - len(self._prompt),
            )
            decoded.append(_Decoded(tokens, heard))
        return decoded

    def _align(self, encoded: Any, tokens: list[list[int]], frames: list[int]) -> list[list[dict[str, Any]]]:
        """For each window its words with their times in seconds and probabilities, punctuation joined to its word."""
        from faster_whisper.transcribe import merge_punctuations

        if not any(tokens):
            return [[] for _ in tokens]
        aligned: list[list[dict[str, Any]]] = self._model.find_alignment(self._tokenizer, tokens, encoded, frames)
        for words in aligned:
            merge_punctuations(words, _PREPENDED, _APPENDED)
        return aligned

    def _segments(self, window: Window, aligned: list[dict[str, Any]]) -> list[Segment]:
        """One segment for each of the window's pieces in which words were heard."""
        said = [(clean(word["word"]), word) for word in aligned]
        said = [(text, word) for text, word in said if any(letter.isalnum() for letter in text)]
        by_piece: dict[int, list[tuple[str, Span, float]]] = {}
        order = {id(piece): index for index, piece in enumerate(window.pieces)}
        for index in first_of_repeats([text for text, _ in said]):
            text, word = said[index]
            start = round(word["start"] * 1000)
            heard = plausible(Span(start, max(start, round(word["end"] * 1000))), text, first=index == 0)
            piece, span = window.piece_at(heard)
            by_piece.setdefault(order[id(piece)], []).append((text, span, float(word["probability"])))
        words = [
            Word(text, place, min(1.0, max(0.0, probability)))
            for index, heard_words in sorted(by_piece.items())
            for (text, _, probability), place in zip(
                heard_words,
                into_speech([span for _, span, _ in heard_words], window.pieces[index].speech),
                strict=True,
            )
            if place is not None
        ]
        kept = _without_lone_echoes(words)
        by_sound = (tuple(w for w in kept if w.span.overlaps(piece.sound)) for piece in window.pieces)
        return [Segment(part, self._language) for part in by_sound if part]


def _without_lone_echoes(words: list[Word]) -> list[Word]:
    """The words but for courtesies that stand alone and unsure: what the recogniser makes of a noise."""
    kept = []
    for index, word in enumerate(words):
        before = word.span.start - words[index - 1].span.end if index else _FAR_MS
        after = words[index + 1].span.start - word.span.end if index + 1 < len(words) else _FAR_MS
        if not is_lone_echo(word.text, word.probability, min(before, after)):
            kept.append(word)
    return kept
