"""Who speaks: figures against values that were computed by hand."""

from types import SimpleNamespace

from qa.engines.interfaces import Word
from qa.pipeline.model import Party, Transcript, Turn
from qa.platform.spans import Span
from qa.quality.figures.speakers import Errors, Words, diarisation, speakers_json, words
from qa.quality.labels import TurnLabel


def label(*turns):
    told = tuple(TurnLabel(who, Span(start, end), "", None) for who, start, end in turns)
    return SimpleNamespace(id="a", turns=told)


def party(who, *ends):
    return Party(who, tuple(Span(*end) for end in ends), (), None)


def heard(*parties, turns=(), channels=("unknown",)):
    return Transcript("en", 10_000, turns, {}, channels=channels, parties=parties)


CALL = label(("agent", 0, 4_000), ("customer", 5_000, 9_000))


def test_errors_are_missed_made_up_and_confused_speech():
    # The agent's last second is missed, half a second ahead of the customer made up, the customer's last the agent's.
    found = diarisation(CALL, heard(party("agent", (0, 3_000), (8_000, 9_000)), party("customer", (4_500, 8_000))), 0)
    assert found == Errors(missed=100, made_up=50, confused=100, whole=800)


def test_parties_are_compared_as_they_fit_best_whoever_they_are_called():
    named = heard(party("customer", (0, 4_000)), party("agent", (5_000, 9_000)))
    assert diarisation(CALL, named, 0) == Errors(0, 0, 0, 800)


def test_nothing_near_the_ends_counts_within_the_collar():
    found = diarisation(CALL, heard(party("agent", (0, 3_800)), party("customer", (4_800, 9_200))), 250)
    assert found == Errors(0, 0, 0, 700)


def test_where_both_speak_both_count_and_one_is_missed_on_one_line():
    both = label(("agent", 0, 4_000), ("customer", 3_000, 6_000))
    found = diarisation(both, heard(party("agent", (0, 4_000)), party("customer", (4_000, 6_000))), 0)
    assert found == Errors(missed=100, made_up=0, confused=0, whole=700)


def test_one_undivided_party_confuses_the_shorter_share():
    found = diarisation(CALL, heard(party("unknown", (0, 4_000), (5_000, 8_000))), 0)
    assert found == Errors(missed=100, made_up=0, confused=300, whole=800)


def said(who, *starts, party=None):
    own = tuple(Word("w", Span(start, start + 200), 1.0) for start in starts)
    return Turn(who, Span(starts[0], starts[-1] + 200), own, party)


def test_words_are_right_wrong_or_unknown_where_exactly_one_speaks():
    turns = (said("agent", 1_000, 5_500), said("unknown", 6_000), said("customer", 4_400, 7_000))
    assert words(CALL, heard(turns=turns)) == Words(right=2, wrong=1, unknown=1, together=3)


def test_words_of_one_voice_stand_together_whatever_it_is_called():
    turns = (said("unknown", 1_000, 2_000, party=1), said("unknown", 5_500, party=0), said("unknown", 6_000, party=1))
    assert words(CALL, heard(turns=turns)) == Words(right=0, wrong=0, unknown=4, together=3)


def test_calls_on_one_channel_and_on_two_are_counted_apart():
    on_one = heard(party("agent", (0, 4_000)), party("customer", (5_000, 9_000)), turns=(said("agent", 1_000),))
    material = SimpleNamespace(labelled=(CALL,), heard={"a": SimpleNamespace(transcript=on_one)})
    told = speakers_json(material)
    assert told["two_channels"] is None
    assert (told["one_channel"]["calls"], told["one_channel"]["parted"], told["one_channel"]["agent_known"]) == (
        1,
        1,
        1,
    )
    assert told["one_channel"]["diarisation"]["error"] == 0
    assert (told["one_channel"]["words"], told["one_channel"]["words_right"]) == (1, 1)


def test_what_nobody_heard_has_no_figures():
    assert speakers_json(SimpleNamespace(labelled=(CALL,), heard={})) == {"one_channel": None, "two_channels": None}
