"""Byte ranges as RFC 9110 has them."""

from io import BytesIO

import pytest

from qa.platform.ranges import ByteRange, RangeNotSatisfiable, parse, read


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, None),
        ("bytes=0-99", ByteRange(0, 100)),
        ("bytes=90-", ByteRange(90, 100)),
        ("bytes=-10", ByteRange(90, 100)),
        ("bytes=-1000", ByteRange(0, 100)),
        ("bytes=50-1000", ByteRange(50, 100)),
        ("bytes=-", None),
        ("bytes=9-3", None),
        ("bytes=0-1,5-6", None),
        ("seconds=0-1", None),
    ],
)
def test_a_header_becomes_the_range_that_it_asks_for(header: str | None, expected: ByteRange | None) -> None:
    assert parse(header, 100) == expected


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=200-300", "bytes=-0"])
def test_a_range_beyond_the_end_cannot_be_satisfied(header: str) -> None:
    with pytest.raises(RangeNotSatisfiable):
        parse(header, 100)


def test_the_bytes_of_a_range_are_the_bytes_of_the_file() -> None:
    content = bytes(range(256)) * 1000
    assert b"".join(read(BytesIO(content), ByteRange(1000, 150_001))) == content[1000:150_001]
