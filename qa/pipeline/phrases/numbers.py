"""Numbers, spoken or written, in Hebrew and English: both become digits before anything is compared."""

_EN_SMALL = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_EN_SMALL += " seventeen eighteen nineteen"
_EN_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"

#: Each row is one number, in the genders and forms that are said. Final letters are already folded.
_HE_SMALL = (
    "אפס", "אחת אחד", "שתיימ שניימ שתי שני", "שלוש שלושה שלושת", "ארבע ארבעה ארבעת", "חמש חמישה חמשה חמשת",
    "שש שישה ששה ששת", "שבע שבעה שבעת", "שמונה שמונת", "תשע תשעה תשעת", "עשר עשרה עשרת",
)  # fmt: skip
_HE_TENS = ("עשרימ", "שלושימ", "ארבעימ", "חמישימ", "שישימ", "שבעימ", "שמונימ", "תשעימ")

_SMALL = {word: value for value, word in enumerate(_EN_SMALL.split())}
_SMALL |= {word: value for value, row in enumerate(_HE_SMALL) for word in row.split()}
_TENS = {word: 20 + 10 * step for step, word in enumerate(_EN_TENS.split())}
_TENS |= {word: 20 + 10 * step for step, word in enumerate(_HE_TENS)}
_HUNDREDS = {"hundred": 100, "מאה": 100, "מאות": 100, "מאתיימ": 200}


def value(word: str) -> int | None:
    """What a folded, lower-case word is as a number below a thousand, or None."""
    for table in (_SMALL, _TENS, _HUNDREDS):
        if word in table:
            return table[word]
    return None


def joined(words: list[str]) -> list[tuple[str, int]]:
    """The words with numbers as digits, each with how many words it took: "twenty", "five" is ("25", 2).

    Digits read out one by one stay apart, because five, four, one is a card number and not a sum.
    """
    out: list[tuple[str, int]] = []
    at = 0
    while at < len(words):
        digits, used = _number_at(words, at)
        out.append((digits, used))
        at += used
    return out


def _number_at(words: list[str], at: int) -> tuple[str, int]:
    word = words[at]
    following = words[at + 1] if at + 1 < len(words) else ""
    if word in _TENS:
        unit = _SMALL.get(following.removeprefix("ו"), 0)
        return (str(_TENS[word] + unit), 2) if 0 < unit < 10 else (str(_TENS[word]), 1)
    if word in _SMALL:
        if following in {"hundred", "מאות"} and 0 < _SMALL[word] < 10:
            return str(_SMALL[word] * 100), 2
        return str(_SMALL[word]), 1
    return (str(_HUNDREDS[word]), 1) if word in _HUNDREDS else (word, 1)
