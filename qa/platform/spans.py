"""Time: integer milliseconds in half-open spans. This is the only home of the interval algebra."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The stretch of a call from `start` up to, not including, `end`; both in milliseconds."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span must have 0 <= start <= end, got {self.start}..{self.end}")

    @property
    def length(self) -> int:
        """Milliseconds covered."""
        return self.end - self.start

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one millisecond."""
        return self.start < other.end and other.start < self.end

    def intersection(self, other: "Span") -> "Span | None":
        """The shared stretch, or None where there is none."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None

    def hull(self, other: "Span") -> "Span":
        """The shortest span that holds both."""
        return Span(min(self.start, other.start), max(self.end, other.end))

    def shifted(self, by: int) -> "Span":
        """The same length, `by` milliseconds later."""
        return Span(self.start + by, self.end + by)


def merge(spans: Iterable[Span], *, gap: int = 0) -> list[Span]:
    """The union, in order, where spans at most `gap` milliseconds apart become one; empty spans vanish."""
    merged: list[Span] = []
    for span in sorted(s for s in spans if s.length):
        if merged and span.start - merged[-1].end <= gap:
            merged[-1] = merged[-1].hull(span)
        else:
            merged.append(span)
    return merged


def total(spans: Iterable[Span]) -> int:
    """Milliseconds covered by the union."""
    return sum(s.length for s in merge(spans))


def intersect(left: Iterable[Span], right: Iterable[Span]) -> list[Span]:
    """What both unions cover, in order."""
    a, b = merge(left), merge(right)
    shared: list[Span] = []
    i = j = 0
    while i < len(a) and j < len(b):
        if (common := a[i].intersection(b[j])) is not None:
            shared.append(common)
        if a[i].end <= b[j].end:
            i += 1
        else:
            j += 1
    return shared


def subtract(spans: Iterable[Span], holes: Iterable[Span]) -> list[Span]:
    """What is left of the union of `spans` once `holes` are cut out of it, in order."""
    cut = merge(holes)
    rest: list[Span] = []
    for span in merge(spans):
        start = span.start
        for hole in cut:
            if hole.end <= start or hole.start >= span.end:
                continue
            if hole.start > start:
                rest.append(Span(start, hole.start))
            start = hole.end
        if start < span.end:
            rest.append(Span(start, span.end))
    return rest
