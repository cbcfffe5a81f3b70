"""A browser into whose microphone somebody speaks: real speech out of a demo call, recorded as a person would."""

import wave
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from tests.e2e.desk import CHROMIUM, CLONE, FLAGS

#: What a browser's fake microphone is fed with.
_RATE = 48_000


@dataclass(frozen=True, slots=True)
class Spoken:
    """What an agent says in a demo call, in milliseconds of the call; `channel` is the agent's."""

    call: str
    start_ms: int
    end_ms: int
    channel: int = 0

    def into(self, target: Path) -> Path:
        """The same as a file that a fake microphone takes, with a moment of silence behind it."""
        import av

        resampler = av.AudioResampler(format="s16p", rate=_RATE)
        pieces: list[bytes] = []
        with av.open(str(CLONE / "qa" / "demo" / "calls" / self.call)) as opened:
            for frame in opened.decode(audio=0):
                pieces += [piece.to_ndarray()[self.channel].tobytes() for piece in resampler.resample(frame)]
        first, end = (moment * _RATE // 1000 * 2 for moment in (self.start_ms, self.end_ms))
        with wave.open(str(target), "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(_RATE)
            sound.writeframes(b"".join(pieces)[first:end] + bytes(_RATE))
        return target


@contextmanager
def with_a_voice(chromium: Browser, said: Path) -> Iterator[Browser]:
    """A second Chromium, whose microphone hears this file again and again, and whose person allows it."""
    fake = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={said}",
    ]
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=[*FLAGS, *fake])
    yield browser
    browser.close()
