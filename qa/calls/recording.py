"""A call's recording out of the store: for the first hearing, and later for whoever asks the sound again."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from qa.calls.script import known_side
from qa.calls.service import original_key, second_key
from qa.calls.tables import Call
from qa.engines.interfaces import Engines
from qa.engines.media import Limits
from qa.pipeline import audio
from qa.pipeline.audio import RecordingFile
from qa.pipeline.model import DecodedAudio, Means, Transcript
from qa.pipeline.process import RecordingToHear
from qa.platform.scratch import scratch_folder
from qa.platform.settings import Settings
from qa.platform.storage import Storage


@dataclass(frozen=True, slots=True)
class Recordings:
    """Where recordings are fetched from, and how much of them is acceptable."""

    storage: Storage
    limits: Limits
    scratch: Path

    @classmethod
    def of(cls, settings: Settings, storage: Storage) -> "Recordings":
        """As the settings say."""
        limits = Limits(max_bytes=settings.max_upload_mb << 20, max_duration_ms=settings.max_duration_s * 1000)
        return cls(storage, limits, settings.scratch)

    def fetch(self, call: Call, folder: Path) -> RecordingToHear:
        """The recording in a folder of this machine, with what is known of it. Raises NotFound where it was deleted."""
        first, second = folder / "original", folder / "second"
        self.storage.get(original_key(call.id), first)
        if call.has_second_file:
            self.storage.get(second_key(call.id), second)
        return RecordingToHear(
            file=RecordingFile(
                first,
                second=second if call.has_second_file else None,
                roles=tuple(call.channel_roles) if call.channel_roles else None,
            ),
            language=None if call.language == "auto" else call.language,
            limits=self.limits,
            scratch=folder,
            known=known_side(call),
        )

    def means(self, call: Call, transcript: Transcript, engines: Callable[[], Engines]) -> Means:
        """What findings on this call can be made with.

        The sound is missing where its recording was deleted, or where the transcript is from a time when nobody wrote
        down who is on which channel; the findings then rest on the text, and say so.
        """
        if not transcript.channels or not self.storage.exists(original_key(call.id)):
            return Means(engines=engines())
        return Means(self.sound(call, transcript), engines())

    def sound(self, call: Call, transcript: Transcript) -> DecodedAudio:
        """The call as it was recorded, with the transcript's people on its channels where it knows them.

        Raises NotFound where the recording was deleted.
        """
        with scratch_folder(self.scratch, "ask-") as folder:
            recording = self.fetch(call, folder)
            sound = audio.decode(recording.file, recording.limits, folder)
        return audio.with_roles(sound, transcript.channels) if transcript.channels else sound
