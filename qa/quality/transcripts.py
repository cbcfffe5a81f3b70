"""A transcript into JSON and back, in the form that a call's transcript revision has in the database."""

from typing import Any

from qa.calls.tables import TranscriptRevision
from qa.calls.transcripts import from_revision, to_body
from qa.pipeline.conduct import measure
from qa.pipeline.model import Checklist, Transcript


def to_json(transcript: Transcript) -> dict[str, Any]:
    """Everything of the transcript."""
    return {
        "language": transcript.language,
        "body": to_body(transcript, measure(transcript, Checklist().dead_air_ms)),
    }


def from_json(body: dict[str, Any]) -> Transcript:
    """The transcript again. Raises KeyError, TypeError or ValueError where it is none."""
    return from_revision(TranscriptRevision(language=body["language"], body=body["body"]))
