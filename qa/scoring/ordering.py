"""How many things were done in the order in which they should be."""

from collections.abc import Sequence

from qa.platform.spans import Span


def longest_in_order(moments: Sequence[Sequence[Span]], within_ms: int | None = None) -> int:
    """The most of the things, taken in their order, that rise in time when one moment is chosen for each.

    `moments[i]` are those of thing i, any number of them. With `within_ms`, no more than that lies between the end of
    one and the start of the next.
    """
    chains: list[tuple[Span, int]] = []  # each moment with the length of the longest chain that ends in it
    for of in moments:
        # Only things before this one are looked at, so that no thing is counted twice.
        chains += [(moment, 1 + max((n for last, n in chains if _follows(last, moment, within_ms)), default=0))
                   for moment in of]  # fmt: skip
    return max((length for _, length in chains), default=0)


def _follows(before: Span, moment: Span, within_ms: int | None) -> bool:
    if moment.start <= before.start:
        return False
    return within_ms is None or moment.start - before.end <= within_ms
