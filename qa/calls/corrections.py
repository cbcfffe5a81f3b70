"""A reviewer's words in the place of the machine's: each saved turn is a revision of its own.

Edits are not folded into one revision. So nothing that anybody reads ever changes under them, two people who correct at
once are told of each other, and every edit stands in the trail; scoring takes the newest and passes over the others.
"""

from dataclasses import replace
from typing import Any
from unicodedata import category

from sqlalchemy.orm import Session

from qa.calls import revisions, service
from qa.calls.schemas import CorrectionIn
from qa.calls.service import Ring
from qa.calls.tables import CORRECTED, Call, TranscriptRevision
from qa.calls.transcripts import from_revision, turn_body
from qa.pipeline.mending import Difference, difference, mended
from qa.pipeline.model import Transcript, Turn
from qa.pipeline.redact import redacted
from qa.platform import audit
from qa.platform.clock import now
from qa.platform.database import UnitOfWork
from qa.platform.errors import Conflict, NotFound, Refused
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right


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


class NothingLeft(Refused):
    """A turn without words would be no turn."""

    code = "turn_without_words"

    def __init__(self, turn: int) -> None:
        self.turn = turn
        super().__init__(f"turn {turn} would have no words left; a correction changes words, it removes no turn")


def correct(unit: UnitOfWork, asker: Principal, call_id: str, wish: CorrectionIn, ring: Ring) -> TranscriptRevision:
    """Put these words in the place of a turn's, in a new revision that is shown and scored from now on.

    Words that are already there make no revision. Raises NotFound (call or turn), TranscriptMoved, NothingLeft.
    """
    asker.require(Right.EVALUATE)
    session = unit.session
    call = revisions.locked(session, asker, call_id)
    read = revisions.shown(session, call.id)
    if read.revision != wish.revision:
        raise TranscriptMoved(wish.revision, read)
    transcript = from_revision(read)
    if wish.turn >= len(transcript.turns):
        raise NotFound("turn", wish.turn)
    turn, text = transcript.turns[wish.turn], _written(wish.text)
    if not any(letter.isalnum() for letter in text):
        raise NothingLeft(wish.turn)
    if text == turn.text:
        return read
    body = _body(read, wish.turn, turn_body(_without_numbers(read, mended(turn, text), wish.turn)), asker)
    revision = _add(session, call, read, body)
    revision.made_by = asker.person_id
    session.flush()
    session.refresh(revision, ["maker"])
    revisions.bring_to_light(call, revision)
    audit.record(session, asker.person_id, "transcript_corrected", call.id, revision=revision.revision, turn=wish.turn)
    job_id = service.owe_score(session, call.id, revision.id)
    unit.after_commit(lambda: ring(job_id))
    return revision


def _without_numbers(read: TranscriptRevision, turn: Turn, at: int) -> Turn:
    """The turn as it may be kept: a number that a person typed is left out like one that a machine heard."""
    if not read.body.get("redacted"):
        return turn
    transcript = from_revision(read)
    turns = (*transcript.turns[:at], turn, *transcript.turns[at + 1 :])
    return redacted(replace(transcript, turns=turns)).transcript.turns[at]


def _written(text: str) -> str:
    """The text without control and direction marks, its words parted by single spaces."""
    return " ".join("".join(letter for letter in text if letter.isspace() or category(letter)[0] != "C").split())


def _body(read: TranscriptRevision, turn: int, words: dict[str, Any], asker: Principal) -> dict[str, Any]:
    """All of the revision that was read but for one turn, and who made that turn what it is."""
    turns = [words if index == turn else kept for index, kept in enumerate(read.body["turns"])]
    others = [kept for kept in read.body.get("corrected", ()) if kept[0] != turn]
    by = [turn, asker.person_id, now().isoformat()]
    return read.body | {"turns": turns, "corrected": sorted([*others, by])}


def _add(session: Session, call: Call, read: TranscriptRevision, body: dict[str, Any]) -> TranscriptRevision:
    machine = session.get_one(TranscriptRevision, read.machine_id) if read.machine_id else read
    number = revisions.next_number(session, call.id)
    revision = TranscriptRevision(
        call_id=call.id,
        revision=number,
        engine_key=f"corrected #{number}",
        language=read.language,
        body=body,
        origin=CORRECTED,
        based_on=read.id,
        machine_id=machine.id,
    )
    whole, checked = _differences(
        from_revision(machine), from_revision(revision), {row[0] for row in body["corrected"]}
    )
    revision.words, revision.checked_words, revision.word_errors = whole.words, checked.words, whole.errors
    session.add(revision)
    return revision


def _differences(machine: Transcript, said: Transcript, checked: set[int]) -> tuple[Difference, Difference]:
    """How far the machine was off: over the whole call, and over the turns that people corrected.

    A correction keeps the turns, so that those of both are each other's.
    """
    by_turn = [difference(heard.text, true.text) for heard, true in zip(machine.turns, said.turns, strict=True)]
    nothing = Difference(0, 0)
    return sum(by_turn, nothing), sum((by_turn[turn] for turn in checked), nothing)
