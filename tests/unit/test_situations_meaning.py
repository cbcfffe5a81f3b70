"""Triggers come in words that no example has; they are found by what they mean, among what they might mean instead."""

from collections.abc import Sequence

import numpy as np
import pytest

from qa.engines.interfaces import EngineRevision, Vectors
from qa.pipeline import phrases, situations
from qa.pipeline.model import Opportunity, PhraseSpec, SituationSpec, Speaker, Transcript
from qa.pipeline.phrases import check
from qa.pipeline.situations.kinds import kinds, plain, sentences
from qa.pipeline.situations.meaning import Sense
from qa.pipeline.situations.pieces import pieces
from tests.unit.support_words import talk, turn

#: Words of one line mean the same to the embedder of these tests.
CONCEPTS = (
    "burgled burglar thieves robbed broke looted",
    "flood flooded water cellar soaked",
    "card wallet purse",
    "bought purchased ordered new delivered",
    "died passed funeral mourning buried",
    "leaving cancel close account subscription",
    "number digits address name letter",
)


class ConceptEmbedder:
    """An Embedder that knows a few concepts, and tells all other words apart by their letters."""

    revision = EngineRevision("test", "concepts", "1", "")
    _OTHER = 40

    def embed(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self._vector(text) for text in texts])

    def _vector(self, text: str) -> Vectors:
        vector = np.full(len(CONCEPTS) + self._OTHER, 0.05, np.float32)
        for word in text.lower().replace(",", " ").replace(".", " ").split():
            found = [at for at, line in enumerate(CONCEPTS) if word in line.split()]
            place = found[0] if found else len(CONCEPTS) + sum(map(ord, word)) % self._OTHER
            vector[place] += 1.0 if found else 0.3
        unit: Vectors = vector / np.linalg.norm(vector)
        return unit


def spec(name: str, *examples: str, speaker: Speaker = "customer") -> SituationSpec:
    trigger = PhraseSpec(f"{name}.trigger", examples, "meaning", speaker)
    return SituationSpec(name, trigger, PhraseSpec(f"{name}.response", (f"we help with {name}",)), 15_000)


BURGLARY = spec("burglary", "we were robbed", "burglars looted our flat", "thieves broke in")
FLOOD = spec("flood", "the cellar is flooded", "everything is soaked with water", "we had a flood")


def found(specs: tuple[SituationSpec, ...], *said: tuple[Speaker, str]) -> dict[str, tuple[Opportunity, ...]]:
    turns = talk(*said)
    prepared = situations.prepare(specs, "en", ConceptEmbedder())
    transcript = Transcript("en", turns[-1].span.end, turns, {})
    heard = phrases.find(transcript, prepared.phrases)
    return {key: finding.opportunities for key, finding in situations.find(prepared, heard, turns).items()}


CALL: tuple[tuple[Speaker, str], ...] = (
    ("agent", "how may I help you"),
    ("customer", "good morning, my name is on the letter"),
    ("agent", "thank you"),
    ("customer", "the address is on the letter, the number has four digits"),
)


def test_a_trigger_in_other_words_is_found_with_its_words_alone() -> None:
    opportunities = found(
        (BURGLARY, FLOOD),
        *CALL,
        ("customer", "I have a question about the form. Our home was burgled, robbed and looted."),
    )
    assert opportunities["flood"] == ()
    (burglary,) = opportunities["burglary"]
    assert burglary.outcome == "missed"
    assert "form" not in burglary.trigger.text


def test_plain_talk_triggers_nothing() -> None:
    assert found((BURGLARY, FLOOD), *CALL) == {"burglary": (), "flood": ()}


def test_a_response_in_time_answers_it() -> None:
    said = (*CALL, ("customer", "our cellar is soaked, water, a flood"), ("agent", "we help with flood"))
    (flood,) = found((BURGLARY, FLOOD), *said)["flood"]
    assert flood.outcome == "answered"


def test_the_same_words_are_not_told_of_two_situations() -> None:
    said = (*CALL, ("customer", "thieves broke in and robbed us"))
    opportunities = found((BURGLARY, spec("theft", "they broke something")), *said)
    assert [len(own) for own in opportunities.values()] == [1, 0]


def test_examples_bring_the_other_wordings_of_their_kind() -> None:
    (prepared,) = situations.prepare((spec("card", "I lost my wallet"),), "en", ConceptEmbedder()).specs
    assert set(prepared.trigger.wordings) > set(kinds("en")["card lost"])


def test_what_agents_say_and_exact_wordings_stay_as_they_are() -> None:
    own = spec("hold", "I lost my wallet", speaker="agent")
    assert situations.prepare((own,), "en", ConceptEmbedder()).specs == (own,)


def test_without_an_embedder_or_a_known_language_the_letters_speak_alone() -> None:
    assert situations.prepare((BURGLARY,), "en", None).specs == (BURGLARY,)
    assert situations.prepare((BURGLARY,), "und", ConceptEmbedder()).specs == (BURGLARY,)


def test_a_kind_belongs_to_the_situation_that_is_nearest_to_it() -> None:
    related = Sense(ConceptEmbedder(), "en").kinds_of({"card": ["I lost my wallet"], "shop": ["I bought it"]})
    assert "card lost" in related["card"]
    assert "card lost" not in related["shop"]


@pytest.mark.parametrize("language", ["he", "en"])
def test_every_known_wording_is_a_sound_pattern_and_no_two_kinds_share_one(language: str) -> None:
    listed = [wording for wordings in kinds(language).values() for wording in wordings]
    for wording in listed:
        check(wording)
    assert len(set(listed)) == len(listed)
    forms = [form for wording in [*listed, *plain(language)] for form in sentences(wording)]
    assert not [form for form in forms if set(form) & set("{}[]<>|")]


def test_both_languages_know_the_same_kinds() -> None:
    assert set(kinds("he")) == set(kinds("en"))


@pytest.mark.parametrize(
    "text", ["yes", "one two three four five", "a b c, d e f. g h i j", "word " * 40, "no. I was robbed, you know"]
)
def test_the_pieces_of_a_turn_hold_all_its_sentences_and_are_short(text: str) -> None:
    whole = turn("customer", text)
    cut = pieces(0, whole)
    assert all(piece.words for piece in cut)
    assert {word for piece in cut for word in piece.words} >= set(whole.words[:3])
    assert min(len(piece.words) for piece in cut) <= 14
