"""What simpler ways of looking for a phrase say of the same transcripts, each as a score of 0..1.

- exact: the very wording stands in the transcript, as in products that compare text; slots take a few words
- partial_ratio: the best window of letters, as fuzzy matching by rapidfuzz has it
- embeddings: the turn or clause that is nearest in meaning, by the cosine of sentence vectors
"""

import re
from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz

from qa.engines.interfaces import Embedder
from qa.pipeline.model import Transcript
from qa.pipeline.plain import plain
from qa.quality.book import BookPhrase
from qa.quality.text import parts, without_slots

EXACT, PARTIAL_RATIO, EMBEDDINGS = "exact", "partial_ratio", "embeddings"
#: From which score on people who use these take a phrase for said; where a threshold is picked it is another matter.
USUAL_THRESHOLDS = {EXACT: 0.5, PARTIAL_RATIO: 0.8, EMBEDDINGS: 0.85}

_SLOT_WORDS = 6
_CLAUSE = re.compile(r"[.?!,;:]+\s*")


def scores(
    transcript: Transcript, phrases: Sequence[BookPhrase], embedder: Embedder | None
) -> dict[str, dict[str, float]]:
    """The score of every baseline for every phrase, by phrase and name; no embeddings where no embedder is at hand."""
    found = {}
    for phrase in phrases:
        turns = [turn.text for turn in transcript.turns if turn.speaker in {phrase.speaker, "unknown"}]
        found[phrase.id] = _scores(phrase.wording, turns, embedder)
    return found


def _scores(wording: str, turns: Sequence[str], embedder: Embedder | None) -> dict[str, float]:
    text = plain(" ".join(turns))
    found = {
        EXACT: float(_holds(text, parts(wording))),
        PARTIAL_RATIO: fuzz.partial_ratio(" ".join(parts(wording)), text) / 100 if text else 0.0,
    }
    if embedder is not None:
        found[EMBEDDINGS] = _nearest(wording, turns, embedder)
    return found


def _holds(text: str, pieces: Sequence[str]) -> bool:
    """Whether the pieces stand in the text in order, with a few words between them."""
    between = rf"(?: \S+){{0,{_SLOT_WORDS}}} "
    return re.search(rf"(?<!\S){between.join(map(re.escape, pieces))}(?!\S)", text) is not None


def _nearest(wording: str, turns: Sequence[str], embedder: Embedder) -> float:
    """The cosine of the nearest turn or clause; 0 where nobody spoke."""
    clauses = [clause for turn in turns for clause in _CLAUSE.split(turn) if clause.strip()]
    stretches = list(dict.fromkeys([*turns, *clauses]))
    if not stretches:
        return 0.0
    vectors = embedder.embed([without_slots(wording), *stretches])
    return float(np.clip(np.max(vectors[1:] @ vectors[0]), 0, 1))
