"""Engines for long work: between small steps they ask whether somebody in a hurry wants to go first.

What they say is what the engines behind them say. A step takes about a second, so that whoever is in a hurry has the
machine within that, however many moments of a long call are still to be asked about.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from qa.engines.interfaces import (
    Clip,
    Embedder,
    EngineRevision,
    Engines,
    Reader,
    Sentiment,
    SentimentClassifier,
    Support,
    Vectors,
)

#: What makes a step: clips that are read, texts that are read into silence, texts that are understood.
_CLIPS, _SILENT, _TEXTS = 16, 32, 48

#: Returns when long work may go on.
GiveWay = Callable[[], object]
Item = TypeVar("Item")


def considerate(engines: Engines, give_way: GiveWay) -> Engines:
    """The same engines, which give way before each small step of what findings are made with.

    The recogniser says how far it is by itself, and gives way where it says so.
    """
    return replace(
        engines,
        reader=_Reader(engines.reader, give_way) if engines.reader else None,
        embedder=_Embedder(engines.embedder, give_way) if engines.embedder else None,
        sentiment=_Sentiment(engines.sentiment, give_way) if engines.sentiment else None,
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    engine: Reader
    give_way: GiveWay

    @property
    def revision(self) -> EngineRevision:
        return self.engine.revision

    def read(self, clips: Sequence[Clip], language: str) -> tuple[tuple[Support, ...], ...]:
        """Clips of like length together, as the engine itself puts them."""
        order = sorted(range(len(clips)), key=lambda at: len(clips[at].samples))
        found: dict[int, tuple[Support, ...]] = {}
        for step in _steps(order, _CLIPS, self.give_way):
            found.update(zip(step, self.engine.read([clips[at] for at in step], language), strict=True))
        return tuple(found[at] for at in range(len(clips)))

    def read_silence(self, texts: Sequence[tuple[str, ...]], language: str) -> tuple[Support, ...]:
        steps = _steps(texts, _SILENT, self.give_way)
        return tuple(support for step in steps for support in self.engine.read_silence(step, language))


@dataclass(frozen=True, slots=True)
class _Embedder:
    engine: Embedder
    give_way: GiveWay

    @property
    def revision(self) -> EngineRevision:
        return self.engine.revision

    def embed(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return self.engine.embed(texts)
        return np.concatenate([self.engine.embed(step) for step in _steps(texts, _TEXTS, self.give_way)])


@dataclass(frozen=True, slots=True)
class _Sentiment:
    engine: SentimentClassifier
    give_way: GiveWay

    @property
    def revision(self) -> EngineRevision:
        return self.engine.revision

    def classify(self, texts: Sequence[str]) -> tuple[Sentiment, ...]:
        steps = _steps(texts, _TEXTS, self.give_way)
        return tuple(sentiment for step in steps for sentiment in self.engine.classify(step))


def _steps(items: Sequence[Item], most: int, give_way: GiveWay) -> Iterator[Sequence[Item]]:
    """The items in their order, at most so many at a time, after others were let go first."""
    for first in range(0, len(items), most):
        give_way()
        yield items[first : first + most]
