"""The figures of an evaluation, from labels and predictions alone. Shares are 0..1, errors in the units of their names.

Intervals are 95 % bootstrap intervals over calls; null where there are too few calls, or nothing to divide.
"""

from typing import Any

from qa.quality.book import LANGUAGES
from qa.quality.figures.cases import PhraseCase, phrase_cases
from qa.quality.figures.material import Material
from qa.quality.figures.phrases import phrases_json, verdicts
from qa.quality.figures.situations import situations_json
from qa.quality.figures.spans import conduct_json, redaction_json
from qa.quality.figures.speakers import speakers_json
from qa.quality.figures.tone import tone_json
from qa.quality.figures.words import words_json

__all__ = ["Material", "PhraseCase", "compute", "phrase_cases"]


def compute(material: Material) -> dict[str, Any]:
    """All figures, by language and over both. Raises BadPredictions where the predictions do not fit the labels."""
    material.check()
    languages = [name for name in LANGUAGES if any(call.language == name for call in material.labelled)]
    parts = {name: material.only(name) for name in languages} | {"all": material}
    return {
        "calls": {name: len(part.labelled) for name, part in parts.items()},
        "engines": sorted({engine for heard in material.heard.values() for engine in heard.engines}),
        "phrases": {name: phrases_json(phrase_cases(part, "phrase")) for name, part in parts.items()},
        "transitions": {name: _transitions(phrase_cases(part, "transition")) for name, part in parts.items()},
        "situations": {name: situations_json(part) for name, part in parts.items()},
        "tone": {name: tone_json(part) for name, part in parts.items()},
        "conduct": {name: conduct_json(part) for name, part in parts.items()},
        "words": {name: words_json(part) for name, part in parts.items()},
        "speakers": {name: speakers_json(part) for name, part in parts.items()},
        "redaction": {name: redaction_json(part) for name, part in parts.items()},
    }


def _transitions(cases: tuple[PhraseCase, ...]) -> dict[str, Any]:
    near = [case for case in cases if case.label.label == "near_miss"]
    return {
        "cases": len(cases),
        "expected": sum(case.expected for case in cases),
        **verdicts(cases).json(),
        "unsure": sum(case.unsure for case in cases),
        "near_misses": len(near),
        "near_misses_refused": sum(not case.said for case in near),
    }
