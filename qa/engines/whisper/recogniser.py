"""The recogniser: Whisper through faster-whisper and CTranslate2.

faster-whisper gives the tokeniser, the features and the word alignment. The windows and the decoding are ours, since
its batched way pads every window to 30 s, never puts two files into one batch and leaves its own gates against made-up
text unused. Sound comes as samples: its `decode_audio` is never given a person's file.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import chain
from typing import TypeVar

import structlog

from qa.engines.catalogue import Catalogue
from qa.engines.interfaces import ChannelSegments, Conversation, EngineRevision, Progress, Segment
from qa.engines.spoken import languages
from qa.engines.whisper.listener import Excerpt, Listener
from qa.engines.whisper.model import OutOfMemory, Whisper, WhisperOptions, out_of_memory
from qa.engines.windows import STEP_MS, batches, pack

Result = TypeVar("Result")
#: What is done with the excerpts of a batch: one result each.
_Do = Callable[[Sequence[Excerpt]], list[Result]]

_log = structlog.get_logger()


class WhisperRecogniser:
    """A Recogniser; safe for many threads."""

    def __init__(self, whisper: Whisper) -> None:
        self._whisper, self._options = whisper, whisper.options
        #: Lowered for good where a batch did not fit into the device's memory; None: as the options say.
        self._most: int | None = None

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
            f"{f'/{STEP_MS}' if chosen.short_windows else ' padded'}"
        )

    def recognise(self, calls: Sequence[Conversation], progress: Progress) -> tuple[ChannelSegments, ...]:
        """The words inside each channel's speech, in call time, in order; a Segment for each unbroken stretch of sound.

        The windows of all calls and channels go to the model together. A given language is taken at its word; where it
        is None, all windows of the call are asked first, and a call may then be in two. Raises ModelUnusable,
        UnknownLanguage, OutOfMemory.
        """
        packed = [
            [
                pack(spans, samples, self._options.packing)
                for samples, spans in zip(call.channels, call.speech, strict=True)
            ]
            for call in calls
        ]
        excerpts = [
            [
                Excerpt(window, samples, call.language or self._options.languages[0])
                for samples, windows in zip(call.channels, channels, strict=True)
                for window in windows
            ]
            for call, channels in zip(calls, packed, strict=True)
        ]
        silent = [own for call, own in zip(calls, excerpts, strict=True) if call.language is None and own]
        for own, named in zip(silent, self._in_their_languages(silent), strict=True):
            own[:] = named
        heard = iter(self._heard([*chain.from_iterable(excerpts)], progress))
        progress(1.0)
        return tuple(
            tuple(tuple(chain.from_iterable(next(heard) for _ in windows)) for windows in channels)
            for channels in packed
        )

    def _heard(self, excerpts: Sequence[Excerpt], progress: Progress) -> list[list[Segment]]:
        """The segments of each excerpt, in their order."""
        if not excerpts:
            return []
        listener = Listener(self._whisper, {excerpt.language for excerpt in excerpts})
        return self._in_batches(listener, listener.hear, excerpts, progress)

    def _in_their_languages(self, calls: Sequence[Sequence[Excerpt]]) -> list[list[Excerpt]]:
        """The excerpts of each call, each with the language that it is in by what is heard in the whole call."""
        if not calls:
            return []
        if not self._whisper.loaded().model.is_multilingual:
            return [[replace(excerpt, language="en") for excerpt in own] for own in calls]
        listener = Listener(self._whisper, self._options.languages)
        shares = iter(self._in_batches(listener, listener.likely, [*chain.from_iterable(calls)], lambda _share: None))
        return [
            [
                replace(excerpt, language=language)
                for excerpt, language in zip(
                    own, languages([next(shares) for _ in own], [e.window.speech_ms for e in own]), strict=True
                )
            ]
            for own in calls
        ]

    def _in_batches(
        self, listener: Listener, do: _Do[Result], excerpts: Sequence[Excerpt], progress: Progress
    ) -> list[Result]:
        """What is made of each excerpt, in their order. The longest windows go first, so that no long one is last."""
        workers = self._whisper.workers
        # Few windows are spread over all workers.
        most = min(self._most or self._whisper.batch, -(-len(excerpts) // workers))
        waiting = batches([listener.length_of(excerpt) for excerpt in excerpts], most)
        told = _Told(progress, sum(excerpt.window.speech_ms for excerpt in excerpts))

        def work(batch: list[int]) -> list[Result]:
            done = self._that_fits(do, [excerpts[index] for index in batch])
            told.more(sum(excerpts[index].window.speech_ms for index in batch))
            return done

        with ThreadPoolExecutor(min(len(waiting), workers + self._whisper.ahead), thread_name_prefix="hear") as pool:
            results = list(pool.map(work, waiting))
        found = dict(zip(chain.from_iterable(waiting), chain.from_iterable(results), strict=True))
        return [found[index] for index in range(len(excerpts))]

    def _that_fits(self, do: _Do[Result], batch: Sequence[Excerpt]) -> list[Result]:
        """What is made of each; a batch that does not fit into the device's memory is halved until it does."""
        if len(batch) <= (self._most or len(batch)):
            try:
                return do(batch)
            except RuntimeError as error:
                if not out_of_memory(error):
                    raise
                if len(batch) == 1:
                    raise OutOfMemory(str(error)) from error
                self._most = min(self._most or len(batch), len(batch) // 2)
                _log.warning("out_of_memory", windows=len(batch), instead=self._most)
        half = -(-len(batch) // 2)
        return [*self._that_fits(do, batch[:half]), *self._that_fits(do, batch[half:])]


class _Told:
    """Adds up the speech that is done, by several threads, and tells the share."""

    def __init__(self, progress: Progress, whole_ms: int) -> None:
        self._progress, self._whole, self._done = progress, max(1, whole_ms), 0
        self._adding = threading.Lock()

    def more(self, speech_ms: int) -> None:
        """So much more is done."""
        with self._adding:
            self._done += speech_ms
            self._progress(min(1.0, self._done / self._whole))
