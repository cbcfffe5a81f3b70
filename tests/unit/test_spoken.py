"""In which languages a call is, by what a recogniser that is often unsure of Hebrew makes of its windows."""

import pytest

from qa.engines.spoken import languages

LONG, SHORT = 10_000, 1_500


def window(english: float) -> dict[str, float]:
    return {"he": 1 - english, "en": english}


def found(*windows: tuple[float, int]) -> str:
    """The language of each window, of how likely English is in it and how much speech it has."""
    return " ".join(languages([window(english) for english, _ in windows], [length for _, length in windows]))


@pytest.mark.parametrize(
    ("windows", "expected"),
    [
        # A Hebrew call with doubtful windows, long and short, is Hebrew throughout.
        ([(0.1, LONG), (0.7, LONG), (0.96, SHORT), (0.3, LONG)], "he he he he"),
        ([(0.99, LONG), (0.999, SHORT), (0.97, LONG)], "en en en"),
        # Both languages, each proven somewhere: a window in doubt is not English, which would be sure.
        ([(0.01, LONG), (0.99, LONG), (0.8, LONG), (0.93, SHORT)], "he en he en"),
        # Nothing is proven: all windows together decide.
        ([(0.6, SHORT), (0.2, SHORT)], "he he"),
        ([(0.94, LONG)], "en"),
    ],
)
def test_a_call_is_in_one_language_unless_windows_prove_two(windows, expected):
    assert found(*windows) == expected


def test_any_number_of_languages_may_be_possible():
    arabic, english = {"he": 0.1, "en": 0.1, "ar": 0.8}, {"he": 0.0, "en": 1.0, "ar": 0.0}
    assert languages([arabic, arabic], [LONG, LONG]) == ["ar", "ar"]
    assert languages([arabic, english, {"he": 0.7, "en": 0.1, "ar": 0.2}], [LONG, LONG, SHORT]) == ["ar", "en", "ar"]
