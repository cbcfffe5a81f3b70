"""Puts placed clips on two channels and makes them sound like a telephone line."""

import random
import wave
from pathlib import Path

import numpy as np
import soxr

from models.training.speech.labels import PlacedSegment, Timeline
from models.training.speech.script import Call
from models.training.speech.voices import RATE, Samples

_LEAK_DELAY_MS = 30
_MUSIC_LEVEL = 0.05
_TUNE_HZ = (392.0, 440.0, 523.25, 587.33, 523.25, 440.0, 392.0, 329.63)
_NOTE_MS = 400


def dry(timeline: Timeline, clips: dict[tuple[str, int], Samples]) -> dict[str, Samples]:
    """Each speaker's own channel at RATE, before the line. `clips` are keyed by speaker and start in ms."""
    channels = {speaker: np.zeros(_at(timeline.duration_ms), dtype=np.float32) for speaker in ("agent", "customer")}
    for turn in timeline.turns:
        for placed in turn.segments:
            _add(channels[turn.turn.speaker], clips[(turn.turn.speaker, placed.start_ms)], placed)
    for start_ms, end_ms in timeline.holds:
        music = _melody(_at(end_ms) - _at(start_ms))
        channels["agent"][_at(start_ms) : _at(start_ms) + music.size] += music
    return channels


def over_the_line(call: Call, channels: dict[str, Samples], babble: list[Samples]) -> Samples:
    """Both channels at the call's rate, shape (n, 2), agent first: levels, leakage, band-pass, then noise."""
    conditions = call.conditions
    chance = np.random.default_rng(abs(hash_of(call.id)))
    gains = {"agent": conditions.agent_gain_db, "customer": conditions.customer_gain_db}
    levelled = {speaker: channel * _ratio(gains[speaker]) for speaker, channel in channels.items()}
    out = []
    for speaker, other in (("agent", "customer"), ("customer", "agent")):
        heard = levelled[speaker]
        if conditions.leakage_db is not None:
            heard = heard + _delayed(levelled[other]) * _ratio(conditions.leakage_db)
        heard = band_pass(heard, conditions.band_hz)
        noise = band_pass(_noise(heard.size, babble, chance), conditions.band_hz)
        speech = band_pass(levelled[speaker], conditions.band_hz)
        noise *= _active_level(speech) / max(_level(noise), 1e-9) * _ratio(-conditions.snr_db)
        out.append(np.asarray(soxr.resample(heard + noise, RATE, conditions.rate), dtype=np.float32))
    both = np.stack(out, axis=1)
    peak = float(np.max(np.abs(both)))
    return both * min(1.0, 0.95 / peak)


def band_pass(samples: Samples, band_hz: tuple[int, int]) -> Samples:
    """Leaves what lies within the band, with soft edges a tenth of the bound wide."""
    spectrum = np.fft.rfft(samples)
    hertz = np.fft.rfftfreq(samples.size, 1 / RATE)
    low, high = band_hz
    gain = np.clip((hertz - low * 0.9) / (low * 0.1), 0, 1) * np.clip((high * 1.05 - hertz) / (high * 0.05), 0, 1)
    return np.asarray(np.fft.irfft(spectrum * gain, samples.size), dtype=np.float32)


def write_wav(path: Path, samples: Samples, rate: int, codec: str) -> None:
    """A stereo WAV: G.711 mu-law (format tag 7) or 16-bit PCM."""
    pcm = (np.clip(samples, -1, 1) * 32767).astype("<i2")
    if codec == "pcm_s16le":
        with wave.open(str(path), "wb") as sound:
            sound.setnchannels(pcm.shape[1])
            sound.setsampwidth(2)
            sound.setframerate(rate)
            sound.writeframes(pcm.tobytes())
        return
    path.write_bytes(_mu_law_file(mu_law(pcm), rate))


def mu_law(pcm: np.typing.NDArray[np.int16]) -> np.typing.NDArray[np.uint8]:
    """G.711 mu-law of 16-bit samples."""
    value = pcm.astype(np.int32)
    size = np.minimum(np.abs(value), 32_635) + 132
    exponent = np.floor(np.log2(size)).astype(np.int32) - 7
    mantissa = (size >> (exponent + 3)) & 0x0F
    coded: np.typing.NDArray[np.uint8] = (~(np.where(value < 0, 0x80, 0) | (exponent << 4) | mantissa)).astype(np.uint8)
    return coded


def hash_of(text: str) -> int:
    """A number that is the same in every process, unlike hash()."""
    return random.Random(text).getrandbits(32)  # noqa: S311  a repeatable seed is wanted, nothing is kept secret by it


def _mu_law_file(coded: np.typing.NDArray[np.uint8], rate: int) -> bytes:
    channels = coded.shape[1]
    data = coded.tobytes()
    numbers = [(18, 4), (7, 2), (channels, 2), (rate, 4), (rate * channels, 4), (channels, 2), (8, 2), (0, 2)]
    form = b"fmt " + b"".join(number.to_bytes(size, "little") for number, size in numbers)
    fact = b"fact" + (4).to_bytes(4, "little") + len(coded).to_bytes(4, "little")
    body = b"WAVE" + form + fact + b"data" + len(data).to_bytes(4, "little") + data + b"\0" * (len(data) % 2)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _noise(size: int, babble: list[Samples], chance: np.random.Generator) -> Samples:
    """Half white, half other voices played backwards, so that it holds no words."""
    white = chance.standard_normal(size).astype(np.float32)
    crowd = np.zeros(size, dtype=np.float32)
    for _ in range(4):
        order = chance.permutation(len(babble))
        row = np.concatenate([babble[i][::-1] for i in order])
        crowd += np.resize(np.roll(row, int(chance.integers(row.size))), size)
    return white / _level(white) + crowd / max(_level(crowd), 1e-9)


def _melody(size: int) -> Samples:
    notes = []
    steps = np.arange(RATE * _NOTE_MS // 1000) / RATE
    for place in range(size // steps.size + 1):
        tone = _TUNE_HZ[place % len(_TUNE_HZ)]
        notes.append(np.sin(2 * np.pi * tone * steps) * np.exp(-3 * steps) + 0.3 * np.sin(4 * np.pi * tone * steps))
    return (np.concatenate(notes)[:size] * _MUSIC_LEVEL).astype(np.float32)


def _add(channel: Samples, clip: Samples, placed: PlacedSegment) -> None:
    start = _at(placed.start_ms)
    channel[start : start + clip.size] += clip[: channel.size - start]


def _delayed(samples: Samples) -> Samples:
    late = RATE * _LEAK_DELAY_MS // 1000
    return np.concatenate([np.zeros(late, dtype=np.float32), samples[:-late]])


def _active_level(samples: Samples) -> float:
    """Root mean square of the 20 ms frames within 30 dB of the loudest: of the speech, not of the pauses."""
    frames = samples[: samples.size // 320 * 320].reshape(-1, 320)
    power = np.mean(np.square(frames), axis=1)
    return float(np.sqrt(np.mean(power[power > np.max(power) / 1000])))


def _level(samples: Samples) -> float:
    return float(np.sqrt(np.mean(np.square(samples))))


def _ratio(decibel: float) -> float:
    return float(10 ** (decibel / 20))


def _at(ms: int) -> int:
    return ms * RATE // 1000
