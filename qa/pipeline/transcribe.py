"""Stage: speech into words, all channels of a call together; `many.py` gives the recogniser several calls at once."""

from collections.abc import Sequence

from qa.engines.interfaces import ChannelSegments, Conversation, Progress, Recogniser
from qa.pipeline.model import DecodedAudio
from qa.platform.spans import Span


def conversation(audio: DecodedAudio, speech: Sequence[Sequence[Span]], language: str | None) -> Conversation:
    """The call as a recogniser takes it; `speech` has the spans of each channel."""
    return Conversation(
        channels=tuple(channel.samples for channel in audio.channels),
        speech=tuple(tuple(spans) for spans in speech),
        language=language,
    )


def transcribe(
    audio: DecodedAudio,
    speech: Sequence[Sequence[Span]],
    recogniser: Recogniser,
    language: str | None,
    progress: Progress,
) -> ChannelSegments:
    """The words of each channel inside its spans of speech; `progress` gets the share of all speech that is done.

    Where the call's language is None, the recogniser detects it, for both channels together: the parties understand
    each other, and less speech is a worse witness.
    """
    (segments,) = recogniser.recognise([conversation(audio, speech, language)], progress)
    return segments
