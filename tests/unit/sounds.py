"""Synthesised sounds that a telephone line carries: voices of a kind, music, ringing, noise. 16 kHz, float32."""

import numpy as np
import numpy.typing as npt

RATE = 16_000

Sound = npt.NDArray[np.float32]


def time(ms: int) -> npt.NDArray[np.float64]:
    """The seconds of each sample."""
    return np.arange(ms * RATE // 1000) / RATE


def at_level(sound: npt.ArrayLike, db: float) -> Sound:
    """The sound at this root mean square, decibels of full scale."""
    samples = np.asarray(sound, np.float64)
    return (samples / np.sqrt(np.mean(samples**2)) * 10 ** (db / 20)).astype(np.float32)


def noise(ms: int, db: float, seed: int = 0) -> Sound:
    """A steady hiss."""
    return at_level(np.random.default_rng(seed).standard_normal(ms * RATE // 1000), db)


def talk(ms: int, db: float = -22.0, seed: int = 1) -> Sound:
    """Like a voice in what matters here: harmonics that glide, four syllables a second, a hissing sound in between."""
    seconds, random = time(ms), np.random.default_rng(seed)
    pitch = 140 + 35 * np.sin(2 * np.pi * 2.3 * seconds + seed) + 15 * np.sin(2 * np.pi * 0.7 * seconds)
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    voiced = sum(np.sin(h * phase) / h**0.7 for h in range(2, 20))
    syllable = np.clip(np.sin(2 * np.pi * 4 * seconds), 0, 1)
    hiss = np.clip(np.sin(2 * np.pi * 4 * seconds + np.pi), 0, 1) ** 4 * random.standard_normal(len(seconds))
    return at_level(voiced * syllable + hiss, db)


def melody(ms: int, db: float = -22.0) -> Sound:
    """Single notes with an octave above, a third of a second each, that fade."""
    notes = [440, 550, 660, 880, 825, 660, 550, 495]
    return _played(ms, db, [_note(hertz, 330, (1, 0.4), fades=1.5) for hertz in notes])


def chords(ms: int, db: float = -22.0) -> Sound:
    """Slow chords of three notes with many harmonics, swelling like strings, with a vibrato."""
    chord = [sum(_note(h * f, 1_500, _RICH, fades=0.2, vibrato=0.004) for f in (1, 1.26, 1.5)) for h in (196, 262, 175)]
    return _played(ms, db, chord)


def drums(ms: int, db: float = -22.0) -> Sound:
    """No tone at all: four strokes of noise a second, every other one long."""
    random = np.random.default_rng(4)
    strokes = [random.standard_normal(RATE // 4) * np.exp(-time(250) * fade) for fade in (6, 14)]
    return _played(ms, db, strokes)


def ringing(ms: int, db: float = -22.0, *, on_ms: int = 1_000, off_ms: int = 3_000) -> Sound:
    """One tone, on and off."""
    return _played(ms, db, [np.sin(2 * np.pi * 425 * time(on_ms)), np.zeros(off_ms * RATE // 1000)])


def typing(ms: int, db: float = -35.0) -> Sound:
    """Clicks of a keyboard, five a second."""
    random = np.random.default_rng(6)
    click = random.standard_normal(RATE // 5) * np.exp(-time(200) * 150)
    return _played(ms, db, [click])


def line(length_ms: int, *placed: tuple[int, Sound], noise_db: float = -52.0, seed: int = 9) -> Sound:
    """A channel with noise on it and sounds put where they belong (milliseconds from the start)."""
    samples = noise(length_ms, noise_db, seed)
    for start_ms, sound in placed:
        first = start_ms * RATE // 1000
        samples[first : first + len(sound)] += sound
    return samples


_RICH = (1.0, 0.6, 0.4, 0.3, 0.25, 0.2, 0.15, 0.1)


def _note(
    hertz: float, ms: int, harmonics: tuple[float, ...], *, fades: float, vibrato: float = 0.0
) -> npt.NDArray[np.float64]:
    seconds = time(ms)
    phase = 2 * np.pi * hertz * seconds + vibrato * hertz / 5.5 * np.sin(2 * np.pi * 5.5 * seconds)
    tone = sum(size * np.sin((place + 1) * phase) for place, size in enumerate(harmonics))
    rise = np.minimum(1, seconds / 0.02) * np.minimum(1, (ms / 1000 - seconds) / 0.02)
    return np.asarray(tone * rise * np.exp(-fades * seconds / (ms / 1000)))


def _played(ms: int, db: float, parts: list[npt.NDArray[np.float64]]) -> Sound:
    once = np.concatenate(parts)
    length = ms * RATE // 1000
    return at_level(np.tile(once, -(-length // len(once)))[:length], db)
