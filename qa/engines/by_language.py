"""Engines that know one language well, put together: each call is heard by the one for its language.

They are kept by language, under DEFAULT the one for every other. With a single one there is nothing to choose, and it
is used as it is.
"""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from qa.engines.catalogue import DEFAULT
from qa.engines.interfaces import (
    ChannelSegments,
    Clip,
    Conversation,
    EngineRevision,
    Progress,
    Reader,
    Recogniser,
    Segment,
    Support,
)
from qa.platform.spans import Span, intersect, total

Engine = TypeVar("Engine", Recogniser, Reader)


class RecogniserByLanguage:
    """A Recogniser that gives each call to the one for its language."""

    def __init__(self, recognisers: Mapping[str, Recogniser]) -> None:
        self._recognisers = recognisers

    @classmethod
    def of(cls, recognisers: Mapping[str, Recogniser]) -> Recogniser:
        """One that chooses, or the only one there is."""
        return recognisers[DEFAULT] if len(recognisers) == 1 else cls(recognisers)

    @property
    def revision(self) -> EngineRevision:
        """All of them, each with the language that it hears."""
        return _named({language: engine.revision for language, engine in self._recognisers.items()})

    def recognise(self, calls: Sequence[Conversation], progress: Progress) -> tuple[ChannelSegments, ...]:
        """For each call and channel the words inside its speech, in call time, monotone.

        Calls in one language are heard together. A call whose language nobody said is heard by the one for every
        language; what it takes for a language that has a recogniser of its own, that one hears once more.
        """
        heard_by = [
            call.language if call.language and call.language in self._recognisers else DEFAULT for call in calls
        ]
        names = [name for name in self._recognisers if name in heard_by]
        unsure = any(call.language is None for call in calls)
        parts = iter(_parts(progress, len(names) + unsure))
        found: dict[int, ChannelSegments] = {}
        for name in names:
            indices = [index for index, by in enumerate(heard_by) if by == name]
            segments = self._recognisers[name].recognise([calls[index] for index in indices], next(parts))
            found.update(zip(indices, segments, strict=True))
        if unsure:
            found |= self._again({i: found[i] for i, call in enumerate(calls) if call.language is None}, calls)
        progress(1.0)
        return tuple(found[index] for index in range(len(calls)))

    def _again(self, heard: Mapping[int, ChannelSegments], calls: Sequence[Conversation]) -> dict[int, ChannelSegments]:
        """What the recognisers of single languages make of what was heard in theirs, among what was not."""
        better = dict(heard)
        for language in (name for name in self._recognisers if name != DEFAULT):
            own = {index: _spoken_in(language, calls[index], segments) for index, segments in better.items()}
            own = {index: call for index, call in own.items() if any(call.speech)}
            segments = self._recognisers[language].recognise(list(own.values()), _unheard) if own else ()
            for (index, call), again in zip(own.items(), segments, strict=True):
                better[index] = _replaced(better[index], call, again)
        return better


class ReaderByLanguage:
    """A Reader that gives each text to the one for its language."""

    def __init__(self, readers: Mapping[str, Reader]) -> None:
        self._readers = readers

    @classmethod
    def of(cls, readers: Mapping[str, Reader]) -> Reader:
        """One that chooses, or the only one there is."""
        return readers[DEFAULT] if len(readers) == 1 else cls(readers)

    @property
    def revision(self) -> EngineRevision:
        """All of them, each with the language that it reads."""
        return _named({language: engine.revision for language, engine in self._readers.items()})

    def read(self, clips: Sequence[Clip], language: str) -> tuple[tuple[Support, ...], ...]:
        """For each clip and each of its texts, in their order, the support of the text's words."""
        return _for(self._readers, language).read(clips, language)

    def read_silence(self, texts: Sequence[tuple[str, ...]], language: str) -> tuple[Support, ...]:
        """What the texts are worth where nothing is said."""
        return _for(self._readers, language).read_silence(texts, language)


def _for(engines: Mapping[str, Engine], language: str) -> Engine:
    return engines.get(language) or engines[DEFAULT]


def _named(revisions: Mapping[str, EngineRevision]) -> EngineRevision:
    """One revision that names all: what hears most languages first, then `he: model` and so on."""
    every = revisions[DEFAULT]
    others = sorted(language for language in revisions if language != DEFAULT)
    return EngineRevision(
        name=every.name,
        model=", ".join([every.model, *(f"{language}: {revisions[language].model}" for language in others)]),
        revision=", ".join([every.revision, *(f"{language}: {revisions[language].revision}" for language in others)]),
        options=every.options,
    )


def _spoken_in(language: str, call: Conversation, segments: ChannelSegments) -> Conversation:
    """The part of the call's speech in which most was heard in that language."""

    def mostly(span: Span, of_channel: Sequence[Segment]) -> bool:
        shared = {s.language: 0 for s in of_channel}
        for segment in of_channel:
            shared[segment.language] += total(intersect([span], [_hull(segment)]))
        return shared.get(language, 0) * 2 > sum(shared.values())

    speech = tuple(
        tuple(span for span in spans if mostly(span, of_channel))
        for spans, of_channel in zip(call.speech, segments, strict=True)
    )
    return Conversation(call.channels, speech, language)


def _replaced(before: ChannelSegments, heard: Conversation, again: ChannelSegments) -> ChannelSegments:
    """The segments, those in the speech that was heard again in the place of what stood there; in order of time."""
    return tuple(
        tuple(sorted([*(s for s in old if not _lies_in(s, spans)), *new], key=lambda s: s.words[0].span.start))
        for old, spans, new in zip(before, heard.speech, again, strict=True)
    )


def _lies_in(segment: Segment, spans: Sequence[Span]) -> bool:
    hull = _hull(segment)
    return total(intersect([hull], spans)) * 2 > hull.length


def _hull(segment: Segment) -> Span:
    return segment.words[0].span.hull(segment.words[-1].span)


def _parts(progress: Progress, count: int) -> list[Progress]:
    """A progress for each of so many parts of the work."""

    def part(done: int) -> Progress:
        return lambda share: progress((done + share) / count)

    return [part(done) for done in range(count)]


def _unheard(_share: float) -> None:
    """What is heard once more is little, and its share is not told."""
