"""The one home of PyAV and soxr: what is a recording, what is in it, and how people hear it again.

Nothing here imports either library until sound is really decoded, and decoding happens in a process of its own.
"""

from qa.engines.media.decode import Sound, decode_file
from qa.engines.media.errors import DecoderUnavailable, RefusedRecording
from qa.engines.media.formats import Limits, SniffedFormat
from qa.engines.media.playback import encode_playback
from qa.engines.media.sniff import sniff

__all__ = [
    "DecoderUnavailable",
    "Limits",
    "RefusedRecording",
    "SniffedFormat",
    "Sound",
    "decode_file",
    "encode_playback",
    "sniff",
]
