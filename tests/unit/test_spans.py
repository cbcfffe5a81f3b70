"""The interval algebra keeps its laws."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.platform.spans import Span, intersect, merge, subtract, total

spans = st.lists(
    st.tuples(st.integers(0, 500), st.integers(0, 60)).map(lambda pair: Span(pair[0], pair[0] + pair[1])), max_size=12
)


def covered(found: list[Span]) -> set[int]:
    return {ms for span in found for ms in range(span.start, span.end)}


@given(spans)
def test_a_union_is_ordered_disjoint_and_covers_the_same(some: list[Span]) -> None:
    union = merge(some)
    assert covered(union) == covered(some)
    assert all(left.end < right.start for left, right in pairwise(union))


@given(spans, spans)
def test_intersection_and_difference_share_out_the_whole(some: list[Span], others: list[Span]) -> None:
    both, rest = intersect(some, others), subtract(some, others)
    assert covered(both) == covered(some) & covered(others)
    assert covered(rest) == covered(some) - covered(others)
    assert total(both) + total(rest) == total(some)


def test_a_gap_up_to_the_given_length_is_closed() -> None:
    assert merge([Span(0, 10), Span(15, 20)], gap=5) == [Span(0, 20)]
    assert merge([Span(0, 10), Span(16, 20)], gap=5) == [Span(0, 10), Span(16, 20)]


@pytest.mark.parametrize(("start", "end"), [(-1, 5), (5, 4)])
def test_a_span_that_runs_backwards_or_starts_before_the_call_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="0 <= start <= end"):
        Span(start, end)
