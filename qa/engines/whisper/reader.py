"""The reader: how well a clip bears out a text, by Whisper's own decoder made to read it.

The decoder is given the text and asked, word by word, how likely each is next in this sound ("teacher forcing"). The
encoder hears a clip once for all the texts that are held against it. Nothing is generated, so nothing can be made up;
and what is asked for never enters a prompt, so asking does not make it likelier.
"""

import math
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from threading import Lock
from typing import Any

import numpy as np

from qa.engines.interfaces import SAMPLE_RATE, Clip, EngineRevision, Samples, Support
from qa.engines.whisper.model import Whisper
from qa.engines.windows import batches, padded

#: Clips that one worker takes at a time, at most, and texts that are read together.
_CLIPS, _TEXTS = 8, 16
#: A probability below this is as good as none.
_LEAST = 1e-9
_LONGEST_S = 29
#: Clips are padded to whole seconds, so that what is heard in one does not depend on which others are asked about.
_STEP_MS = 1_000
_SILENCE_S = 3
_REMEMBERED = 4_000
#: A text longer than the decoder can take is read as far as that.
_MOST_TOKENS = 200


class WhisperReader:
    """A Reader; safe for many threads."""

    def __init__(self, whisper: Whisper) -> None:
        self._whisper = whisper
        self._remembering = Lock()
        self._in_silence: OrderedDict[tuple[str, tuple[str, ...]], Support] = OrderedDict()

    @property
    def revision(self) -> EngineRevision:
        """Which engine and weights."""
        return self._whisper.revision("forced")

    def read(self, clips: Sequence[Clip], language: str) -> tuple[tuple[Support, ...], ...]:
        """For each clip and each of its texts the support of the text's words. Raises ModelUnusable, UnknownLanguage.

        A clip longer than 29 s is heard as far as that.
        """
        if not clips:
            return ()
        tokenizer = self._whisper.tokenizer(language)
        lengths = [self._length_of(clip) for clip in clips]
        # Few clips are spread over all workers.
        waiting = batches(lengths, min(_CLIPS, -(-len(clips) // self._whisper.workers)))

        def work(batch: list[int]) -> list[tuple[Support, ...]]:
            return self._read_batch([clips[index] for index in batch], lengths[batch[0]], tokenizer)

        with ThreadPoolExecutor(min(len(waiting), self._whisper.workers), thread_name_prefix="read") as pool:
            supports = chain.from_iterable(pool.map(work, waiting))
            found = dict(zip(chain.from_iterable(waiting), supports, strict=True))
        return tuple(found[index] for index in range(len(clips)))

    def read_silence(self, texts: Sequence[tuple[str, ...]], language: str) -> tuple[Support, ...]:
        """What the texts are worth where nothing is said. Remembered for the last few thousand texts."""
        keys = [(language, text) for text in texts]
        with self._remembering:
            known = {key: self._in_silence[key] for key in keys if key in self._in_silence}
        if missing := tuple(dict.fromkeys(key for key in keys if key not in known)):
            workers = min(self._whisper.workers, len(missing))
            parts = [missing[first::workers] for first in range(workers)]
            clips = [Clip(_silence(), tuple(text for _, text in part)) for part in parts]
            for part, supports in zip(parts, self.read(clips, language), strict=True):
                known |= dict(zip(part, supports, strict=True))
            with self._remembering:
                self._in_silence.update(known)
                while len(self._in_silence) > _REMEMBERED:
                    self._in_silence.popitem(last=False)
        return tuple(known[key] for key in keys)

    def _length_of(self, clip: Clip) -> int:
        """How long the clip is for the model, in milliseconds."""
        sound_ms = min(_LONGEST_S * 1000, len(clip.samples) * 1000 // SAMPLE_RATE)
        return padded(sound_ms, short=self._whisper.options.short_windows, step_ms=_STEP_MS)

    def _read_batch(self, clips: Sequence[Clip], length_ms: int, tokenizer: Any) -> list[tuple[Support, ...]]:
        sounds = (clip.samples[: _LONGEST_S * SAMPLE_RATE] for clip in clips)
        features = np.stack([self._whisper.window_features(sound, length_ms) for sound in sounds])
        heard = np.array(self._whisper.encode(features))
        spelled = [[_tokens(tokenizer, text) for text in clip.texts] for clip in clips]
        todo = [(clip, text) for clip, texts in enumerate(spelled) for text, words in enumerate(texts) if any(words)]
        supports: list[list[Support]] = [[() for _ in texts] for texts in spelled]
        # Texts of like length together: they are padded as well.
        todo.sort(key=lambda pair: sum(map(len, spelled[pair[0]][pair[1]])))
        for first in range(0, len(todo), _TEXTS):
            part = todo[first : first + _TEXTS]
            words = [spelled[clip][text] for clip, text in part]
            probabilities = self._probabilities(heard[[clip for clip, _ in part]], words, tokenizer)
            for (clip, text), own, row in zip(part, words, probabilities, strict=True):
                supports[clip][text] = tuple(_by_word(own, row))
        return [tuple(texts) for texts in supports]

    def _probabilities(self, heard: Samples, texts: Sequence[list[list[int]]], tokenizer: Any) -> Iterator[list[float]]:
        import ctranslate2

        flat = [[token for word in words for token in word][:_MOST_TOKENS] for words in texts]
        results = self._whisper.loaded().model.align(
            ctranslate2.StorageView.from_array(np.ascontiguousarray(heard)),
            tokenizer.sot_sequence,
            flat,
            [heard.shape[1] * 2] * len(flat),
        )
        return (list(result.text_token_probs) for result in results)


def _tokens(tokenizer: Any, words: tuple[str, ...]) -> list[list[int]]:
    return [tokenizer.encode(f" {word}") for word in words]


def _by_word(words: list[list[int]], probabilities: list[float]) -> Iterator[tuple[float, ...]]:
    """The probabilities' logarithms, parted by words; what was cut off counts as unsupported."""
    at = 0
    for word in words:
        own = probabilities[at : at + len(word)] + [0.0] * max(0, at + len(word) - len(probabilities))
        yield tuple(math.log(max(_LEAST, p)) for p in own[: len(word)])
        at += len(word)


def _silence() -> Samples:
    """Silence as a line carries it: digital zeros would be a sound that no call has."""
    hiss = np.random.default_rng(0).standard_normal(_SILENCE_S * SAMPLE_RATE)
    return (1e-4 * hiss).astype(np.float32)
