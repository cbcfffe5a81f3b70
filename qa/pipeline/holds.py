"""Stage: where a channel carries hold music or a ringing tone. Music is neither speech nor dead air.

Music is known by its sound alone, in three ways:
- sound in which the detector hears no speech, at least three seconds of it, in which tones stand (see `notes.py`);
- sound in which the detector hears no speech, at least five seconds of it without a pause, while nobody else speaks
  either: drums and music with too many voices for a tone to stand out;
- sound in which a tone stands all the time for at least eight seconds, whatever the detector says: a song.
A ringing tone is one tone that comes again and again.

Music deafens a detector for the seconds behind it, and so, a little, does the silence where music was cut out. So where
there is a melody, the detector hears the call both ways, and what it hears either way is speech.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from qa.engines.interfaces import SAMPLE_RATE
from qa.engines.samples import copied
from qa.pipeline.frames import Levels, Mask, covered, leaking, levels, runs
from qa.pipeline.model import DecodedAudio, Speaker
from qa.pipeline.notes import FRAME_MS, NONE, Tones, standing_tones
from qa.platform.spans import Span, intersect, merge, subtract, total

#: Spans on each channel, in the order of the recording's channels.
ChannelSpans = tuple[tuple[Span, ...], ...]

#: Music lasts at least this long; so does the whole of a ringing tone with its pauses.
SHORTEST_MS = 3_000
#: Music without standing tones must last longer to be told from a passing noise.
SURE_AFTER_MS = 5_000

#: The channel's noise is the level that one frame in twenty stays under; music rises this far above it.
_FLOOR_PERCENTILE = 5
_MARGIN_DB = 9.0
_GATED_DB = -80.0
_INAUDIBLE_DB = -60.0
#: A pause up to this length is part of the melody.
_REST_MS = 400
#: And the same music goes on after one up to this length, as between two pieces or where a voice cuts in for a moment.
_BETWEEN_MS = 1_000
#: A pause up to this length is inside a note or a word.
_STOP_MS = 60
#: A stretch of a melody that passes for speech is no longer than this; a longer one is a song or somebody who speaks.
_PASSES_FOR_SPEECH_MS = 2_000
#: Of a melody's frames at least this share is tonal; one stretch of talk in ten reaches it, but the
#: detector misses few.
_TONAL_SHARE = 0.6
#: And this share rises over the noise: the babble of a room has tones as well, but hides in it.
_LOUD_SHARE = 0.25
#: Of a song's frames, in every window, this share: even the most monotonous speaker has to say an s or a t.
_SONG_MS, _SONG_SHARE = 8_000, 0.96
#: A song begins and ends with a note of this length.
_NOTE_MS = 400
#: Between a melody and a voice that the detector hears too late lies such a pause, and the voice is at most so late.
_PAUSE_MS, _LATE_MS = 250, 1_000
_SHORTEST_NOTE_MS = 150
#: Of a single note that passes for speech, this share of what is loud is tone.
_NOTE_SHARE = 0.9
#: Music without tones is loud for this share of its time; the clatter of a keyboard is for less.
_DENSE_SHARE = 0.3
#: A ring: how short it may be, how tonal it is, how long the pause after it, how much of the whole is tone.
_RING_MS = 350
_RING_TONAL_SHARE = 0.6
_RING_PAUSE_MS = 4_500
_RING_SHARE = 0.2
#: While somebody talks for more than this share of it, a steady noise is the room and not a hold.
_TALKING_SHARE = 0.2
#: See `frames.leaking`.
_LAG_FRAMES = 3
_LEAK_BELOW_DB = 18.0
_PER_MS = SAMPLE_RATE // 1000


#: From a recording's sound to the speech on each of its channels.
Detect = Callable[[DecodedAudio], ChannelSpans]


@dataclass(frozen=True, slots=True)
class _Line:
    """One channel while music is looked for. Masks and tones in frames of FRAME_MS."""

    loud: Mask  # it carries more than its noise
    tones: Tones  # NONE where no tone stands
    speech: tuple[Span, ...]  # of its own party
    others: tuple[Span, ...]  # of the other party

    def tonal_share(self, span: Span) -> float:
        """The share of the span's frames in which a tone stands."""
        tones = self.tones[span.start // FRAME_MS : -(-span.end // FRAME_MS)]
        return float((tones != NONE).mean()) if len(tones) else 0.0

    def loud_share(self, span: Span) -> float:
        """The share of the span's frames in which the channel carries more than its noise."""
        loud = self.loud[span.start // FRAME_MS : -(-span.end // FRAME_MS)]
        return float(loud.mean()) if len(loud) else 0.0

    @property
    def sounding(self) -> Mask:
        """The frames with anything in them: a note fades into the noise, but its tone is to be seen for longer."""
        mask: Mask = self.loud | (self.tones != NONE)
        return mask

    def tone(self, span: Span) -> int:
        """The bin of the tone that stands most of the time, or NONE."""
        tones = self.tones[span.start // FRAME_MS : -(-span.end // FRAME_MS)]
        standing = tones[tones != NONE]
        return int(np.bincount(standing).argmax()) if len(standing) else NONE


def apart(audio: DecodedAudio, detect: Detect) -> tuple[ChannelSpans, ChannelSpans]:
    """Speech and music of each channel, in order, disjoint: no speech lies in music. `detect` says what is speech."""
    speech = detect(audio)
    tones = tuple(standing_tones(channel.samples) for channel in audio.channels)
    melodies = tuple(tuple(_melodies(line)) for line in _lines(audio, speech, tones))
    if any(melodies):
        again = detect(_without(audio, melodies))
        speech = tuple(tuple(merge([*once, *more])) for once, more in zip(speech, again, strict=True))
    noises = tuple(_steady(line, played) for line, played in zip(_lines(audio, speech, tones), melodies, strict=True))
    music = tuple(
        tuple(intersect(merge([*played, *noise]), [Span(0, audio.duration_ms)]))
        for played, noise in zip(melodies, noises, strict=True)
    )
    return tuple(tuple(subtract(said, played)) for said, played in zip(speech, music, strict=True)), music


def of_the_agent(music: ChannelSpans, speech: ChannelSpans, speakers: Sequence[Speaker]) -> tuple[Span, ...]:
    """The holds: music that does not come from the customer, and not before anybody has spoken.

    What plays on the customer's own channel is their radio; what plays before the first word is the queue.
    """
    first = min((span.start for spans in speech for span in spans), default=None)
    if first is None:
        return ()
    played = [span for spans, speaker in zip(music, speakers, strict=True) if speaker != "customer" for span in spans]
    return tuple(span for span in merge(played) if span.start > first)


def _lines(audio: DecodedAudio, speech: ChannelSpans, tones: Sequence[Tones]) -> list[_Line]:
    loud = [levels(channel.samples, FRAME_MS) for channel in audio.channels]
    found = []
    for own, level in enumerate(loud):
        other = 1 - own if len(loud) > 1 else None
        leak = np.zeros(len(level), np.bool_)
        if other is not None:
            speaks = covered(speech[other], len(level), FRAME_MS)
            leak = leaking(level, loud[other], speaks, _LAG_FRAMES, _LEAK_BELOW_DB)
        standing = np.where(leak, NONE, tones[own]).astype(np.int16)
        others = speech[other] if other is not None else ()
        found.append(_Line(~leak & _above_noise(level), standing, speech[own], others))
    return found


def _without(audio: DecodedAudio, music: ChannelSpans) -> DecodedAudio:
    """The same recording with silence where there is music."""
    channels = []
    for channel, played in zip(audio.channels, music, strict=True):
        if not played:
            channels.append(channel)
            continue
        samples = copied(channel.samples)
        for span in played:
            samples[span.start * _PER_MS : span.end * _PER_MS] = 0
        channels.append(replace(channel, samples=samples))
    return replace(audio, channels=tuple(channels))


def _above_noise(level: Levels) -> Mask:
    """The frames in which the channel carries more than its noise."""
    alive = level[level > _GATED_DB]
    if not len(alive):
        return np.zeros(len(level), np.bool_)
    above: Mask = level > max(float(np.percentile(alive, _FLOOR_PERCENTILE)) + _MARGIN_DB, _INAUDIBLE_DB)
    return above


def _melodies(line: _Line) -> list[Span]:
    """Music in which tones stand: songs, melodies, ringing."""
    songs = _songs(line)
    pieces = _wordless(line, songs)
    played = [*songs, *(piece for piece in pieces if _is_melody(line, piece))]
    played += [said for said in line.speech if _is_note_beside(line, said, played)]
    together = [_cut_to_tones(line, _cut_to_loud(line, piece)) for piece in _joined(line, played)]
    return merge([*together, *_ringing(line, subtract(pieces, together))])


def _steady(line: _Line, melodies: Sequence[Span]) -> list[Span]:
    """Music in which no tone stands out: sound without speech that goes on and on while nobody speaks."""
    return [
        piece
        for piece in subtract(_wordless(line, melodies), melodies)
        if piece.length >= SURE_AFTER_MS
        and line.loud_share(piece) >= _DENSE_SHARE
        and total(intersect([piece], line.others)) <= _TALKING_SHARE * piece.length
    ]


def _wordless(line: _Line, music: Sequence[Span]) -> list[Span]:
    """The channel's sound in which the detector hears no speech, or none but what is known to be music."""
    return subtract(merge(runs(line.sounding, FRAME_MS), gap=_REST_MS), subtract(line.speech, music))


def _is_melody(line: _Line, piece: Span) -> bool:
    long_enough = piece.length >= SHORTEST_MS
    return long_enough and line.tonal_share(piece) >= _TONAL_SHARE and line.loud_share(piece) >= _LOUD_SHARE


def _is_note_beside(line: _Line, said: Span, played: Sequence[Span]) -> bool:
    """Whether what passes for speech right before or behind a melody is all tone: its first note or its last."""
    near = any(said.start - p.end <= _REST_MS and p.start - said.end <= _REST_MS for p in played)
    part = slice(said.start // FRAME_MS, -(-said.end // FRAME_MS))
    tonal = (line.tones[part] != NONE)[line.loud[part]]
    return near and said.length <= _PASSES_FOR_SPEECH_MS and len(tonal) > 0 and bool(tonal.mean() >= _NOTE_SHARE)


def _songs(line: _Line) -> list[Span]:
    """Where a tone stands in nearly every frame of every window: from the first long note to the last.

    Speech that begins or ends outside is somebody who speaks after the song or before it, and none of it.
    """
    size = _SONG_MS // FRAME_MS
    tonal = line.loud & (line.tones != NONE)
    if len(tonal) < size:
        return []
    sums = np.cumsum(np.concatenate(([0], tonal.astype(np.int64))))
    dense = sums[size:] - sums[:-size] >= _SONG_SHARE * size
    windows = merge(Span(run.start, run.end - FRAME_MS + _SONG_MS) for run in runs(dense, FRAME_MS))
    notes = [run for run in runs(tonal, FRAME_MS) if run.length >= _NOTE_MS]
    played = [intersect([window], notes) for window in windows]
    songs = [notes[0].hull(notes[-1]) for notes in played if notes]
    across = [said for said in line.speech for song in songs if said.overlaps(song) and said.hull(song) != song]
    return subtract(songs, across)


def _cut_to_loud(line: _Line, piece: Span) -> Span:
    """A melody without what only hums in the noise around it."""
    part = slice(piece.start // FRAME_MS, -(-piece.end // FRAME_MS))
    loud = [run.shifted(part.start * FRAME_MS) for run in runs(line.loud[part], FRAME_MS) if run.length >= _STOP_MS]
    return Span(loud[0].start, loud[-1].end) if loud else piece


def _cut_to_tones(line: _Line, piece: Span) -> Span:
    """A melody without what belongs to speech next to it: a detector may be late, and a melody ends with its notes."""
    part = slice(piece.start // FRAME_MS, -(-piece.end // FRAME_MS))
    sounds = merge(runs(line.loud[part], FRAME_MS), gap=_STOP_MS)
    notes = [sound.shifted(part.start * FRAME_MS) for sound in sounds]
    if any(-FRAME_MS <= piece.start - span.end <= _REST_MS for span in line.speech):
        notes = _from_the_first_note(line, notes)
    if any(-FRAME_MS <= span.start - piece.end <= _REST_MS for span in line.speech):
        notes = [*reversed(_from_the_first_note(line, [*reversed(notes)]))]
    return Span(notes[0].start, notes[-1].end) if notes else piece


def _from_the_first_note(line: _Line, sounds: list[Span]) -> list[Span]:
    """The sounds of a piece, seen from the end at which somebody speaks, without those that are the voice's."""
    for place, sound in enumerate(sounds[:-1]):
        rest = max(sounds[place + 1].start - sound.end, sound.start - sounds[place + 1].end)
        is_note = sound.length >= _SHORTEST_NOTE_MS and line.tonal_share(sound) >= _TONAL_SHARE
        if sound.hull(sounds[0]).length > _LATE_MS or (is_note and rest < _PAUSE_MS):
            return sounds[place:]
    return sounds[-1:]


def _joined(line: _Line, pieces: Sequence[Span]) -> list[Span]:
    """Pieces a moment apart are one, unless somebody speaks in between and not just a tone that passes for speech."""
    joined: list[Span] = []
    for piece in merge(pieces):
        if joined and _goes_on(line, Span(joined[-1].end, piece.start)):
            joined[-1] = joined[-1].hull(piece)
        else:
            joined.append(piece)
    return joined


def _goes_on(line: _Line, between: Span) -> bool:
    if any(between.overlaps(span) for span in line.speech):
        return between.length <= _PASSES_FOR_SPEECH_MS and line.tonal_share(between) >= _TONAL_SHARE
    return between.length <= _BETWEEN_MS


def _ringing(line: _Line, pieces: Sequence[Span]) -> list[Span]:
    """The same tone again and again, its pauses included."""
    rings: list[list[Span]] = []
    for piece in pieces:
        if piece.length < _RING_MS or min(line.tonal_share(piece), line.loud_share(piece)) < _RING_TONAL_SHARE:
            continue
        if rings and _rings_on(line, rings[-1][-1], piece):
            rings[-1].append(piece)
        else:
            rings.append([piece])
    whole = [(ring[0].hull(ring[-1]), total(ring)) for ring in rings if len(ring) > 1]
    return [span for span, sound in whole if span.length >= SHORTEST_MS and sound >= _RING_SHARE * span.length]


def _rings_on(line: _Line, last: Span, piece: Span) -> bool:
    same = abs(line.tone(last) - line.tone(piece)) <= 1
    soon = piece.start - last.end <= _RING_PAUSE_MS
    between = Span(last.end, piece.start)
    return same and soon and not any(between.overlaps(span) for span in (*line.speech, *line.others))
