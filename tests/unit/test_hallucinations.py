"""What a recogniser makes up is stopped; what people say is not."""

import pytest

from qa.engines.hallucinations import Heard, clean, first_of_repeats, is_lone_echo, is_loop, is_made_up


def heard(text: str, **changes) -> Heard:
    return Heard(**{"text": text, "no_speech": 0.05, "confidence": -0.3, "speech_ms": 10_000, **changes})


@pytest.mark.parametrize(
    "text", ["תודה על הצפייה!", "Thanks for watching!", "Subtitles by the Amara.org community", "תודה רבה."]
)
def test_a_stock_sentence_in_a_faint_window_is_made_up(text):
    assert is_made_up(heard(text, no_speech=0.5))
    assert is_made_up(heard(text, confidence=-0.95))


@pytest.mark.parametrize("text", ["תודה רבה.", "Thank you.", "Thank you for holding, I have your card here."])
def test_the_same_courtesy_in_a_clear_voice_is_kept(text):
    assert not is_made_up(heard(text))


def test_an_ordinary_sentence_in_a_faint_window_is_kept():
    assert not is_made_up(heard("I would like to close my account", no_speech=0.4, confidence=-0.9))


def test_a_stock_sentence_within_much_other_speech_costs_nothing():
    long = "I moved to a new flat last week and the water bar has been leaking ever since, thanks for listening"
    assert not is_made_up(heard(long, confidence=-0.95))


def test_silence_said_with_no_confidence_is_made_up():
    assert is_made_up(heard("something or other", no_speech=0.8, confidence=-1.4))
    assert is_made_up(heard(" .. "))


def test_a_loop_shows_in_its_compression_its_cap_or_its_pace():
    assert is_loop(heard("and I will check that for you " * 12), "en")
    assert is_loop(heard("hello", hit_cap=True), "en")
    assert is_loop(heard("one two three four five six seven eight nine ten eleven", speech_ms=900), "en")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Thank you for calling customer service, my name is Grace, how may I help you today with your order?"),
        (
            "he",
            "שלום, הגעתם לשירות הלקוחות של כרטיסי אופק, מדברת מיכל, במה אוכל לעזור? לצורך שיפור השירות השיחה מוקלטת",
        ),
        ("he", "אפס שתיים שבע שבע ארבע ארבע ארבע שמונה שמונה אחת"),
    ],
)
def test_ordinary_speech_is_no_loop(language, text):
    assert not is_loop(heard(text), language)


@pytest.mark.parametrize("text", ["אה, אה, אה, אה, אה", "הוא עושה. הוא עושה. הוא עושה. הוא עושה."])
def test_few_words_in_circles_with_little_voice_are_made_up(text):
    assert is_made_up(heard(text, no_speech=0.85))
    assert not is_made_up(heard(text, no_speech=0.1))


def test_a_lone_unsure_courtesy_is_an_echo_and_a_sure_or_answering_one_is_not():
    assert is_lone_echo("You", 0.38, 3_000)
    assert not is_lone_echo("Thanks.", 0.9, 3_000)
    assert not is_lone_echo("you", 0.38, 200)
    assert not is_lone_echo("blocked", 0.38, 3_000)


def test_of_a_run_that_nobody_says_only_the_first_is_kept():
    words = ["so", *["I", "will", "check"] * 5, "it"]
    assert [words[i] for i in first_of_repeats(words)] == ["so", "I", "will", "check", "it"]


@pytest.mark.parametrize(
    "words", [["no", "no", "no", "no"], ["5", "5", "5", "5", "5"], ["yes", "I", "know", "I", "know"], []]
)
def test_what_people_do_repeat_is_kept_whole(words):
    assert first_of_repeats(words) == list(range(len(words)))


def test_invisible_direction_marks_are_taken_out():
    assert clean("\u200fשלום\u202b  \u2067רב\u2069\ufeff ") == "שלום רב"
