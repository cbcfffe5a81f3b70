"""Hears the calls of a corpus, or remembers what it heard of the same recording with the same engines."""

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from qa import engines, pipeline
from qa.calls import transcripts as transcript_codec
from qa.engines.interfaces import Engines
from qa.engines.media import Limits
from qa.pipeline import audio
from qa.pipeline.audio import RecordingFile, Roles
from qa.pipeline.model import DecodedAudio, Transcript
from qa.pipeline.process import RecordingToHear, listen
from qa.platform.errors import QaError
from qa.quality import transcripts
from qa.quality.corpus import UnlabelledCall
from qa.quality.errors import NotHeard
from qa.quality.writing import whole


def sound_of(call: UnlabelledCall, limits: Limits) -> DecodedAudio:
    """The sound alone, people on its channels as far as the corpus says who. Raises NotHeard."""
    try:
        with TemporaryDirectory(prefix="qa-") as scratch:
            return audio.decode(RecordingFile(call.audio, roles=call.roles), limits, Path(scratch))
    except QaError as error:
        raise NotHeard(call.audio, error) from error


@lru_cache
def _code_of_hearing() -> str:
    """A hash of the code that a transcript goes through, so that nothing is remembered that would now be heard anew."""
    stages = sorted(Path(pipeline.__file__).parent.glob("*.py"))
    parts = [*stages, *sorted(Path(engines.__file__).parent.rglob("*.py")), Path(transcript_codec.__file__)]
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()


@dataclass(frozen=True, slots=True)
class Listener:
    """Hears calls with these engines. In `cache` each transcript is kept under what it was made of, code included."""

    engines: Engines
    limits: Limits
    cache: Path | None = None

    def hear(self, call: UnlabelledCall) -> tuple[DecodedAudio, Transcript]:
        """The sound with people on its channels, and who said what. Raises NotHeard.

        A transcript always goes through its JSON form, so that a run with a warm cache says the same as one without.
        """
        try:
            return self._remembered(call) or self._heard(call)
        except QaError as error:
            raise NotHeard(call.audio, error) from error

    def _heard(self, call: UnlabelledCall) -> tuple[DecodedAudio, Transcript]:
        with TemporaryDirectory(prefix="qa-") as scratch:
            file = RecordingFile(call.audio, roles=call.roles)
            recording = RecordingToHear(file, call.language, self.limits, Path(scratch))
            sound, transcript = listen(recording, self.engines, lambda _stage, _share: None)
        kept = transcripts.to_json(transcript) | {"roles": [channel.speaker for channel in sound.channels]}
        if self.cache is not None:
            with whole(self._place(call, self.cache)) as file_to_keep:
                json.dump(kept, file_to_keep, ensure_ascii=False)
        return sound, transcripts.from_json(kept)

    def _remembered(self, call: UnlabelledCall) -> tuple[DecodedAudio, Transcript] | None:
        """What was heard before, with the sound decoded anew; None where nothing usable is kept."""
        if self.cache is None:
            return None
        try:
            kept: dict[str, Any] = json.loads(self._place(call, self.cache).read_text("utf-8"))
            transcript, roles = transcripts.from_json(kept), cast("Roles", tuple(kept["roles"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None  # never kept, or kept by a version that wrote it otherwise: hear it again
        return audio.with_roles(sound_of(call, self.limits), roles), transcript

    def _place(self, call: UnlabelledCall, cache: Path) -> Path:
        made_of = (
            _code_of_hearing(),
            hashlib.sha256(call.audio.read_bytes()).hexdigest(),
            call.language,
            ",".join(call.roles),
            str(self.engines.detector.revision),
            str(self.engines.recogniser.revision),
            str(self.engines.diariser.revision) if self.engines.diariser else "",
        )
        key = hashlib.sha256("\n".join(made_of).encode()).hexdigest()
        return cache / f"{key[:32]}.json"
