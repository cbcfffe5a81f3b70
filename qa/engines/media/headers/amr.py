"""AMR: a magic word and bare frames."""

from qa.engines.media.errors import UnsupportedFormat
from qa.engines.media.formats import SniffedFormat
from qa.engines.media.headers.window import Window


def read_amr(window: Window) -> SniffedFormat:
    """Narrow or wide band by the magic word. Raises UnsupportedFormat for the multi-channel kinds."""
    head = window.at(0, 9)
    if head.startswith(b"#!AMR\n"):
        return SniffedFormat("amr", "amr_nb", 1, 8_000, None, offset=window.offset)
    if head == b"#!AMR-WB\n":
        return SniffedFormat("amr", "amr_wb", 1, 16_000, None, offset=window.offset)
    raise UnsupportedFormat("AMR of several channels")
