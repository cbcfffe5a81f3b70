"""A reviewer's word on who is who: the parties of a call change places, in a new revision of its transcript."""

from typing import Any

from sqlalchemy.orm import Session

from qa.calls import revisions, service
from qa.calls.corrections import TranscriptMoved
from qa.calls.schemas import PeaksOut, RolesIn
from qa.calls.service import Ring
from qa.calls.tables import CORRECTED, Call, TranscriptRevision
from qa.calls.transcripts import SHOWN_DEAD_AIR_MS, from_revision, to_body
from qa.pipeline import whose
from qa.pipeline.conduct import measure
from qa.pipeline.model import Flag
from qa.platform import audit
from qa.platform.database import UnitOfWork
from qa.platform.errors import Conflict, NotFound, Refused
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right

_BY_A_PERSON = Flag("roles_given", "a reviewer said who is who")
#: What a revision keeps beside the transcript itself.
_BESIDE = ("redacted", "corrected")


class PartiesUnknown(Conflict):
    """The transcript is from a time when nobody wrote down which words are whose party's."""

    code = "parties_unknown"

    def __init__(self, revision: TranscriptRevision) -> None:
        self.revision = revision
        super().__init__(
            f"revision {revision.revision} does not know which side of the call said what, as those of the first days; "
            "hear the call again, and then say who is who"
        )


class RolesDoNotFit(Refused):
    """Each side of the call is one person."""

    code = "roles_do_not_fit"

    def __init__(self, roles: list[Any], parties: int) -> None:
        self.roles, self.parties = roles, parties
        super().__init__(f"{', '.join(roles)} cannot be the {parties} sides of this call: each role once, one a side")


def say(unit: UnitOfWork, asker: Principal, call_id: str, wish: RolesIn, ring: Ring) -> TranscriptRevision:
    """Say who the parties are: a new revision, which is shown and scored from now on.

    What is so already makes none. Where each party has a channel the call keeps it, for when it is heard again. Raises
    NotFound, TranscriptMoved, PartiesUnknown, RolesDoNotFit.
    """
    asker.require(Right.EVALUATE)
    session = unit.session
    call = revisions.locked(session, asker, call_id)
    read = revisions.shown(session, call.id)
    if read.revision != wish.revision:
        raise TranscriptMoved(wish.revision, read)
    transcript = from_revision(read)
    if not transcript.parties:
        raise PartiesUnknown(read)
    if len(wish.roles) != len(transcript.parties) or len(set(wish.roles)) < len(wish.roles):
        raise RolesDoNotFit(list(wish.roles), len(transcript.parties))
    if not transcript.shares_a_line:
        call.channel_roles = list(wish.roles)
    if [party.speaker for party in transcript.parties] == wish.roles:
        return read
    said = whose.named(transcript, wish.roles, [_BY_A_PERSON])
    body = to_body(said, measure(said, SHOWN_DEAD_AIR_MS)) | {
        key: read.body[key] for key in _BESIDE if key in read.body
    }
    revision = _add(session, call, read, body)
    revision.made_by = asker.person_id
    session.flush()
    session.refresh(revision, ["maker"])
    revisions.bring_to_light(call, revision)
    audit.record(session, asker.person_id, "roles_said", call.id, revision=revision.revision, roles=list(wish.roles))
    job_id = service.owe_score(session, call.id, revision.id)
    unit.after_commit(lambda: ring(job_id))
    return revision


def peaks_of(session: Session, call: Call, drawn: bytes) -> PeaksOut:
    """The waveform, each channel with who is on it by what people see of the call now."""
    peaks = PeaksOut.model_validate_json(drawn)
    try:
        channels = from_revision(revisions.shown(session, call.id)).channels
    except NotFound:
        return peaks  # it was drawn, and the transcript is on its way
    if len(channels) == len(peaks.channels):
        for channel, speaker in zip(peaks.channels, channels, strict=True):
            channel.speaker = speaker
    return peaks


def _add(session: Session, call: Call, read: TranscriptRevision, body: dict[str, Any]) -> TranscriptRevision:
    """The revision. What it says of the machine's words is what the one before said: the words are the same."""
    number = revisions.next_number(session, call.id)
    revision = TranscriptRevision(
        call_id=call.id,
        revision=number,
        engine_key=f"corrected #{number}",
        language=read.language,
        body=body,
        origin=CORRECTED,
        based_on=read.id,
        machine_id=read.machine_id or read.id,
        words=read.words,
        checked_words=read.checked_words,
        word_errors=read.word_errors,
    )
    session.add(revision)
    return revision
