"""What holds for every text: spelling never matters, tokens point at their words, likeness is a likeness."""

import re
from itertools import pairwise

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from qa.pipeline import numerals
from qa.pipeline.phrases import BadPattern, family, hebrew, inflection
from qa.pipeline.phrases.likeness import likeness
from qa.pipeline.phrases.normalise import normalise, stems, tokens
from tests import spelling

LETTERS = "אבגדהוזחטיכלמנסעפצקרשת"
MARKS = [chr(code) for code in range(0x0591, 0x05C8) if code != 0x05BE]
BIDI = ["\u200e", "\u200f", "\u202a", "\u202b", "\u202c", "\u2066", "\u2069", "\ufeff"]
GERESH = ["׳", "״", "'", '"', "’", "”", "''"]
FINALS = dict(zip("כמנפצ", "ךםןףץ", strict=True))
HEBREW_WORD = st.text(alphabet=LETTERS, min_size=2, max_size=9)
SAMPLE = normalise(
    "אני מבין מבינה לך לכם שלכם תישאר תתחדשי מדברת קצרה הגעת הגעתם 25 ב25 2.5 לבדוק לבדר שירות email בemail לייק like"
    " check checking recorded call calls whatsapp ווטסאפ not לא כרטיס הכרטיס בכרטיס 2 שתי thank"
).split()
WORD = st.one_of(HEBREW_WORD, st.sampled_from(SAMPLE), st.text(alphabet="abcdefghijklmnop", min_size=1, max_size=8))


def texts(words: str) -> list[str]:
    return [token.text for token in tokens(words.split())]


@settings(deadline=None, max_examples=400)
@given(st.text(max_size=60))
@example("O:O:0")
def test_any_text_whatever_normalises_and_does_so_once(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert once == once.strip()


@settings(deadline=None)
@given(st.lists(WORD, max_size=12))
def test_mixed_words_and_numbers_normalise_once(words: list[str]) -> None:
    once = normalise(" ".join(words))
    assert normalise(once) == once


@given(HEBREW_WORD, st.sampled_from(MARKS + BIDI), st.data())
def test_points_cantillation_and_direction_marks_never_change_the_tokens(
    word: str, mark: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(word)))
    assert texts(word[:at] + mark + word[at:]) == texts(word)


@given(HEBREW_WORD, st.sampled_from(GERESH), st.data())
def test_geresh_and_gershayim_inside_a_word_never_change_the_tokens(
    word: str, geresh: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(1, len(word)))
    assert texts(word[:at] + geresh + word[at:]) == texts(word)


@given(st.lists(st.text(alphabet=LETTERS, min_size=4, max_size=9), min_size=2, max_size=4), st.sampled_from("־-‐–"))
def test_a_maqaf_parts_words_as_a_space_does(words: list[str], maqaf: str) -> None:
    assert texts(maqaf.join(words)) == texts(" ".join(words))


@given(HEBREW_WORD)
def test_final_letters_are_their_ordinary_form(word: str) -> None:
    assert texts(word[:-1] + FINALS.get(word[-1], word[-1])) == texts(word)


@given(st.sampled_from("והבכלמש"), st.sampled_from("-־"), st.sampled_from(["25", "SMS", "WhatsApp", "1,300"]))
def test_a_prefix_with_a_hyphen_belongs_to_its_word(prefix: str, hyphen: str, word: str) -> None:
    (token,) = texts(f"{prefix}{hyphen}{word}")
    assert token == prefix + normalise(word)


@given(st.sampled_from(["ו", "ה", "ב", "כ", "ל", "מ", "ש", "כש", "מש", "וכש", "לכש", "של"]), HEBREW_WORD)
def test_a_prefix_does_not_hide_its_word(prefix: str, word: str) -> None:
    bare = hebrew.fold(word)
    assert bare in stems(prefix + bare)
    assert likeness([prefix + bare], [bare])[0, 0] >= 0.9


@settings(max_examples=300)
@given(st.integers(0, 999_999), st.sampled_from("fm"))
def test_hebrew_numbers_agree_with_their_digits(number: int, gender: str) -> None:
    spelt = spelling.hebrew(number, gender)
    assert texts(spelt) == [str(number)], spelt
    assert texts(f"{number:,}") == [str(number)]
    assert texts("ב" + spelt) == texts(f"ב-{number}") == [f"ב{number}"]


@settings(max_examples=300)
@given(st.integers(0, 999_999), st.sampled_from([" and ", " "]))
def test_english_numbers_agree_with_their_digits(number: int, joined_by: str) -> None:
    spelt = spelling.english(number, joined_by=joined_by)
    assert texts(spelt) == [str(number)], spelt
    assert texts(f"pay {spelt} now") == ["pay", str(number), "now"]


@pytest.mark.parametrize(
    "number", [*range(130), 200, 205, 999, 1_000, 1_001, 1_100, 1_300, 2_000, 10_000, 11_000, 100_000]
)
def test_every_small_number_agrees_in_both_languages_and_genders(number: int) -> None:
    assert {normalise(spelling.hebrew(number, gender)) for gender in "fm"} == {str(number)}
    assert normalise(spelling.english(number)) == str(number)


@given(st.lists(st.integers(0, 9), min_size=2, max_size=16), st.sampled_from(["f", "m", "en"]))
def test_digits_read_out_one_by_one_stay_apart(digits: list[int], voice: str) -> None:
    say = spelling.english if voice == "en" else (lambda digit: spelling.hebrew(digit, voice))
    assert texts(" ".join(say(digit) for digit in digits)) == [str(digit) for digit in digits]


@pytest.mark.parametrize(
    ("text", "normalised"),
    [
        ("one hundred and two hundred", "100 and 200"),
        ("two hundred and five thousand", "205000"),
        ("five oh four", "5 0 4"),
        ("oh I see", "oh i see"),
        ("two and a half", "2.5"),
        ("שתיים וחצי", "2.5"),
        ("חצי שעה", "0.5 שעה"),
        ("ninth of May", "9th of may"),
        ("the 9th of May", "the 9th of may"),
        ("twenty first", "21st"),
        ("one second", "1 second"),
        ("12.05.2024", "12 05 2024"),
        ("it costs 2.50.", "it costs 2.50"),
        ("10%", "10 percent"),
        ("עשרה אחוזים", "10 percent"),
        ("חמש ועשר", "5 ו10"),
        ("cancelled apologise colour centre", "canceled apologize color center"),
        ("advise otherwise service", "advise otherwise service"),
        ("תכנית תוכניות אמא בתכנית", "תוכנית תוכניות אימא בתוכנית"),
        ("שלחו לי אס אם אס", "שלחו לי sms"),
        ("באימייל או בווטסאפ", "בemail או בwhatsapp"),
        ("צ'אט ב־WhatsApp", "chat בwhatsapp"),
    ],
)  # fmt: skip
def test_texts_take_their_comparable_form(text: str, normalised: str) -> None:
    assert normalise(text) == normalised


@settings(deadline=None)
@given(
    st.lists(
        st.one_of(st.text(max_size=8), WORD, st.sampled_from(["twenty", "five", "מאה", "ועשרים", "e-mail"])),
        max_size=20,
    )
)
def test_tokens_map_to_their_words_in_order_and_apart(words: list[str]) -> None:
    found = tokens(words)
    assert all(0 <= token.first <= token.last < len(words) for token in found)
    assert all(left.last <= right.first or left.first == right.first for left, right in pairwise(found))
    assert all(token.text and not re.search(r"\s", token.text) for token in found)


@settings(deadline=None)
@given(st.lists(st.one_of(WORD, st.text(max_size=6)), max_size=6), st.lists(WORD, max_size=6))
def test_likeness_is_symmetric_bounded_and_one_for_equals(left: list[str], right: list[str]) -> None:
    left, right = ([text for word in words for text in texts(word)] for words in (left, right))
    forth, back = likeness(left, right), likeness(right, left)
    assert forth.shape == (len(left), len(right))
    assert ((forth >= 0) & (forth <= 1)).all()
    assert abs(forth - back.T).max(initial=0) < 1e-9
    assert (likeness(left, left).diagonal() == 1).all()


@pytest.mark.parametrize(
    "members",
    [
        "מבין מבינה מבינים מבינות",
        "מדבר מדברת מדברים מדברות",
        "רוצה רוצים רוצות",
        "תתחדש תתחדשי תתחדשו",
        "תישאר תישארי תישארו",
        "תכתוב תכתבי תכתבו",
        "שתישאר שתישארי שתישארו",
        "אותך אותכם אותכן",
        "לך לכם",
        "שלך שלכם שלכן",
        "בשבילך בשבילכם בשבילכן",
        "הגעת הגעתם הגעתן",
        "פנית פניתם פניתן",
        "שבחרת שבחרתם",
        "קצרה קצרות קצר קצרים",
        "המתן המתיני המתינו",
        "שיחה שיחות",
        "פרט פרטים",
        "call calls called calling",
        "stop stops stopped stopping",
        "choose chose choosing",
        "company companies",
    ],
)
def test_a_family_is_one_in_all_its_forms_but_never_to_the_word(members: str) -> None:
    forms = [normalise(word) for word in members.split()]
    table = likeness(forms, forms)
    assert table.min() >= 0.85
    assert len(set(forms)) == len(forms)  # an exact wording still tells them apart
    assert all(inflection.are_forms(left, right) for left in forms for right in forms)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("לבדוק", "לבדר"), ("שירות", "שירים"), ("תור", "תורה"), ("לא", "לו"), ("לך", "לכן"), ("תוך", "תוכן"),
        ("not", "noted"), ("new", "news"),
        ("תקין", "תוקנו"), ("חודש", "חדש"), ("הזמנתי", "הזמנה"), ("מנוי", "מינוי"), ("during", "dure"),
        ("בכרטיס", "לכרטיס"), ("think", "thing"), ("משרות", "שירות"), ("25", "26"), ("5", "50"), ("הפסקה", "הפקדה"),
        ("cheque", "cheek"), ("add", "address"), ("להמתין", "להתמיד"), ("חברה", "חברים"),
    ],
)  # fmt: skip
def test_words_that_only_look_alike_are_no_family(left: str, right: str) -> None:
    one, other = normalise(left), normalise(right)
    assert not inflection.are_forms(one, other)
    assert likeness([one], [other])[0, 0] < 0.95


@given(WORD, WORD)
def test_families_are_symmetric_and_hold_the_word_itself(left: str, right: str) -> None:
    one, other = normalise(left), normalise(right)
    assume(one and other)
    assert inflection.are_forms(one, one)
    assert inflection.are_forms(one, other) == inflection.are_forms(other, one)


@pytest.mark.parametrize(("word", "number"), [("שטי", "2"), ("ארבה", "4"), ("fife", "5"), ("twenti", "20")])
def test_a_misheard_number_word_is_like_its_number(word: str, number: str) -> None:
    assert likeness([number], [normalise(word)])[0, 0] > 0.5


@pytest.mark.parametrize(
    ("one", "other"), [("like", "לייק"), ("instagram", "אינסטגרם"), ("router", "ראוטר"), ("google", "גוגל")]
)
def test_a_borrowed_word_is_alike_in_both_scripts(one: str, other: str) -> None:
    assert likeness([normalise(one)], [normalise(other)])[0, 0] > 0.7


@given(st.lists(st.text(max_size=10), max_size=20))
def test_any_words_read_as_numerals_are_all_used_up(words: list[str]) -> None:
    found = numerals.read(words)
    assert sum(numeral.words for numeral in found) == len(words)
    assert all(numeral.words >= 1 and numeral.width >= 0 for numeral in found)


@settings(deadline=None)
@given(st.text(alphabet="אבגabc 15-{}[]|<>.…׳", max_size=24))
def test_a_pattern_unfolds_into_sentences_or_is_refused(pattern: str) -> None:
    try:
        found = family(pattern)
    except BadPattern:
        return
    assert found
    assert all(sentence.strip() for sentence in found)
