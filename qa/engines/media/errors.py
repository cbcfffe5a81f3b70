"""Why a recording is refused. Each leaf keeps the facts that its message is built of and nothing else.

The facts are plain numbers and text, so that a refusal found in the decoding process can be told to its parent
as `(code, facts)` and raised there again by `refusal`.
"""

from typing import Any, ClassVar

from qa.platform.errors import Refused, Unavailable

ACCEPTED = "WAV (PCM, A-law, µ-law, GSM), MP3, Ogg Opus or Vorbis, M4A/AAC, AMR, FLAC or WebM Opus"


class RefusedRecording(Refused):
    """The file cannot be taken as a recording of a call."""

    code: ClassVar[str] = "refused_recording"

    @property
    def facts(self) -> dict[str, Any]:
        """What the error was made of: the arguments that make it again."""
        return dict(vars(self))


class EmptyFile(RefusedRecording):
    """There is not a single byte."""

    code = "empty_file"

    def __init__(self) -> None:
        super().__init__("the file is empty (0 bytes)")


class NotAudio(RefusedRecording):
    """Something else than sound, whatever its name says."""

    code = "not_audio"

    def __init__(self, looks_like: str) -> None:
        self.looks_like = looks_like
        super().__init__(f"the file is not a recording: it looks like {looks_like}")


class UnsupportedFormat(RefusedRecording):
    """Sound, but of a kind that is not read here."""

    code = "unsupported_format"

    def __init__(self, found: str) -> None:
        self.found = found
        super().__init__(f"{found} is not read here; send {ACCEPTED}")


class TooLarge(RefusedRecording):
    """More bytes than a recording may have."""

    code = "too_large"

    def __init__(self, found_bytes: int, limit_bytes: int) -> None:
        self.found_bytes, self.limit_bytes = found_bytes, limit_bytes
        super().__init__(f"the file has {found_bytes:,} bytes; at most {limit_bytes:,} are taken")


class TooLong(RefusedRecording):
    """More sound than a call may have. `found_ms` is None where decoding stopped at the limit."""

    code = "too_long"

    def __init__(self, found_ms: int | None, limit_ms: int) -> None:
        self.found_ms, self.limit_ms = found_ms, limit_ms
        found = "goes on past" if found_ms is None else f"lasts {clock(found_ms)}, longer than"
        super().__init__(f"the recording {found} {clock(limit_ms)}, the longest that is taken")


class TooManyChannels(RefusedRecording):
    """More channels than the two of a call."""

    code = "too_many_channels"

    def __init__(self, found: int, limit: int) -> None:
        self.found, self.limit = found, limit
        super().__init__(f"the recording has {found:,} channels; at most {limit} can be told apart here")


class NoSound(RefusedRecording):
    """A sound file without any sound in it."""

    code = "no_sound"

    def __init__(self, where: str) -> None:
        self.where = where
        super().__init__(f"there is no sound in the file: {where}")


class TooShort(RefusedRecording):
    """Less sound than a word takes."""

    code = "too_short"

    def __init__(self, found_ms: int, minimum_ms: int) -> None:
        self.found_ms, self.minimum_ms = found_ms, minimum_ms
        super().__init__(f"the recording lasts {found_ms} ms; a call has at least {minimum_ms} ms")


class Undecodable(RefusedRecording):
    """The header promises sound that cannot be got out."""

    code = "undecodable"

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"the recording cannot be decoded: {why}")


class DecoderTimedOut(RefusedRecording):
    """Decoding took longer than any honest recording does."""

    code = "decoder_timed_out"

    def __init__(self, limit_s: float) -> None:
        self.limit_s = limit_s
        super().__init__(f"decoding was stopped after {limit_s:g} s: the file may be built to keep a decoder busy")


class DecoderUnavailable(Unavailable):
    """This machine, not the file, is the reason: no room for the samples, or no process to be had."""

    code = "decoder_unavailable"

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"recordings cannot be decoded at the moment: {why}")


_BY_CODE: dict[str, type[RefusedRecording]] = {
    kind.code: kind
    for kind in (
        EmptyFile,
        NotAudio,
        UnsupportedFormat,
        TooLarge,
        TooLong,
        TooManyChannels,
        NoSound,
        TooShort,
        Undecodable,
        DecoderTimedOut,
    )
}


def refusal(code: str, facts: dict[str, Any]) -> RefusedRecording:
    """The error that `code` and `facts` tell of. Raises KeyError or TypeError where they tell of none."""
    return _BY_CODE[code](**facts)


def clock(milliseconds: int) -> str:
    """A length or place in a call as people write it: 0:07, 61:30."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    return f"{minutes}:{seconds:02}"
