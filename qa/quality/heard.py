"""What was heard of each call while predicting: the transcript, what each witness said, what the baselines say.

It lies beside the predictions, which hold nothing but verdicts: with it word errors, the baselines and the report can
be made again without hearing anything twice.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TextIO

from qa.engines.interfaces import Engines
from qa.pipeline.model import Findings, Language, Transcript
from qa.quality import transcripts
from qa.quality.errors import BadPredictions
from qa.quality.predictions import best_moment


@dataclass(frozen=True, slots=True)
class PhraseNote:
    """What lies behind a verdict: what each witness alone says of the best moment, and what simpler ways would say."""

    text: float | None  # 0..1; None: there is no moment to speak of
    sound: float | None  # 0..1; None: it was not asked
    why: str
    baselines: Mapping[str, float]  # 0..1 by their names


@dataclass(frozen=True, slots=True)
class HeardCall:
    """One call as it was heard. `engines` are the revisions of all that had a part in it; `phrases` by their ids."""

    call: str
    language: Language
    transcript: Transcript
    engines: tuple[str, ...]
    phrases: Mapping[str, PhraseNote]


def beside(predictions: Path) -> Path:
    """Where this lies for a file of predictions: what.jsonl has what.heard.jsonl."""
    return predictions.with_name(f"{predictions.stem}.heard.jsonl")


def notes(
    findings: Findings, phrase_ids: Iterable[str], scores: Mapping[str, Mapping[str, float]]
) -> dict[str, PhraseNote]:
    """The note of each phrase; `scores` are the baselines', by phrase and name."""
    found = {}
    for phrase_id in phrase_ids:
        finding = findings.phrases[phrase_id]
        best = best_moment(finding)
        text, sound = (best.text, best.sound) if best else (None, None)
        found[phrase_id] = PhraseNote(text, sound, finding.why, scores[phrase_id])
    return found


def revisions(engines: Engines) -> tuple[str, ...]:
    """What each engine that is at hand calls itself."""
    parts = (getattr(engines, part.name) for part in fields(engines))
    return tuple(str(part.revision) for part in parts if part is not None)


def write_line(file: TextIO, heard: HeardCall) -> None:
    """Append one call to the file."""
    body = {
        "call": heard.call,
        "language": heard.language,
        "engines": list(heard.engines),
        "transcript": transcripts.to_json(heard.transcript),
        "phrases": {phrase_id: _note_json(note) for phrase_id, note in heard.phrases.items()},
    }
    file.write(json.dumps(body, ensure_ascii=False) + "\n")
    file.flush()


def read_heard(path: Path) -> dict[str, HeardCall]:
    """What was heard of each call, by its name; empty where there is no such file. Raises BadPredictions."""
    if not path.is_file():
        return {}
    try:
        calls = [_call(json.loads(line)) for line in path.read_text("utf-8").splitlines() if line.strip()]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadPredictions(path, f"is not what a run left beside its predictions: {error!r}") from error
    return {call.call: call for call in calls}


def _call(body: dict[str, Any]) -> HeardCall:
    phrases = {phrase_id: PhraseNote(**note) for phrase_id, note in body["phrases"].items()}
    transcript, engines = transcripts.from_json(body["transcript"]), tuple(body["engines"])
    return HeardCall(body["call"], body["language"], transcript, engines, phrases)


def _note_json(note: PhraseNote) -> dict[str, Any]:
    return {"text": note.text, "sound": note.sound, "why": note.why, "baselines": dict(note.baselines)}
