"""Which of the stretches that were found is which of those that are there."""

from collections.abc import Sequence

from qa.platform.spans import Span


def pairs(true: Sequence[Span], found: Sequence[Span]) -> dict[int, int]:
    """By the index of a true span the index of the found one that is it: those that share most are paired first."""
    shared = sorted(
        ((_shared(t, f), i, j) for i, t in enumerate(true) for j, f in enumerate(found)),
        key=lambda match: (-match[0], match[1], match[2]),
    )
    paired: dict[int, int] = {}
    for common, i, j in shared:
        if common and i not in paired and j not in paired.values():
            paired[i] = j
    return paired


def most_shared(span: Span, found: Sequence[Span]) -> int | None:
    """The index of the found span that shares most with this one; None where none shares anything."""
    shares = [_shared(span, other) for other in found]
    return shares.index(max(shares)) if any(shares) else None


def _shared(left: Span, right: Span) -> int:
    common = left.intersection(right)
    return common.length if common else 0
