"""Hears one batch of windows: encode, decode, gate, align, and place every word in its call.

Which windows share a batch is the recogniser's business. They have one padded length and may be of any call, channel
and language.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from qa.engines.hallucinations import Heard, clean, first_of_repeats, is_lone_echo, is_loop, is_made_up
from qa.engines.interfaces import Samples, Segment, Word
from qa.engines.whisper.model import Whisper
from qa.engines.windows import Window, batches, halves, into_speech, padded, plausible
from qa.platform.spans import Span

#: The decoder stops after this many new tokens (half of its 448 positions).
_TOKEN_CAP = 224
_FEWEST_WINDOW_MS = 1_500  # a window this short is not cut again
_FAR_MS = 1 << 30  # a neighbour that is not there
_PREPENDED, _APPENDED = "\"'“¿([{-", "\"'.。,，!！?？:：”)]}、"


@dataclass(frozen=True, slots=True, eq=False)
class Excerpt:
    """A window, the channel that it is cut from, and the language that is spoken in it."""

    window: Window
    samples: Samples
    language: str

    def part(self, window: Window) -> "Excerpt":
        """The same of a part of the window."""
        return Excerpt(window, self.samples, self.language)


@dataclass(frozen=True, slots=True)
class _Decoded:
    """A window's tokens and what they say."""

    tokens: list[int]
    heard: Heard


class Listener:
    """Hears batches in the languages that it was made for; safe for many threads."""

    def __init__(self, whisper: Whisper, languages: Iterable[str]) -> None:
        """Raises ModelUnusable, UnknownLanguage."""
        from faster_whisper.transcribe import get_suppressed_tokens

        self._whisper, self._model = whisper, whisper.loaded()
        self._tokenizers: Mapping[str, Any] = {language: whisper.tokenizer(language) for language in languages}
        self._prompts: Mapping[str, list[int]] = {
            language: self._model.get_prompt(tokenizer, [], without_timestamps=True)
            for language, tokenizer in self._tokenizers.items()
        }
        any_tokenizer = next(iter(self._tokenizers.values()))
        self._suppressed = list(get_suppressed_tokens(any_tokenizer, [-1]))
        self._end = any_tokenizer.eot

    def length_of(self, excerpt: Excerpt) -> int:
        """How long the excerpt is for the model, in milliseconds."""
        return padded(excerpt.window.length, short=self._whisper.options.short_windows)

    def hear(self, excerpts: Sequence[Excerpt]) -> list[list[Segment]]:
        """Each excerpt's segments; all are of one length. One in which the decoder loops is heard again in halves."""
        features, encoded = self._encoded(excerpts)
        decoded = self._decode(encoded, excerpts)
        aligned = self._align(encoded, decoded, excerpts, features.shape[2])
        heard = []
        for excerpt, result, words in zip(excerpts, decoded, aligned, strict=True):
            parts = halves(excerpt.window, excerpt.samples) if is_loop(result.heard, excerpt.language) else ()
            if len(parts) > 1 and excerpt.window.length > _FEWEST_WINDOW_MS:
                heard.append(self._hear_parts([excerpt.part(part) for part in parts]))
            else:
                heard.append(_segments(excerpt.window, words, excerpt.language))
        return heard

    def likely(self, excerpts: Sequence[Excerpt]) -> list[dict[str, float]]:
        """How likely each of the listener's languages is for each excerpt; all are of one length."""
        _, encoded = self._encoded(excerpts)
        return [likeliness(ranked, self._tokenizers) for ranked in self._model.model.detect_language(encoded)]

    def _encoded(self, excerpts: Sequence[Excerpt]) -> tuple[Samples, Any]:
        length = self.length_of(excerpts[0])
        sounds = (excerpt.window.cut_from(excerpt.samples) for excerpt in excerpts)
        features = np.stack([self._whisper.window_features(sound, length) for sound in sounds])
        return features, self._whisper.encode(features)

    def _hear_parts(self, parts: Sequence[Excerpt]) -> list[Segment]:
        found: dict[int, list[Segment]] = {}
        for batch in batches([self.length_of(part) for part in parts], most=len(parts)):
            found.update(zip(batch, self.hear([parts[index] for index in batch]), strict=True))
        return [segment for index in sorted(found) for segment in found[index]]

    def _decode(self, encoded: Any, excerpts: Sequence[Excerpt]) -> list[_Decoded]:
        results = self._model.model.generate(
            encoded,
            [self._prompts[excerpt.language] for excerpt in excerpts],
            beam_size=self._whisper.options.beam,
            return_scores=True,
            return_no_speech_prob=True,
            suppress_tokens=self._suppressed,
            sampling_temperature=0.0,
        )
        decoded = []
        for excerpt, result in zip(excerpts, results, strict=True):
            tokens = [token for token in result.sequences_ids[0] if token < self._end]
            heard = Heard(
                text=clean(self._tokenizers[excerpt.language].decode(tokens)),
                no_speech=result.no_speech_prob,
                # The score is a mean over the tokens and the end mark.
                confidence=result.scores[0] * len(tokens) / (len(tokens) + 1),
                speech_ms=excerpt.window.speech_ms,
                hit_cap=len(tokens) >= _TOKEN_CAP - len(self._prompts[excerpt.language]),
            )
            decoded.append(_Decoded(tokens, heard))
        return decoded

    def _align(
        self, encoded: Any, decoded: Sequence[_Decoded], excerpts: Sequence[Excerpt], frames: int
    ) -> list[list[dict[str, Any]]]:
        """For each window its words with their times in seconds and probabilities, punctuation joined to its word."""
        from faster_whisper.transcribe import merge_punctuations

        trusted = [[] if is_made_up(result.heard) else result.tokens for result in decoded]
        spoken = [excerpt.language for excerpt in excerpts]
        aligned: list[list[dict[str, Any]]] = [[] for _ in decoded]
        # The model aligns one language at a time; a batch has a second one only where calls differ.
        for language in sorted({own for own, tokens in zip(spoken, trusted, strict=True) if tokens}):
            of_it = [tokens if own == language else [] for own, tokens in zip(spoken, trusted, strict=True)]
            found = self._model.find_alignment(self._tokenizers[language], of_it, encoded, [frames] * len(of_it))
            for index, words in enumerate(found):
                merge_punctuations(words, _PREPENDED, _APPENDED)
                aligned[index] = words or aligned[index]
        return aligned


def likeliness(ranked: Sequence[tuple[str, float]], languages: Iterable[str]) -> dict[str, float]:
    """How likely each of these languages is, 0..1 in all, where the model has ranked all that it knows."""
    named = {token.strip("<|>"): probability for token, probability in ranked}
    likely = {language: named.get(language, 0.0) for language in languages}
    whole = sum(likely.values()) or 1.0
    return {language: probability / whole for language, probability in likely.items()}


def _segments(window: Window, aligned: list[dict[str, Any]], language: str) -> list[Segment]:
    """One segment for each of the window's pieces in which words were heard."""
    said = [(clean(word["word"]), word) for word in aligned]
    said = [(text, word) for text, word in said if any(letter.isalnum() for letter in text)]
    first_times = [said[index] for index in first_of_repeats([text for text, _ in said])]
    speech = window.speech
    heard = [plausible(_span(word), text, speech) for text, word in first_times]
    words = [
        Word(text, window.in_call(place), min(1.0, max(0.0, float(word["probability"]))))
        for (text, word), place in zip(first_times, into_speech(heard, speech), strict=True)
        if place is not None
    ]
    kept = _without_lone_echoes(words)
    by_sound = (tuple(w for w in kept if w.span.overlaps(piece.sound)) for piece in window.pieces)
    return [Segment(part, language) for part in by_sound if part]


def _span(word: dict[str, Any]) -> Span:
    start = round(word["start"] * 1000)
    return Span(start, max(start, round(word["end"] * 1000)))


def _without_lone_echoes(words: list[Word]) -> list[Word]:
    """The words but for courtesies that stand alone and unsure: what the recogniser makes of a noise."""
    kept = []
    for index, word in enumerate(words):
        before = word.span.start - words[index - 1].span.end if index else _FAR_MS
        after = words[index + 1].span.start - word.span.end if index + 1 < len(words) else _FAR_MS
        if not is_lone_echo(word.text, word.probability, min(before, after)):
            kept.append(word)
    return kept
