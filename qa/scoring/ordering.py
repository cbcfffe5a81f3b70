"""How many things were done in the order in which they should be."""

from collections.abc import Sequence


def longest_in_order(times: Sequence[Sequence[int]]) -> int:
    """The most of the things, taken in their order, that rise in time when one moment is chosen for each.

    `times[i]` are the moments of thing i, any number of them.
    """
    ends: list[int] = []  # ends[n]: the earliest moment at which n + 1 things in order can be done
    for moments in times:
        for n in range(len(ends), -1, -1):  # from long to short: no thing is counted twice
            after = ends[n - 1] if n else -1
            possible = [moment for moment in moments if moment > after]
            if not possible:
                continue
            if n == len(ends):
                ends.append(min(possible))
            else:
                ends[n] = min([ends[n], *possible])
    return len(ends)
