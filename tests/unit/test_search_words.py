"""What was said is found under the words that people would type for it, and under no others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.pipeline.phrases.inflection import are_forms, forms
from qa.pipeline.phrases.normalise import normalise
from qa.search.words import NothingAsked, comparable, found_in, question

#: The prefixes that Hebrew puts in front of a word, alone and in the runs that people say.
PREFIXES = (
    "ו",
    "ה",
    "ב",
    "כ",
    "ל",
    "מ",
    "ש",
    "וה",
    "שה",
    "וב",
    "ול",
    "ומ",
    "וש",
    "כש",
    "של",
    "מה",
    "לכש",
    "כשה",
    "וכש",
)
WORDS = ("ביטול", "לקוח", "חשבון", "תשלום", "טכנאי", "עסקה", "חיוב", "כרטיס", "אחריות", "התקנה", "צ'ק", 'חו"ל')
NIQQUD = tuple("ְִֵֶַָֹּ")


def is_found(said: str, asked: str) -> bool:
    return bool(found_in(said.split(), question(asked)))


@given(st.sampled_from(WORDS), st.sampled_from(PREFIXES), st.sampled_from(("", "אני רוצה", "כבר")))
def test_a_word_is_found_behind_every_prefix(word: str, prefix: str, before: str) -> None:
    assert is_found(f"{before} {prefix}{word} תודה", word)


@given(st.sampled_from([word for word in WORDS if len(normalise(word)) > 3]), st.sampled_from(PREFIXES))
def test_a_word_that_is_asked_for_with_a_prefix_finds_the_word_without(word: str, prefix: str) -> None:
    assert is_found(f"בקשר {word} הזה", prefix + word)


@given(st.sampled_from(WORDS), st.data())
def test_niqqud_and_the_kind_of_quote_change_nothing(word: str, data: st.DataObject) -> None:
    pointed = "".join(letter + data.draw(st.sampled_from(("", *NIQQUD))) for letter in word)
    other = pointed.replace('"', "״").replace("'", "׳")
    assert is_found(other, word)
    assert is_found(word, other)


@given(st.lists(st.sampled_from((*WORDS, "the", "refund", "25", "ש", "12.5%")), min_size=1, max_size=8), st.data())
def test_every_run_of_words_is_found_as_a_phrase(words: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    phrase = " ".join(words[first : last + 1])
    assert any(start <= first and last <= end for start, end in found_in(words, question(f'"{phrase}"')))


@given(st.sampled_from([*WORDS, "charge", "charged", "stopping", "went", "child", "מבינים", "תישארו", "קטן", "אתה"]))
def test_forms_are_forms_of_one_another(word: str) -> None:
    plain = normalise(word)
    assert plain in forms(plain)
    assert all(are_forms(plain, form) for form in forms(plain))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("ביטול", "הביטולים"),
        ("לקוחה", "ללקוחות"),
        ("מרוצה", "מרוצים"),
        ("חשבונית", "שתי החשבוניות"),
        ("חשבוניות", "בחשבונית האחרונה"),
        ("תשלום", "תַּשְׁלוּם"),
        ("refund", "Refunds!"),
        ("charge", "you charged me"),
        ("went", "it goes on"),
        ("ביט*", "לביטולו"),
        ("canc*", "cancellation"),
        ("חול", "מחו״ל"),
        ("twenty five", "only 25 of them"),
        ('"את העסקה"', "לבטל את העסקה עכשיו"),
        ("עסקה לבטל", "לבטל את העסקה"),
    ],
)
def test_what_is_found(asked: str, said: str) -> None:
    assert is_found(said, asked)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("מספר", "קראתי ספר"),
        ("משלוח", "על הלוח"),
        ('"העסקה את"', "לבטל את העסקה"),
        ('"ביטול"', "לביטול"),
        ("ביטול", "ביטחון"),
        ("cat", "category"),
        ("כ*", "⟦▤⟧ הזה"),
    ],
)
def test_what_is_not_found(asked: str, said: str) -> None:
    try:
        assert not is_found(said, asked)
    except NothingAsked:
        assert asked.endswith("*"), "a beginning of one letter is the only thing here that asks for nothing"


def test_no_phrase_runs_across_a_number_that_was_taken_out() -> None:
    said = ["הכרטיס", "שלי", "⟦▤⟧", "תודה"]
    assert found_in(said, question('"הכרטיס שלי"')) == [(0, 1)]
    assert found_in(said, question('"שלי תודה"')) == []
    assert [word.text if word else None for word in comparable(said)] == ["הכרטיס", "שלי", None, "תודה"]


@pytest.mark.parametrize("empty", ["", "   ", "?!", '""', '" "', "*", "⟦▤⟧", "־־", '"⟦▤⟧"'])
def test_a_question_without_a_word_is_refused(empty: str) -> None:
    with pytest.raises(NothingAsked):
        question(empty)


def test_a_quotation_mark_inside_a_word_opens_no_phrase() -> None:
    assert question('חו"ל וצה"ל').phrases == ()
    assert question('“להחזיר כסף” חו"ל').phrases == (("להחזיר", "כספ"),)


@given(st.text(max_size=60))
def test_any_question_is_answered_or_refused(text: str) -> None:
    try:
        asked = question(text)
    except NothingAsked:
        return
    assert asked.phrases or asked.words
