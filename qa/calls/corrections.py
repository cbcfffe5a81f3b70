"""A reviewer's words in the place of the machine's: each saved turn is a revision of its own.

Edits are not folded into one revision. So nothing that anybody reads ever changes under them, two people who correct at
once are told of each other, and every edit stands in the trail; scoring takes the newest and passes over the others.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unicodedata import category

from sqlalchemy.orm import Session

from qa.calls import revisions, sealed, service
from qa.calls.recording import Recordings
from qa.calls.schemas import CorrectionIn, TranscriptOut
from qa.calls.service import Ring
from qa.calls.sound import playback_without
from qa.calls.tables import CORRECTED, Call, TranscriptRevision
from qa.calls.transcripts import SHOWN_DEAD_AIR_MS, from_revision, to_body, turn_body
from qa.calls.written import WrittenStands
from qa.pipeline.conduct import measure
from qa.pipeline.mending import Difference, difference, mended, quieted
from qa.pipeline.model import Transcript
from qa.pipeline.redact import Redacted, kind_of_mark, redacted
from qa.platform import audit
from qa.platform.clock import now
from qa.platform.database import Database
from qa.platform.errors import Conflict, NotFound
from qa.platform.scratch import scratch_folder
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.platform.security.sealing import Vault


class TranscriptMoved(Conflict):
    """Another revision is shown than the one that was corrected."""

    code = "transcript_moved"

    def __init__(self, read: int, found: TranscriptRevision) -> None:
        self.read, self.found = read, found
        by = f", corrected by {found.maker.name}," if found.maker else ""
        super().__init__(
            f"you read revision {read} of this transcript, and meanwhile revision {found.revision}{by} took its place; "
            "nothing was changed now: read it again, and correct what is still wrong"
        )


@dataclass(frozen=True, slots=True)
class _Draft:
    """A correction before it is kept: its words, without personal numbers, and what was taken out of them."""

    read: TranscriptRevision
    hidden: Redacted
    redacts: bool

    @property
    def changes(self) -> bool:
        return self.hidden.transcript != from_revision(self.read)


@dataclass(frozen=True, slots=True)
class CorrectionDesk:
    """Takes people's words in the place of the machine's, and keeps personal numbers among them under a seal."""

    database: Database
    recordings: Recordings
    ring: Ring
    vault: Vault
    redacts: bool  # whether numbers are taken out even where hearing left them in

    def correct(self, asker: Principal, call_id: str, wish: CorrectionIn) -> TranscriptOut:
        """Put these words in the place of a turn's, in a new revision that is shown and scored from now on.

        Words that are already there make no revision. No words at all say that nothing was said there. Where a number
        is typed, the sound is without it before the words are kept. Raises NotFound (call or turn), TranscriptMoved.
        """
        asker.require(Right.EVALUATE)
        with scratch_folder(self.recordings.scratch, "correct-") as folder:
            sound = self._sound_without_new_numbers(asker, call_id, wish, folder)
            with self.database.write() as unit:
                call = revisions.locked(unit.session, asker, call_id)
                draft = self._draft(unit.session, call, wish)
                if not draft.changes:
                    return sealed.show(unit.session, draft.read)
                revision = _added(unit.session, call, draft, (wish.turn, asker))
                sealed.keep(unit.session, revision, draft.hidden.removed, self.vault)
                if sound is not None:
                    self.recordings.storage.put(service.playback_key(call.id), sound)
                audit.record(
                    unit.session,
                    asker.person_id,
                    "transcript_corrected",
                    call.id,
                    revision=revision.revision,
                    turn=wish.turn,
                )
                job_id = service.owe_score(unit.session, call.id, revision.id)
                unit.after_commit(lambda: self.ring(job_id))
                return sealed.show(unit.session, revision)

    def _sound_without_new_numbers(
        self, asker: Principal, call_id: str, wish: CorrectionIn, folder: Path
    ) -> Path | None:
        """The playback with a tone where a number is typed now; None where none is. No transaction waits for it."""
        with self.database.read() as session:
            call = service.get(session, asker, call_id)
            draft = self._draft(session, call, wish)
        return playback_without(self.recordings, call, draft.hidden, folder) if draft.hidden.removed else None

    def _draft(self, session: Session, call: Call, wish: CorrectionIn) -> _Draft:
        read = revisions.shown(session, call.id)
        if read.revision != wish.revision:
            raise TranscriptMoved(wish.revision, read)
        transcript = from_revision(read)
        if transcript.written:
            raise WrittenStands(call.id)
        if wish.turn >= len(transcript.turns):
            raise NotFound("turn", wish.turn)
        text, before = _written(wish.text), transcript.turns[wish.turn]
        after = before if text == before.text else mended(before, text)
        turns = (*transcript.turns[: wish.turn], after, *transcript.turns[wish.turn + 1 :])
        redacts = self.redacts or bool(read.body.get("redacted"))
        said = replace(transcript, turns=turns)
        if after is before or not redacts:
            return _Draft(read, Redacted(said, (), ()), redacts)
        return _Draft(read, redacted(said), redacts)


def _written(text: str) -> str:
    """The text without control and direction marks, its words parted by single spaces; empty where it names no word."""
    words = "".join(letter for letter in text if letter.isspace() or category(letter)[0] != "C").split()
    return " ".join(words) if any(_says_something(word) for word in words) else ""


def _says_something(word: str) -> bool:
    return any(letter.isalnum() for letter in word) or kind_of_mark(word) is not None


def _added(session: Session, call: Call, draft: _Draft, by: tuple[int, Principal]) -> TranscriptRevision:
    """The draft as the revision that is shown from now on, one turn of it by this person."""
    (turn, asker), read = by, draft.read
    machine = revisions.machine_of(session, read)
    others = [kept for kept in read.body.get("corrected", ()) if kept[0] != turn]
    corrected = sorted([*others, [turn, asker.person_id, now().isoformat()]])
    body = _body(read, draft.hidden.transcript, from_revision(machine))
    number = revisions.next_number(session, call.id)
    revision = TranscriptRevision(
        call_id=call.id,
        revision=number,
        engine_key=f"corrected #{number}",
        language=read.language,
        body=body | {"redacted": draft.redacts, "corrected": corrected},
        origin=CORRECTED,
        based_on=read.id,
        machine_id=machine.id,
        made_by=asker.person_id,
    )
    whole, checked = _differences(from_revision(machine), draft.hidden.transcript, {row[0] for row in corrected})
    revision.words, revision.checked_words, revision.word_errors = whole.words, checked.words, whole.errors
    session.add(revision)
    session.flush()
    session.refresh(revision, ["maker"])
    revisions.bring_to_light(call, revision)
    return revision


def _body(read: TranscriptRevision, said: Transcript, machine: Transcript) -> dict[str, Any]:
    """What was read with these turns; who speaks when is told anew where a turn lost its words or has some again."""
    before = from_revision(read).turns
    if [not turn.words for turn in said.turns] == [not turn.words for turn in before]:
        return read.body | {"turns": [turn_body(turn) for turn in said.turns]}
    quiet = quieted(said, machine)
    return read.body | to_body(quiet, measure(quiet, SHOWN_DEAD_AIR_MS))


def _differences(machine: Transcript, said: Transcript, checked: set[int]) -> tuple[Difference, Difference]:
    """How far the machine was off: over the whole call, and over the turns that people corrected.

    A correction keeps the turns, so that those of both are each other's.
    """
    by_turn = [difference(heard.text, true.text) for heard, true in zip(machine.turns, said.turns, strict=True)]
    nothing = Difference(0, 0)
    return sum(by_turn, nothing), sum((by_turn[turn] for turn in checked), nothing)
