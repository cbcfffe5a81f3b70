"""Cases in a folder, so that they can be run where the database is not: in the CI of a rubric or of a model.

    cases.json                 what was found right, without the names of people
    rubrics/ID.vN.yaml         every published version of the rubrics concerned, so that questions keep their identity
    calls/ID.json              the transcript that people see, without any personal number
    calls/ID.ogg               the sound for people's ears, in which the same numbers are beeped out; where asked for

What lies sealed is never among it. A call that was heard without hiding numbers has its text hidden here and now, and
no sound.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from qa.calls import revisions, sealed
from qa.calls.recording import Recordings
from qa.calls.service import playback_key
from qa.calls.tables import TranscriptRevision
from qa.calls.transcripts import SHOWN_DEAD_AIR_MS, from_revision, to_body
from qa.engines.interfaces import Engines
from qa.pipeline import audio
from qa.pipeline.audio import RecordingFile
from qa.pipeline.conduct import measure
from qa.pipeline.model import Language, Means, Transcript
from qa.pipeline.process import BY_TEXT_ALONE, RecordingToHear, listen
from qa.pipeline.redact import redacted
from qa.platform.errors import NotFound, Refused
from qa.platform.scratch import scratch_folder
from qa.regressions.case import CannotHear, Case
from qa.regressions.stored import case_of
from qa.regressions.tables import RegressionCase
from qa.replay.draft import Lineage, lineage_among
from qa.replay.holding import Heard
from qa.rubric import store
from qa.rubric.model import Rubric
from qa.rubric.reader import read
from qa.scoring.score import Answer

_FORMAT = "mashov-regression-cases/1"


class NotACaseFolder(Refused):
    """A folder that does not hold cases as they are taken out."""

    code = "not_a_case_folder"

    def __init__(self, folder: Path, why: str) -> None:
        self.folder = folder
        super().__init__(f"{folder} holds no cases that were taken out of Mashov: {why}")


@dataclass(frozen=True, slots=True)
class TakenOut:
    """What a folder was filled with: cases, calls, and of those the ones whose sound came along."""

    cases: int
    calls: int
    sounds: int


def take_out(session: Session, rows: Sequence[RegressionCase], folder: Path, sound: Recordings | None) -> TakenOut:
    """Fill the folder with these cases; with the sound of their calls where it is asked for. Raises OSError."""
    (folder / "calls").mkdir(parents=True, exist_ok=True)
    (folder / "rubrics").mkdir(exist_ok=True)
    cases = [case_of(row) for row in rows if row.call_id is not None]
    for rubric_id in {case.decided_under.id for case in cases}:
        for version in store.versions_of(session, rubric_id):
            path = folder / "rubrics" / f"{version.rubric_id}.v{version.version}.yaml"
            path.write_text(version.source, encoding="utf-8")
    call_ids = list(dict.fromkeys(case.call_id for case in cases if case.call_id))
    there = [call_id for call_id in call_ids if _take_words(session, call_id, folder)]
    sounds = sum(_take_sound(session, call_id, folder, sound) for call_id in there) if sound else 0
    said = {"format": _FORMAT, "cases": [_body(case) for case in cases]}
    (folder / "cases.json").write_text(json.dumps(said, ensure_ascii=False, indent=2), encoding="utf-8")
    return TakenOut(len(cases), len(there), sounds)


def _take_words(session: Session, call_id: str, folder: Path) -> bool:
    with suppress(NotFound):
        revision = revisions.shown(session, call_id)
        heard = from_revision(revision)
        hidden = redacted(heard, sealed.places(session, call_id, heard)).transcript
        body = to_body(hidden, measure(hidden, SHOWN_DEAD_AIR_MS))
        said = {"language": revision.language, "redacted": bool(revision.body.get("redacted")), "body": body}
        (folder / "calls" / f"{call_id}.json").write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
        return True
    return False


def _take_sound(session: Session, call_id: str, folder: Path, recordings: Recordings) -> bool:
    if not revisions.shown(session, call_id).body.get("redacted"):
        return False
    with suppress(NotFound):
        recordings.storage.get(playback_key(call_id), folder / "calls" / f"{call_id}.ogg")
        return True
    return False


def _body(case: Case) -> dict[str, Any]:
    return {
        "id": case.id,
        "call": case.call_id,
        "rubric": {"id": case.decided_under.id, "version": case.decided_under.version},
        "question": case.question_id,
        "option": case.right.option_id,
        "not_applicable": case.right.not_applicable,
        "why": case.why,
        "decided_at": case.decided_at.isoformat(),
        "dispute": case.dispute_id,
    }


@dataclass(frozen=True, slots=True)
class CaseFolder:
    """Cases that were taken out, as they lie in a folder."""

    folder: Path
    cases: tuple[Case, ...]
    rubrics: tuple[Rubric, ...]

    @classmethod
    def at(cls, folder: Path) -> "CaseFolder":
        """Read the folder. Raises NotACaseFolder, or what reading a rubric raises."""
        try:
            told = json.loads((folder / "cases.json").read_text(encoding="utf-8"))
            if told["format"] != _FORMAT:
                raise NotACaseFolder(folder, f"cases.json is of the form {told['format']!r}")
            rubrics = tuple(read(path) for path in sorted((folder / "rubrics").glob("*.yaml")))
            known = {(rubric.id, rubric.version): rubric for rubric in rubrics}
            cases = tuple(_case(told_case, known) for told_case in told["cases"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise NotACaseFolder(folder, f"{type(error).__name__}: {error}") from error
        return cls(folder, cases, rubrics)

    def lines(self, draft: Rubric | None) -> dict[Language, Lineage]:
        """Where the draft stands among the versions that came along; without one, the newest version of each language.

        Of several rubrics of one language, the one that most cases were decided under.
        """
        chosen = [draft] if draft else list(self._in_use())
        return {rubric.language: lineage_among(rubric, self._of(rubric.id), self._present(rubric)) for rubric in chosen}

    def _in_use(self) -> Iterator[Rubric]:
        for language in {rubric.language for rubric in self.rubrics}:
            concerned = [case.decided_under.id for case in self.cases if case.decided_under.language == language]
            if concerned:
                yield self._of(max(sorted(set(concerned)), key=concerned.count))[0]

    def _of(self, rubric_id: str) -> list[Rubric]:
        """Every version that came along, the newest first."""
        versions = [rubric for rubric in self.rubrics if rubric.id == rubric_id]
        return sorted(versions, key=lambda rubric: -rubric.version)

    def _present(self, rubric: Rubric) -> Rubric | None:
        return next(iter(self._of(rubric.id)), None)


def _case(told: dict[str, Any], rubrics: dict[tuple[str, int], Rubric]) -> Case:
    decided_under = rubrics[told["rubric"]["id"], int(told["rubric"]["version"])]
    question = decided_under.question(told["question"])
    if told["option"] is not None:
        question.option(told["option"])
    if not isinstance(told["call"], str) or not told["call"].isalnum():
        raise ValueError(f"{told['call']!r} is no call's id")
    return Case(
        id=told["id"],
        call_id=told["call"],
        file_name=None,
        decided_under=decided_under,
        question_id=question.id,
        right=Answer(told["option"], told["not_applicable"]),
        why=told["why"],
        decided_by=None,
        decided_at=datetime.fromisoformat(told["decided_at"]),
        dispute_id=told["dispute"],
    )


@dataclass(frozen=True, slots=True)
class CallsInFolder:
    """The calls of a folder, by their transcripts, or heard anew (`anew`). `engines` None: by the text alone."""

    folder: Path
    recordings: Recordings
    engines: Callable[[], Engines] | None = None
    anew: bool = False

    def hear(self, call_id: str) -> Heard:
        """The call. Raises CannotHear, NotACaseFolder."""
        transcript = self._words(call_id)
        file = self.folder / "calls" / f"{call_id}.ogg"
        if self.engines is None:
            return Heard(transcript, BY_TEXT_ALONE)
        if not file.is_file():
            if self.anew:
                raise CannotHear("recording_gone")
            return Heard(transcript, Means(engines=self.engines()))
        recording = RecordingFile(file, roles=transcript.channels or None)
        limits, engines = self.recordings.limits, self.engines()
        with scratch_folder(self.recordings.scratch, "case-") as scratch:
            if not self.anew:
                return Heard(transcript, Means(audio.decode(recording, limits, scratch), engines))
            wish = RecordingToHear(recording, transcript.language, limits, scratch)
            sound, heard = listen(wish, engines, lambda _stage, _share: None)
        return Heard(redacted(heard).transcript, Means(sound, engines))

    def _words(self, call_id: str) -> Transcript:
        path = self.folder / "calls" / f"{call_id}.json"
        if not path.is_file():
            raise CannotHear("call_gone")
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            return from_revision(TranscriptRevision(language=told["language"], body=told["body"]))
        except (ValueError, KeyError, TypeError) as error:
            raise NotACaseFolder(self.folder, f"{path.name}: {type(error).__name__}: {error}") from error
