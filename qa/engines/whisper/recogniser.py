"""The recogniser: Whisper through faster-whisper and CTranslate2.

faster-whisper gives the tokeniser, the features and the word alignment. The windows and the decoding are ours, since
its batched way pads every window to 30 s, never puts two files into one batch and leaves its own gates against made-up
text unused. Sound comes as samples: its `decode_audio` is never given a person's file.
"""

import math
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

import structlog

from qa.engines.catalogue import Catalogue
from qa.engines.interfaces import ChannelSegments, Conversation, EngineRevision, Progress, Segment
from qa.engines.whisper.listener import Excerpt, Listener, likeliness
from qa.engines.whisper.model import OutOfMemory, Whisper, WhisperOptions, out_of_memory, stacked
from qa.engines.windows import STEP_MS, Window, batches, pack

#: One window misleads about the language of one call in twenty; three have not yet.
_LANGUAGE_WITNESSES = 3
#: No window is surer than this that a language is not spoken.
_LEAST_SHARE = 1e-3

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
        is None the call's is detected on the windows with the most speech, and a window that is surely in another one
        is heard in that. Raises ModelUnusable, UnknownLanguage, OutOfMemory.
        """
        packed = [
            [
                pack(spans, samples, self._options.packing)
                for samples, spans in zip(call.channels, call.speech, strict=True)
            ]
            for call in calls
        ]
        excerpts = [
            Excerpt(window, samples, language, certain=call.language is not None)
            for call, channels, language in zip(calls, packed, self._languages(calls, packed), strict=True)
            for samples, windows in zip(call.channels, channels, strict=True)
            for window in windows
        ]
        heard = iter(self._heard(excerpts, progress) if excerpts else ())
        progress(1.0)
        return tuple(
            tuple(tuple(chain.from_iterable(next(heard) for _ in windows)) for windows in channels)
            for channels in packed
        )

    def _heard(self, excerpts: Sequence[Excerpt], progress: Progress) -> list[list[Segment]]:
        """The segments of each excerpt, in their order. The longest windows go first, so that no long one is last."""
        possible = self._options.languages if not all(excerpt.certain for excerpt in excerpts) else ()
        listener = Listener(self._whisper, {*possible, *(excerpt.language for excerpt in excerpts)})
        workers = self._whisper.workers
        # Few windows are spread over all workers.
        most = min(self._most or self._whisper.batch, -(-len(excerpts) // workers))
        waiting = batches([listener.length_of(excerpt) for excerpt in excerpts], most)
        told = _Told(progress, sum(excerpt.window.speech_ms for excerpt in excerpts))

        def hear(batch: list[int]) -> list[list[Segment]]:
            heard = self._hear(listener, [excerpts[index] for index in batch])
            told.more(sum(excerpts[index].window.speech_ms for index in batch))
            return heard

        # One thread more than the model works on at once: it makes the next batch's features in the meantime.
        with ThreadPoolExecutor(min(len(waiting), workers + 1), thread_name_prefix="hear") as pool:
            results = list(pool.map(hear, waiting))
        found = dict(zip(chain.from_iterable(waiting), chain.from_iterable(results), strict=True))
        return [found[index] for index in range(len(excerpts))]

    def _hear(self, listener: Listener, batch: Sequence[Excerpt]) -> list[list[Segment]]:
        """The segments of each; a batch that does not fit into the device's memory is halved until it does."""
        if len(batch) <= (self._most or len(batch)):
            try:
                return listener.hear(batch)
            except RuntimeError as error:
                if not out_of_memory(error):
                    raise
                if len(batch) == 1:
                    raise OutOfMemory(str(error)) from error
                self._most = min(self._most or len(batch), len(batch) // 2)
                _log.warning("out_of_memory", windows=len(batch), instead=self._most)
        half = -(-len(batch) // 2)
        return [*self._hear(listener, batch[:half]), *self._hear(listener, batch[half:])]

    def _languages(self, calls: Sequence[Conversation], packed: Sequence[Sequence[Sequence[Window]]]) -> list[str]:
        """Each call's language."""
        with ThreadPoolExecutor(self._whisper.workers, thread_name_prefix="language") as pool:
            return list(pool.map(lambda call, channels: call.language or self._detected(call, channels), calls, packed))

    def _detected(self, call: Conversation, channels: Sequence[Sequence[Window]]) -> str:
        """The likeliest of the languages that calls are held in, heard on the call's windows with the most speech."""
        model = self._whisper.loaded()
        if not model.model.is_multilingual or not any(channels):
            return "en"
        cut = ((window, samples) for samples, own in zip(call.channels, channels, strict=True) for window in own)
        witnesses = sorted(cut, key=lambda pair: -pair[0].speech_ms)[:_LANGUAGE_WITNESSES]
        likely = dict.fromkeys(self._options.languages, 0.0)
        for window, samples in witnesses:
            features = self._whisper.features(window.cut_from(samples), short=False)
            (ranked,) = model.model.detect_language(model.encode(stacked([features], short=False)))
            for language, share in likeliness(ranked, likely).items():
                likely[language] += math.log(max(share, _LEAST_SHARE))
        return max(likely, key=lambda language: likely[language])


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
