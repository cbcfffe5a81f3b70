"""Packing speech into windows for a recogniser, and finding the way back from a window's time to the call's.

A window holds pieces of the call's sound one after another, long silences between them cut out. Pure: no model here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qa.engines.interfaces import SAMPLE_RATE, Samples
from qa.engines.samples import forget
from qa.platform.spans import Span, intersect, merge, total

_PER_MS = SAMPLE_RATE // 1000
#: Where speech runs on past a window's length, it is cut at the quietest moment of this many last milliseconds.
_LOOK_BACK_MS = 5_000
_QUIET_MS = 60
#: A word this far from all speech was not spoken by this party: it is a leak, music, or made up.
_STRAY_MS = 250
#: No recognised word is shorter, so that each one can be pointed at.
_SHORTEST_WORD_MS = 20
#: No word lasts longer than this and so much for each letter; a digit stands for a whole spoken word.
_WORD_MS = 500
_LETTER_MS = 150
_DIGIT_MS = 800
#: Silence after the last word of a window that is not padded to 30 s; without it the last word is often lost.
_TAIL_MS = 500
#: Windows are padded to a whole number of these, so that many have the same length and none depends on another's.
STEP_MS = 2_000
_LONGEST_MS = 30_000


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch of the call in a window: the sound that is heard, and the speech inside it."""

    sound: Span
    speech: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """What the recogniser hears at once."""

    pieces: tuple[Piece, ...]

    @property
    def length(self) -> int:
        """Milliseconds of sound."""
        return sum(piece.sound.length for piece in self.pieces)

    @property
    def speech_ms(self) -> int:
        """Milliseconds of speech in it."""
        return sum(span.length for piece in self.pieces for span in piece.speech)

    def cut_from(self, samples: Samples) -> Samples:
        """The window's own sound, out of the whole channel's."""
        cut = np.concatenate([samples[p.sound.start * _PER_MS : p.sound.end * _PER_MS] for p in self.pieces])
        forget(samples)
        return cut

    @property
    def speech(self) -> tuple[Span, ...]:
        """The speech in it, in the window's own time."""
        return tuple(
            span.shifted(offset - piece.sound.start)
            for offset, piece in zip(self._offsets(), self.pieces, strict=True)
            for span in piece.speech
        )

    def in_call(self, heard: Span) -> Span:
        """A stretch of the window's time that lies in one of its pieces, in call time."""
        offset, piece = [
            pair for pair in zip(self._offsets(), self.pieces, strict=True) if pair[0] <= heard.start or not pair[0]
        ][-1]
        return heard.shifted(piece.sound.start - offset)

    def _offsets(self) -> list[int]:
        """Where each piece begins in the window's time."""
        lengths = [piece.sound.length for piece in self.pieces]
        return [sum(lengths[:index]) for index in range(len(lengths))]


@dataclass(frozen=True, slots=True)
class Packing:
    """How windows are made; all in milliseconds."""

    limit_ms: int = 25_000  # no window is longer: a Hebrew word is 2.7 tokens, and the decoder stops at 224
    context_ms: int = 600  # sound kept around speech: without it words at the edges suffer
    bridge_ms: int = 5_000  # a pause up to this long stays: Hebrew loses 4 points of word error in chopped-up sound


def pack(speech: Sequence[Span], samples: Samples, packing: Packing) -> tuple[Window, ...]:
    """Windows that hold all of the speech, in order, each at most `limit_ms` long, cut in pauses if possible."""
    duration_ms = len(samples) // _PER_MS
    windows: list[Window] = []
    pieces: list[Piece] = []
    room = packing.limit_ms
    for piece in _pieces(speech, samples, packing, duration_ms):
        if piece.sound.length > room and pieces:
            windows.append(Window(tuple(pieces)))
            pieces, room = [], packing.limit_ms
        pieces.append(piece)
        room -= piece.sound.length
    if pieces:
        windows.append(Window(tuple(pieces)))
    return tuple(windows)


def padded(length_ms: int, *, short: bool, step_ms: int = STEP_MS) -> int:
    """How long a window of that length is for the model, in milliseconds: whole steps; 30 s unless `short`."""
    if not short:
        return _LONGEST_MS
    return min(_LONGEST_MS, -(-(length_ms + _TAIL_MS) // step_ms) * step_ms)


def batches(lengths: Sequence[int], most: int) -> list[list[int]]:
    """The indices of equal lengths together, at most so many in a batch, the longest first.

    Only what has the same length shares a batch: a model hears the silence that pads a window, so a window whose
    padding depended on its neighbours would be heard otherwise in other company.
    """
    found: list[list[int]] = []
    for index in sorted(range(len(lengths)), key=lambda index: (-lengths[index], index)):
        if not found or len(found[-1]) >= most or lengths[found[-1][0]] != lengths[index]:
            found.append([])
        found[-1].append(index)
    return found


def halves(window: Window, samples: Samples) -> tuple[Window, ...]:
    """The window as two shorter ones, cut between pieces or at the quietest moment; as it is when too short to cut."""
    if len(window.pieces) > 1:
        middle = len(window.pieces) // 2
        return Window(window.pieces[:middle]), Window(window.pieces[middle:])
    piece = window.pieces[0]
    if piece.sound.length < 2 * _QUIET_MS + 2 * _SHORTEST_WORD_MS:
        return (window,)
    quarter = piece.sound.length // 4
    cut = _quietest(samples, Span(piece.sound.start + quarter, piece.sound.end - quarter))
    return tuple(Window((part,)) for part in _split(piece, cut) if part.speech)


def plausible(word: Span, text: str, speech: Sequence[Span]) -> Span:
    """The word's time, no longer than such a word can last.

    Alignment gives the silence or noise beside a word to the word, before it or after it: the end in speech is kept.
    """
    digits = sum(letter.isdigit() for letter in text)
    longest = _WORD_MS + _LETTER_MS * (len(text) - digits) + _DIGIT_MS * digits
    if word.length <= longest:
        return word
    early, late = Span(word.start, word.start + longest), Span(word.end - longest, word.end)
    return late if total(intersect([late], speech)) > total(intersect([early], speech)) else early


def into_speech(words: Sequence[Span], speech: Sequence[Span]) -> list[Span | None]:
    """Each word's time moved inside the one span of speech that it belongs to; None for a word that belongs to none.

    The results are in order, do not overlap, and are at least 20 ms long wherever their span has the room.
    """
    homes: list[int | None] = []
    earliest = 0
    for word in words:
        home = _home(word, speech, earliest)
        homes.append(home)
        earliest = earliest if home is None else home
    placed: list[Span | None] = [None] * len(words)
    for home in {h for h in homes if h is not None}:
        members = [index for index, h in enumerate(homes) if h == home]
        for index, span in zip(members, _in_order([words[i] for i in members], speech[home]), strict=True):
            placed[index] = span
    return placed


def _pieces(speech: Sequence[Span], samples: Samples, packing: Packing, duration_ms: int) -> list[Piece]:
    around = [Span(max(0, s.start - packing.context_ms), min(duration_ms, s.end + packing.context_ms)) for s in speech]
    pieces = []
    for sound in merge(around, gap=max(0, packing.bridge_ms - 2 * packing.context_ms)):
        rest = Piece(sound, tuple(intersect([sound], speech)))
        while rest.sound.length > packing.limit_ms:
            latest = rest.sound.start + packing.limit_ms
            first, rest = _split(rest, _best_cut(rest, latest, samples))
            pieces.append(first)
        pieces.append(rest)
    return [piece for piece in pieces if piece.speech]


def _best_cut(piece: Piece, latest: int, samples: Samples) -> int:
    """Where to cut before `latest`: in the middle of the last pause, or, in unbroken speech, at the quietest moment."""
    earliest = latest - min(_LOOK_BACK_MS, (latest - piece.sound.start) // 2)
    pauses = [Span(before.end, after.start) for before, after in zip(piece.speech, piece.speech[1:], strict=False)]
    middles = [(pause.start + pause.end) // 2 for pause in pauses]
    fitting = [middle for middle in middles if earliest <= middle <= latest]
    return fitting[-1] if fitting else _quietest(samples, Span(earliest, latest))


def _quietest(samples: Samples, within: Span) -> int:
    """The middle of the quietest 60 ms within the span, in milliseconds."""
    size = _QUIET_MS * _PER_MS
    stretch = samples[within.start * _PER_MS : within.end * _PER_MS]
    count = len(stretch) // size
    if count == 0:
        return (within.start + within.end) // 2
    power = np.mean(np.square(stretch[: count * size].reshape(count, size)), axis=1)
    return within.start + int(np.argmin(power)) * _QUIET_MS + _QUIET_MS // 2


def _split(piece: Piece, at: int) -> tuple[Piece, Piece]:
    left, right = Span(piece.sound.start, at), Span(at, piece.sound.end)
    return (
        Piece(left, tuple(intersect([left], piece.speech))),
        Piece(right, tuple(intersect([right], piece.speech))),
    )


def _home(word: Span, speech: Sequence[Span], earliest: int) -> int | None:
    """Which span of speech, not before the `earliest`, shares most with the word, or else is near it."""

    def apart(index: int) -> int:
        return max(word.start, speech[index].start) - min(word.end, speech[index].end)

    nearest = min(range(earliest, len(speech)), key=apart, default=None)
    return nearest if nearest is not None and apart(nearest) <= _STRAY_MS else None


def _in_order(words: Sequence[Span], home: Span) -> list[Span]:
    """The words clamped into their home, one after the other."""
    shortest = min(_SHORTEST_WORD_MS, home.length // len(words))
    starts, latest = [], home.start
    for word in words:
        latest = min(max(word.start, latest), home.end)
        starts.append(latest)
        latest += shortest
    # From the end backwards: each word leaves room for those after it.
    limit = home.end
    for index in range(len(words) - 1, -1, -1):
        limit -= shortest
        starts[index] = limit = min(starts[index], limit)
    ends = [*starts[1:], home.end]
    return [
        Span(start, max(start + shortest, min(word.end, end)))
        for word, start, end in zip(words, starts, ends, strict=True)
    ]
