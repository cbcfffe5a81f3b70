"""The recording as people hear it in the page: Ogg Opus, small, and seekable by byte ranges."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from qa.engines.interfaces import SAMPLE_RATE, Samples
from qa.engines.samples import forget

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame

_BITS_A_SECOND_A_CHANNEL = 24_000
#: Opus takes frames of at most 60 ms; 20 is its own choice and the best for speech.
_FRAME = SAMPLE_RATE * 20 // 1000
#: Without joint coding of phase a soloed channel keeps to itself, and a page that plays both as one cancels nothing.
_OPTIONS = {"application": "audio", "vbr": "on", "frame_duration": "20", "apply_phase_inv": "0"}


def encode_playback(channels: tuple[Samples, ...], out_path: Path) -> None:
    """Write one or two channels of equal length (float32, 16 kHz) as Ogg Opus; the file appears whole or not at all.

    Reads the samples a second at a time and forgets them. Raises OSError where the file cannot be written.
    """
    import av

    part = out_path.with_name(out_path.name + ".part")
    try:
        # Pages of one second are what a browser's seeking lands on.
        with av.open(str(part), "w", format="ogg", options={"page_duration": "1000000"}) as container:
            layout = "mono" if len(channels) == 1 else "stereo"
            stream = container.add_stream("libopus", rate=SAMPLE_RATE, layout=layout, options=_OPTIONS)
            stream.bit_rate = _BITS_A_SECOND_A_CHANNEL * len(channels)
            for frame in _frames(channels, layout):
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
        part.replace(out_path)
    finally:
        part.unlink(missing_ok=True)


def _frames(channels: tuple[Samples, ...], layout: str) -> "Iterator[AudioFrame]":
    from av import AudioFrame

    length = len(channels[0])
    for start in range(0, length, SAMPLE_RATE):
        second = np.stack([channel[start : start + SAMPLE_RATE] for channel in channels], axis=1)
        for channel in channels:
            forget(channel)
        for place in range(0, len(second), _FRAME):
            packed = np.ascontiguousarray(second[place : place + _FRAME]).reshape(1, -1)
            frame = AudioFrame.from_ndarray(packed, format="flt", layout=layout)
            frame.sample_rate = SAMPLE_RATE
            frame.pts = start + place
            yield frame
