"""FLAC: STREAMINFO comes first and says it all."""

from qa.engines.media.errors import Undecodable
from qa.engines.media.formats import SniffedFormat
from qa.engines.media.headers.window import Window


def read_flac(window: Window) -> SniffedFormat:
    """What a file that begins with fLaC declares. Raises Undecodable where the header is not whole."""
    head = window.at(0, 42)
    if len(head) < 42 or head[4] & 0x7F != 0 or int.from_bytes(head[5:8], "big") != 34:
        raise Undecodable("the FLAC header is cut off or broken")
    packed = int.from_bytes(head[18:26], "big")
    rate, channels, samples = packed >> 44, (packed >> 41 & 7) + 1, packed & (1 << 36) - 1
    declared = round(samples * 1000 / rate) if samples and rate else None
    return SniffedFormat("flac", "flac", channels, rate, declared, offset=window.offset)
