"""The meaning witness: whether the words heard mean what the phrase means, by vectors of sentences.

A bare likeness says little, because any two sentences of a service call are alike. So the phrase takes the words heard
into its slots before it is compared, and the other phrases of the checklist compete for the same words.
"""

from collections.abc import Sequence

from qa.engines.interfaces import Embedder, SenseJudge, Vectors
from qa.pipeline.model import PhraseSpec
from qa.pipeline.phrases.patterns import sequences
from qa.pipeline.phrases.witness import MeaningWitness, TextWitness


def compare(
    found: Sequence[tuple[PhraseSpec, TextWitness]], specs: Sequence[PhraseSpec], embedder: Embedder, judge: SenseJudge
) -> tuple[MeaningWitness, ...]:
    """What the meaning says of each moment, in their order. `specs` are all phrases of the checklist."""
    if not found:
        return ()
    stretches = [(" ".join(witness.spoken.inside), *witness.spoken.stretches) for _, witness in found]
    wanted_texts = [" ".join(witness.spoken.wanted) for _, witness in found]
    wanted = embedder.embed(wanted_texts)
    phrases = dict(zip(specs, embedder.embed([plain(spec.wordings[0]) for spec in specs]), strict=True))
    heard = embedder.embed([text for texts in stretches for text in texts])
    judged = []
    at = 0
    for row, (spec, _) in enumerate(found):
        own = heard[at : at + len(stretches[row])]
        at += len(own)
        rivals = [vector for other, vector in phrases.items() if _competes(spec, other)]
        senses = judge.judge([(wanted_texts[row], text) for text in stretches[row]])
        judged.append(_judge(wanted[row], own, rivals, max(senses)))
    return tuple(judged)


def _judge(wanted: Vectors, heard: Vectors, rivals: list[Vectors], sense: float) -> MeaningWitness:
    """`heard` are the moment, its clauses, and these with their neighbours."""
    likenesses = heard @ wanted
    best = int(likenesses.argmax())
    return MeaningWitness(
        inside=float(likenesses[0]),
        clause=float(likenesses[1]),
        best=float(likenesses[best]),
        rival=max((float(heard[best] @ rival) for rival in rivals), default=0.0),
        sense=sense,
    )


def _competes(spec: PhraseSpec, other: PhraseSpec) -> bool:
    return other.id != spec.id and other.speaker == spec.speaker


def plain(wording: str) -> str:
    """The wording as a sentence: first choices, without what may be left out and without slots."""
    places = sequences(wording)[0]
    return " ".join(place.spelt[0] for place in places if place.spelt and not place.optional and place.spelt[0])
