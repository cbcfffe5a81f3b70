"""Numbers as people say them, written independently of the code that reads them."""

_UNITS = {
    "f": ["אפס", "אחת", "שתיים", "שלוש", "ארבע", "חמש", "שש", "שבע", "שמונה", "תשע", "עשר"],
    "m": ["אפס", "אחד", "שניים", "שלושה", "ארבעה", "חמישה", "שישה", "שבעה", "שמונה", "תשעה", "עשרה"],
}
_TEEN_UNITS = {
    "f": ["", "אחת", "שתים", "שלוש", "ארבע", "חמש", "שש", "שבע", "שמונה", "תשע"],
    "m": ["", "אחד", "שנים", "שלושה", "ארבעה", "חמישה", "שישה", "שבעה", "שמונה", "תשעה"],
}
_TENS = ["", "", "עשרים", "שלושים", "ארבעים", "חמישים", "שישים", "שבעים", "שמונים", "תשעים"]
_HUNDREDS = ["", "מאה", "מאתיים", *(f"{unit} מאות" for unit in _UNITS["f"][3:10])]
_THOUSANDS = ["", "אלף", "אלפיים", "שלושת אלפים", "ארבעת אלפים", "חמשת אלפים", "ששת אלפים", "שבעת אלפים",
              "שמונת אלפים", "תשעת אלפים", "עשרת אלפים"]  # fmt: skip

_EN = tuple(
    word
    for row in (
        "zero one two three four five six seven eight nine",
        "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
    )
    for word in row.split()
)
_EN_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def hebrew(number: int, gender: str) -> str:
    """A number of 0..999,999 in Hebrew words; `gender` is f or m."""
    if number == 0:
        return _UNITS[gender][0]
    parts = _hebrew_thousands(number // 1_000) + _hebrew_hundreds(number % 1_000, gender)
    return " ".join([*parts[:-1], "ו" + parts[-1]]) if len(parts) > 1 else parts[0]


def _hebrew_thousands(thousands: int) -> list[str]:
    if thousands <= 10:
        return [_THOUSANDS[thousands]] if thousands else []
    parts = _hebrew_hundreds(thousands, "m")
    return [" ".join([*parts[:-1], "ו" + parts[-1]] if len(parts) > 1 else parts) + " אלף"]


def _hebrew_hundreds(number: int, gender: str) -> list[str]:
    parts = [_HUNDREDS[number // 100]] if number >= 100 else []
    rest = number % 100
    if 10 < rest < 20:
        parts.append(f"{_TEEN_UNITS[gender][rest - 10]} {'עשרה' if gender == 'f' else 'עשר'}")
    elif rest >= 20:
        parts.append(_TENS[rest // 10])
        parts += [_UNITS[gender][rest % 10]] if rest % 10 else []
    elif rest:
        parts.append(_UNITS[gender][rest])
    return parts


def english(number: int, *, joined_by: str = " and ") -> str:
    """A number of 0..999,999 in English words; `joined_by` stands behind "hundred"."""
    if number >= 1_000:
        rest = number % 1_000
        return (
            english(number // 1_000, joined_by=joined_by)
            + " thousand"
            + (f" {english(rest, joined_by=joined_by)}" if rest else "")
        )
    if number >= 100:
        rest = number % 100
        return f"{_EN[number // 100]} hundred" + (f"{joined_by}{english(rest)}" if rest else "")
    if number >= 20:
        return _EN_TENS[number // 10] + (f"-{_EN[number % 10]}" if number % 10 else "")
    return _EN[number]
