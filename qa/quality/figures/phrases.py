"""Phrases: how well they are told from what was not said, next to simpler ways on the same transcripts."""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from qa.quality.baselines import EMBEDDINGS, EXACT, PARTIAL_RATIO, USUAL_THRESHOLDS
from qa.quality.book import STRICTNESSES
from qa.quality.figures import curves
from qa.quality.figures.calibration import Scored, calibration_json, equal_width, expected_error
from qa.quality.figures.cases import PhraseCase
from qa.quality.figures.tally import Tally, interval, rounded, share
from qa.quality.labels import PHRASE_LABELS

BASELINES = (EXACT, PARTIAL_RATIO, EMBEDDINGS)
#: From this probability on everything counts as said where nothing may stay unsure.
EVEN = 0.5

Cases = Sequence[PhraseCase]
ByCall = Sequence[Cases]


def phrases_json(cases: Cases) -> dict[str, Any]:
    """All figures of these cases. `unsure` counts as missed where it should be said, and never as a false alarm."""
    by_call = [list(group) for _, group in groupby(cases, key=lambda case: case.call)]
    return {
        "cases": len(cases),
        "expected": sum(case.expected for case in cases),
        **verdicts(cases).json(),
        "f1_interval": interval(by_call, lambda drawn: verdicts(drawn).f1),
        "precision_interval": interval(by_call, lambda drawn: verdicts(drawn).precision),
        "recall_interval": interval(by_call, lambda drawn: verdicts(drawn).recall),
        "unsure_share": rounded(_unsure(cases)),
        "unsure_share_interval": interval(by_call, _unsure),
        "decided_at_half": decided(cases).json(),
        "near_misses": _near_misses(cases, by_call),
        "calibration": calibration_json(scored(cases))
        | {"ece_interval": interval(by_call, lambda drawn: expected_error(equal_width(scored(drawn))))},
        "by_strictness": {name: _part([c for c in cases if c.phrase.strictness == name]) for name in STRICTNESSES},
        "by_label": {name: _by_strictness([c for c in cases if c.label.label == name]) for name in PHRASE_LABELS},
        "baselines": {name: _baseline(name, cases, by_call) for name in BASELINES},
        "by_phrase": _by_phrase(cases),
    }


def verdicts(cases: Cases) -> Tally:
    """What the verdicts are worth."""
    return Tally.of((case.expected, case.said) for case in cases)


def decided(cases: Cases) -> Tally:
    """What the probabilities are worth where everything has to be decided."""
    return Tally.of((case.expected, case.line.probability >= EVEN) for case in cases)


def scored(cases: Cases) -> list[Scored]:
    """Each case's probability and whether it was said."""
    return [(case.line.probability, case.expected) for case in cases]


def scored_by(baseline: str, cases: Cases) -> list[Scored]:
    """Each case's score by a baseline and whether it was said; empty where a run kept no such scores."""
    return [(case.baselines[baseline], case.expected) for case in cases if baseline in case.baselines]


def _unsure(cases: Cases) -> float | None:
    return share(sum(case.unsure for case in cases), len(cases))


def _near_misses(cases: Cases, by_call: ByCall) -> dict[str, Any]:
    near = [case for case in cases if case.label.label == "near_miss"]
    return {
        "cases": len(near),
        "refused": rounded(_refused(cases)),  # by "not said" or "unsure"
        "refused_interval": interval(by_call, _refused),
        "not_said": rounded(share(sum(not case.said and not case.unsure for case in near), len(near))),
        "unsure": rounded(share(sum(case.unsure for case in near), len(near))),
    }


def _refused(cases: Cases) -> float | None:
    near = [case for case in cases if case.label.label == "near_miss"]
    return share(sum(not case.said for case in near), len(near))


def _part(cases: Cases) -> dict[str, Any]:
    return {
        "cases": len(cases),
        "expected": sum(case.expected for case in cases),
        **verdicts(cases).json(),
        "decided_at_half": decided(cases).json(),
        "unsure_share": rounded(_unsure(cases)),
        "ece": rounded(expected_error(equal_width(scored(cases)))),
    }


def _by_strictness(cases: Cases) -> dict[str, Any]:
    """What became of cases of one label: counts by strictness, and within it by kind of variant or near miss."""
    found: dict[str, Any] = {}
    for name in STRICTNESSES:
        inside = [case for case in cases if case.phrase.strictness == name]
        kinds = sorted({case.label.kind for case in inside if case.label.kind})
        found[name] = _counts(inside) | {
            "kinds": {kind: _counts([case for case in inside if case.label.kind == kind]) for kind in kinds}
        }
    return found


def _counts(cases: Cases) -> dict[str, Any]:
    return {
        "cases": len(cases),
        "said": sum(case.said for case in cases),
        "unsure": sum(case.unsure for case in cases),
        "not_said": sum(not case.said and not case.unsure for case in cases),
        "right": sum(not case.wrong for case in cases),
    }


def _baseline(name: str, cases: Cases, by_call: ByCall) -> dict[str, Any] | None:
    """A baseline at the threshold that is best on these very cases, which flatters it, and at the usual one."""
    scores = scored_by(name, cases)
    if not scores:
        return None
    picked = curves.best(scores)
    return {
        "picked": _at(name, picked.threshold if picked else USUAL_THRESHOLDS[name], cases, by_call),
        "usual": _at(name, USUAL_THRESHOLDS[name], cases, by_call),
    }


def _at(name: str, threshold: float, cases: Cases, by_call: ByCall) -> dict[str, Any]:
    def claims(case: PhraseCase) -> bool:
        return case.baselines.get(name, 0.0) >= threshold

    def tally(drawn: Cases) -> Tally:
        return Tally.of((case.expected, claims(case)) for case in drawn)

    near = [case for case in cases if case.label.label == "near_miss"]
    return {
        "threshold": rounded(threshold),
        **tally(cases).json(),
        "f1_interval": interval(by_call, lambda drawn: tally(drawn).f1),
        "near_misses_refused": rounded(share(sum(not claims(case) for case in near), len(near))),
        "f1_behind": rounded(_behind(cases, tally)),
        "f1_behind_interval": interval(by_call, lambda drawn: _behind(drawn, tally)),
    }


def _behind(cases: Cases, tally: Callable[[Cases], Tally]) -> float | None:
    """How much F1 a baseline lacks against the verdicts, on the same cases."""
    ours, theirs = verdicts(cases).f1, tally(cases).f1
    return None if ours is None or theirs is None else ours - theirs


def _by_phrase(cases: Cases) -> dict[str, Any]:
    ids = dict.fromkeys(case.phrase.id for case in cases)
    return {phrase_id: _phrase([case for case in cases if case.phrase.id == phrase_id]) for phrase_id in ids}


def _phrase(cases: Cases) -> dict[str, Any]:
    phrase = cases[0].phrase
    near = [case for case in cases if case.label.label == "near_miss"]
    return {
        "wording": phrase.wording,
        "language": phrase.language,
        "strictness": phrase.strictness,
        "cases": len(cases),
        "expected": sum(case.expected for case in cases),
        **verdicts(cases).json(),
        "unsure": sum(case.unsure for case in cases),
        "near_misses": len(near),
        "near_misses_refused": sum(not case.said for case in near),
    }
