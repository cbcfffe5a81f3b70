"""`python -m models.training.speech.mono CORPUS OUT`: the same labelled calls, both parties mixed to one channel.

What a line or a recorder does that has one channel: the two are added. The labels stay but for `channels`, so the words
and turns of who is on the channel are known. Calls that have one channel already are left as they are.
"""

import json
import shutil
import sys
import tempfile
import wave
from pathlib import Path

import numpy as np

from qa.engines.interfaces import SAMPLE_RATE
from qa.engines.media import Limits, decode_file


def mixed(corpus: Path, out: Path) -> int:
    """Write the mixed corpus; returns how many calls it has."""
    labels = sorted(path for language in ("he", "en") for path in (corpus / language).glob("*.json"))
    for path in labels:
        label = json.loads(path.read_text("utf-8"))
        folder = out / path.parent.name
        folder.mkdir(parents=True, exist_ok=True)
        _write(path.parent / label["audio"], folder / f"{path.stem}.wav")
        label |= {"audio": f"{path.stem}.wav", "channels": {"0": "mono"}}
        (folder / path.name).write_text(json.dumps(label, ensure_ascii=False), "utf-8")
    shutil.copy(corpus / "language_book.json", out / "language_book.json")
    return len(labels)


def _write(recording: Path, place: Path) -> None:
    """The recording's channels added up, as 16-bit sound."""
    with tempfile.TemporaryDirectory() as scratch:
        sound = decode_file(recording, Limits(), Path(scratch))
        line = np.clip(np.sum(sound.channels, axis=0), -1.0, 1.0)
    with wave.open(str(place), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes((line * 32767).astype("<i2").tobytes())


if __name__ == "__main__":
    print(mixed(Path(sys.argv[1]), Path(sys.argv[2])), "calls")
