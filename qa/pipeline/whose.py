"""A transcript with names on its parties: whose the turns, the speech, the holds and the loudness are.

All of that follows from the parties as they were heard and from who they are; so it is worked out in one place, when a
call is heard and when a person says that it was decided wrongly.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

from qa.pipeline import holds, speech
from qa.pipeline.model import Flag, Party, Speaker, Transcript
from qa.platform.spans import total

#: What said who is who, or that nobody knows.
ABOUT_ROLES = frozenset({"roles_unknown", "roles_decided", "roles_given"})


def named(transcript: Transcript, speakers: Sequence[Speaker], flags: Sequence[Flag] = ()) -> Transcript:
    """The transcript with these speakers as its parties; `flags` take the place of what was said of roles before.

    Raises ValueError where there are more or fewer speakers than parties.
    """
    parties = tuple(replace(party, speaker=who) for party, who in zip(transcript.parties, speakers, strict=True))
    spoken = tuple(party.speech for party in parties)
    one_line = transcript.shares_a_line
    return replace(
        transcript,
        turns=tuple(replace(turn, speaker=speakers[turn.party or 0]) for turn in transcript.turns),
        parties=parties,
        speech=speech.by_speaker(spoken, speakers),
        holds=holds.of_the_agent(tuple(party.music for party in parties), spoken, speakers),
        loudness=_loudness(parties),
        channels=transcript.channels if one_line and len(parties) > 1 else tuple(speakers),
        flags=(*(flag for flag in transcript.flags if flag.code not in ABOUT_ROLES), *flags),
    )


def _loudness(parties: Sequence[Party]) -> dict[Speaker, float]:
    """Of each speaker, decibels of full scale; parties of one speaker together, each by how long it speaks."""
    power: dict[Speaker, float] = {}
    length: dict[Speaker, int] = {}
    for party in parties:
        if party.loudness is not None:
            own = total(party.speech)
            power[party.speaker] = power.get(party.speaker, 0.0) + own * 10 ** (party.loudness / 10)
            length[party.speaker] = length.get(party.speaker, 0) + own
    return {who: round(10 * math.log10(power[who] / length[who]), 1) for who in power}
