"""Where decoded sound belongs: what is lost becomes silence, so that all that follows keeps its time."""

from dataclasses import dataclass, field

from qa.engines.media.errors import TooLong
from qa.engines.media.formats import Limits

#: Packets' times are rounded, in WebM to a millisecond; smaller jumps than this are no loss.
_JUMP_S = 0.045
_MAX_GAPS = 200


@dataclass(slots=True)
class Timeline:
    """The clock of one decoding, in seconds of the source. `position` is where the next decoded sound begins."""

    limits: Limits
    declared_s: float | None
    position: float = 0.0
    heard: float = 0.0
    gaps: list[tuple[float, float]] = field(default_factory=list)
    _first_time: float | None = None

    def gap_before(self, time: float | None) -> float:
        """Seconds of silence that belong before a frame which says that it plays at `time`."""
        if time is None:
            return 0.0
        if self._first_time is None:
            # A stream that was cut out of a longer one begins late; its sound begins at its beginning.
            self._first_time = time - self.position
            return 0.0
        jump = time - self._first_time - self.position
        return self._believable(jump) if jump > _JUMP_S else 0.0

    def lose(self, seconds: float) -> float:
        """Seconds of silence that stand for a packet that is lost and has no time of its own."""
        return self._believable(seconds)

    def skip(self, seconds: float) -> None:
        """Note that so much silence was written in the place of sound."""
        start = self.position
        self.position += seconds
        if self.gaps and start - self.gaps[-1][1] < _JUMP_S:
            self.gaps[-1] = (self.gaps[-1][0], self.position)
        elif len(self.gaps) < _MAX_GAPS:
            self.gaps.append((start, self.position))
        self._check()

    def play(self, seconds: float) -> None:
        """Note that so much sound was decoded."""
        self.position += seconds
        self.heard += seconds
        self._check()

    def _believable(self, seconds: float) -> float:
        """A gap may not reach past the end that the file declares: a damaged time could ask for hours."""
        if self.declared_s is None:
            return seconds
        return max(0.0, min(seconds, self.declared_s - self.position))

    def _check(self) -> None:
        if self.position * 1000 > self.limits.max_duration_ms:
            raise TooLong(None, self.limits.max_duration_ms)
