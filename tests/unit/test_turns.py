"""Turns from words, and who is who."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.engines.interfaces import Segment, Word
from qa.pipeline.model import Channel, DecodedAudio
from qa.pipeline.turns import by_speaker, decide_roles
from qa.platform.spans import Span


def said(text: str, start: int, *, each: int = 300, gap: int = 50) -> tuple[Segment, ...]:
    words = tuple(
        Word(word, Span(start + i * (each + gap), start + i * (each + gap) + each), 0.9)
        for i, word in enumerate(text.split())
    )
    return (Segment(words, "en"),)


def turns_of(*channels: tuple[Segment, ...]) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in by_speaker(channels, ("agent", "customer"))]


def call(*speakers: str) -> DecodedAudio:
    silence = np.zeros(16, np.float32)
    return DecodedAudio(tuple(Channel(s, silence) for s in speakers), 1, "pcm", 8_000)


def test_turns_alternate_as_the_parties_do():
    agent = said("hello there", 0) + said("sure", 3_000)
    assert turns_of(agent, said("I need help", 1_000)) == [
        ("agent", "hello there"),
        ("customer", "I need help"),
        ("agent", "sure"),
    ]


def test_a_long_pause_ends_a_turn_and_a_short_one_does_not():
    assert turns_of(said("one", 0) + said("two", 1_400) + said("three", 3_000), ()) == [
        ("agent", "one two"),
        ("agent", "three"),
    ]


def test_a_word_of_the_other_party_in_a_pause_ends_the_turn():
    assert turns_of(said("one", 0) + said("two", 900), said("yes", 400)) == [
        ("agent", "one"),
        ("customer", "yes"),
        ("agent", "two"),
    ]


def test_talk_over_leaves_both_turns_whole_and_overlapping():
    agent, customer = said("I understand how frustrating this is", 0), said("no you do not", 1_000)
    turns = by_speaker((agent, customer), ("agent", "customer"))
    assert [turn.text for turn in turns] == ["I understand how frustrating this is", "no you do not"]
    assert turns[0].span.overlaps(turns[1].span)


words = st.lists(st.tuples(st.integers(0, 20_000), st.integers(20, 500)), max_size=25).map(
    lambda raw: tuple(Segment((Word("w", Span(a, a + n), 1.0),), "he") for a, n in raw)
)


@given(words, words)
def test_no_word_is_lost_or_told_twice_and_turns_are_in_order(agent, customer):
    turns = by_speaker((agent, customer), ("agent", "customer"))
    for speaker, channel in (("agent", agent), ("customer", customer)):
        told = [word for turn in turns if turn.speaker == speaker for word in turn.words]
        assert sorted(told, key=lambda w: w.span) == sorted((w for s in channel for w in s.words), key=lambda w: w.span)
    assert [t.span.start for t in turns] == sorted(t.span.start for t in turns)
    assert all(turn.words for turn in turns)
    assert all(turn.span.start <= w.span.start and w.span.end <= turn.span.end for turn in turns for w in turn.words)


def test_what_the_metadata_says_is_taken_without_a_flag():
    roles = decide_roles(call("customer", "agent"), (said("thank you for calling", 0), ()))
    assert roles.speakers == ("customer", "agent")
    assert roles.flags == ()


@pytest.mark.parametrize(
    "greeting",
    [
        "Thank you for calling Nativ customer service, my name is Grace, how may I help you?",
        "שלום, הגעתם לשירות הלקוחות של נטיף, מדברת מיכל, במה אוכל לעזור?",
        # As a small recogniser hears it.
        "שלום הגתם לשירות הלכוחות של נטיב מדברת מיכל במה אוחל לעזור",
    ],
)
@pytest.mark.parametrize("agent_on", [0, 1])
def test_the_party_who_greets_is_the_agent_and_people_are_told_why(greeting, agent_on):
    channels = [said("אני רוצה לבטל את המנוי שלי בבקשה hello I want to cancel", 9_000)]
    channels.insert(agent_on, said(greeting, 0))
    roles = decide_roles(call("unknown", "unknown"), channels)
    assert roles.speakers[agent_on] == "agent"
    assert roles.speakers[1 - agent_on] == "customer"
    (flag,) = roles.flags
    assert flag.code == "roles_decided"
    assert f"channel {agent_on + 1}" in flag.detail


@pytest.mark.parametrize(
    "channels",
    [
        (said("hello", 0), said("hello yes", 1_000)),
        ((), ()),
        (said("how may I help you", 0), said("how may I help you", 1_000)),
    ],
)
def test_when_the_words_do_not_tell_nobody_is_named_and_people_are_told(channels):
    roles = decide_roles(call("unknown", "unknown"), channels)
    assert roles.speakers == ("unknown", "unknown")
    assert [flag.code for flag in roles.flags] == ["roles_unknown"]


def test_one_known_channel_names_the_other():
    roles = decide_roles(call("unknown", "agent"), ((), ()))
    assert roles.speakers == ("customer", "agent")
    assert [flag.code for flag in roles.flags] == ["roles_decided"]


def test_one_channel_for_both_parties_stays_unknown_and_is_flagged():
    roles = decide_roles(call("unknown"), (said("thank you for calling how may I help you", 0),))
    assert roles.speakers == ("unknown",)
    assert [flag.code for flag in roles.flags] == ["roles_unknown"]
