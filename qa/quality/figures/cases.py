"""A phrase in a call: what is true, and what was said of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from qa.quality.book import BookPhrase
from qa.quality.figures.material import Material
from qa.quality.labels import PHRASE_LABELS, LabelledCall, PhraseLabel
from qa.quality.predictions import Prediction


@dataclass(frozen=True, slots=True)
class PhraseCase:
    """One phrase in one call. Of several places that carry labels the one counts that comes nearest to saying it."""

    call: str
    phrase: BookPhrase
    label: PhraseLabel
    expected: bool  # whether the call fulfils the phrase
    line: Prediction
    baselines: Mapping[str, float]  # empty where the run kept none

    @property
    def said(self) -> bool:
        """Whether the verdict is that it was said."""
        return self.line.verdict == "said"

    @property
    def unsure(self) -> bool:
        """Whether nobody dared to say."""
        return self.line.verdict == "unsure"

    @property
    def wrong(self) -> bool:
        """Whether the verdict counts as an error: a false alarm, or anything but "said" where it was said."""
        return self.said != self.expected

    @property
    def error(self) -> float:
        """How far the probability is from the truth, 0..1."""
        return abs(self.line.probability - self.expected)


def phrase_cases(material: Material, kind: Literal["phrase", "transition"]) -> tuple[PhraseCase, ...]:
    """Every phrase of the book that has a line of this kind, in every call of its language."""
    book = {phrase.id: phrase for phrase in material.book.phrases}
    return tuple(
        _case(material, call, book[line.item], line)
        for call in material.labelled
        for line in material.of(call.id, kind)
        if line.item in book
    )


def _case(material: Material, call: LabelledCall, phrase: BookPhrase, line: Prediction) -> PhraseCase:
    label = _nearest_to_saying(call, phrase)
    heard = material.heard.get(call.id)
    note = heard.phrases.get(phrase.id) if heard else None
    return PhraseCase(call.id, phrase, label, fulfils(phrase, label), line, note.baselines if note else {})


def fulfils(phrase: BookPhrase, label: PhraseLabel) -> bool:
    """Whether what was said does what the phrase asks for: a variant does, unless the wording itself is owed."""
    return label.label == "said" or (label.label == "variant" and phrase.strictness != "exact")


def _nearest_to_saying(call: LabelledCall, phrase: BookPhrase) -> PhraseLabel:
    labels = [label for label in call.phrases if label.phrase_id == phrase.id]
    absent = PhraseLabel(phrase.id, "absent", None, None, None)
    return min(labels, key=lambda label: PHRASE_LABELS.index(label.label), default=absent)
