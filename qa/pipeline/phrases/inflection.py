"""Families of word forms: the words that a speaker puts for one another because of who is spoken to or of.

A family is given by keys: two words belong together where they share one. Hebrew keys hold gender and number
(מבין, מבינה, מבינים, מבינות; תישאר, תישארי, תישארו; לך, לכם), never tense, pattern or person, so that לבדוק and
לבדר stay strangers. English keys hold plurals and the regular -s, -ed, -ing forms, and the usual irregular verbs.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from qa.pipeline.phrases import hebrew


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: How a form is made, the prefix before it, and what it is made from.
Key = tuple[str, str, str]

#: Words that no rule makes: each row is one family. Final letters are already folded.
_HEBREW_ROWS = (
    "אתה אתמ אתנ", "הוא היא המ הנ", "זה זאת זו", "לכ לכמ", "בכ בכמ בכנ", "שלכ שלכמ שלכנ", "עמכ עמכמ עמכנ",
    "לו לה להמ להנ", "אותו אותה אותמ אותנ", "שלו שלה שלהמ שלהנ", "בו בה בהמ בהנ", "איתו איתה איתמ איתנ",
    "ממנו ממנה מהמ מהנ", "ממכ מכמ מכנ",
    "עליו עליה עליהמ עליהנ", "אליו אליה אליהמ אליהנ", "אצלו אצלה אצלמ אצלנ", "אלייכ אליכ אליכמ אליכנ",
    "עלייכ עליכ עליכמ עליכנ", "בא באה באימ באות", "גר גרה גרימ גרות",
    "רב רבה רבימ רבות", "קל קלה קלימ קלות", "חי חיה חיימ", "קשה קשימ קשות", "יפה יפימ יפות",
    "המתנ המתיני המתינו", "בוא בואי בואו", "קח קחי קחו", "תנ תני תנו", "חכה חכי חכו", "ראה ראי ראו", "שימ שימי שימו",
    "בדוק בדקי בדקו", "כתוב כתבי כתבו", "לחצ לחצי לחצו", "הקש הקישי הקישו", "המשכ המשיכי המשיכו", "דע דעי דעו",
    "אדוני גברתי", "מר גברת", "ברוכ ברוכה ברוכימ ברוכות", "ראשונ ראשונה ראשונימ ראשונות",
    "שלישי שלישית", "רביעי רביעית", "אישה נשימ", "איש אנשימ", "בת בנות", "בנ בנימ", "ילד ילדה ילדימ ילדות",
)  # fmt: skip
#: Adjectives and participles of three letters: too short for a rule that would hold for every word.
_SHORT = _words("טוב קצר חדש שמח קטנ רחב לבנ חלק חזק חכמ ישנ יקר")
_SHORTEST_STEM = 3
_LONG_STEM = 4
_SHORTEST_PAST = 2
_FUTURE = "ת"
#: Participles of the patterns that take -ת begin with these: מדבר, נמצא.
_PARTICIPLE = "מנ"
_MADE_OF = {
    "adjective": ("", "ה", "ימ", "ות"),
    "participle": ("", "ת", "ימ", "ות"),
    "masculine": ("", "ימ"),
    "feminine": ("ה", "ות"),
    "addressed": ("כ", "כמ", "כנ"),  # שלך, בשבילכם, פנייתך
    "did": ("ת", "תמ", "תנ"),  # הגעת, פניתם
    "future": ("", "י", "ו"),  # תתחדש, תישארי, תוכלו
    "future of ה": ("ה", "י", "ו"),  # תרצה, תרצי, תרצו
}

_IRREGULAR = (
    "be is are am was were been being", "have has had having", "do does did done doing", "go goes went gone going",
    "make makes made making", "buy buys bought buying", "send sends sent sending", "tell tells told telling",
    "hear hears heard hearing", "speak speaks spoke spoken speaking", "pay pays paid paying", "hold holds held holding",
    "choose chooses chose chosen choosing", "understand understands understood understanding", "take takes took taken",
    "give gives gave given giving", "get gets got gotten getting", "say says said saying", "see sees saw seen seeing",
    "know knows knew known knowing", "find finds found finding", "think thinks thought", "bring brings brought",
    "leave leaves left leaving", "feel feels felt feeling", "keep keeps kept keeping", "come comes came coming",
    "write writes wrote written writing", "break breaks broke broken", "lose loses lost losing", "meet meets met",
    "steal steals stole stolen", "begin begins began begun", "forget forgets forgot forgotten", "die dies died dying",
    "child children", "person people", "man men", "woman women",
)  # fmt: skip
#: They only look like a plural or a verb's form.
_NO_FORMS = _words(
    "this is was his its us bus yes plus news always perhaps sometimes towards besides during morning evening"
    " something anything everything nothing thing string king ring spring ceiling need speed indeed exceed proceed"
    " hundred not red bed feed seed kindred sacred naked wicked address process business access unless less across gas"
    " lens series"
)
_VOWEL = re.compile(r"[aeiouy]")


def _rows(rows: tuple[str, ...]) -> dict[str, frozenset[Key]]:
    found: dict[str, set[Key]] = {}
    for row in rows:
        members = row.split()
        for member in members:
            found.setdefault(member, set()).add(("row", "", members[0]))
    return {member: frozenset(keys) for member, keys in found.items()}


_HEBREW_TABLE = _rows(_HEBREW_ROWS)
_ENGLISH_TABLE = _rows(_IRREGULAR)


def are_forms(left: str, right: str) -> bool:
    """Whether two normalised words are the same word or differ only in gender, number or a regular ending."""
    return left == right or not keys(left).isdisjoint(keys(right))


@lru_cache(maxsize=5_000)
def forms(word: str) -> frozenset[str]:
    """The normalised word and all that differ from it only in gender, number or a regular ending.

    A Hebrew word is taken to carry no prefix. What the rules can make is made, so some forms are no words at all.
    """
    of = bare_keys if hebrew.has_hebrew(word) else keys
    own = of(word)
    made = {form for key in own for form in _made_from(key)}
    return frozenset({word, *(form for form in made if not own.isdisjoint(of(form)))})


@lru_cache(maxsize=20_000)
def keys(word: str) -> frozenset[Key]:
    """The families that a normalised word may belong to, with its own prefixes where it may carry some."""
    if not word.isalpha():
        return frozenset()  # numbers, and tokens that mix scripts, have no forms
    if not hebrew.has_hebrew(word):
        return _ENGLISH_TABLE.get(word) or frozenset(_english(word))
    found = {*bare_keys(word)}
    for stem in hebrew.stems(word) - {word}:
        prefix = word.removesuffix(stem)
        found |= {(rule, prefix, root) for rule, _, root in bare_keys(stem)}
    return frozenset(found)


@lru_cache(maxsize=20_000)
def bare_keys(word: str) -> frozenset[Key]:
    """The families of a Hebrew word that is taken to carry no prefix; none for words of other scripts."""
    if not hebrew.has_hebrew(word):
        return frozenset()
    return _HEBREW_TABLE.get(word) or frozenset(_hebrew(word))


def _hebrew(word: str) -> Iterator[Key]:
    for rule, endings in _MADE_OF.items():
        for ending in endings:
            root = word.removesuffix(ending)
            if word.endswith(ending) and _may_be_made(rule, root, word):
                yield rule, "", _spelt(rule, root)


def _spelt(rule: str, root: str) -> str:
    """The root as the forms share it: the ו of "תכתוב" falls out in "תכתבי"."""
    return root[:-2] + root[-1] if rule == "future" and root[-2] == "ו" else root


def _may_be_made(rule: str, root: str, word: str) -> bool:
    """Whether a word of this shape may have been made so; the shorter the root, the more would be made by chance."""
    if rule == "did":
        return len(root) >= _SHORTEST_PAST and word != root
    long, paal = len(root) >= _LONG_STEM, root[1:2] == "ו"
    allowed = {
        "future": word.startswith(_FUTURE),
        "future of ה": word.startswith(_FUTURE),
        "adjective": long or root in _SHORT or (paal and word != root),  # רוצה, רוצים; but תורה is not of תור
        "participle": long and (paal or root[0] in _PARTICIPLE),
    }
    return len(root) >= _SHORTEST_STEM and allowed.get(rule, True)


def _made_from(key: Key) -> Iterator[str]:
    rule, _, root = key
    if rule == "row":
        yield from next(row for row in (*_HEBREW_ROWS, *_IRREGULAR) if row.startswith(f"{root} ")).split()
    elif rule == "base":
        yield from (root + ending for ending in ("", "s", "es", "ed", "ing", root[-1] + "ed", root[-1] + "ing"))
        yield from (root[:-1] + ending for ending in ("ies", "ied", "ed", "ing"))
    else:
        # The ו that fell out of the shared root stands in some of the forms.
        roots = {root, root[:-1] + "ו" + root[-1]} if rule == "future" else {root}
        yield from (one + ending for one in roots for ending in _MADE_OF[rule])


def _english(word: str) -> Iterator[Key]:
    """What the word may be the base form of, or a form of: "stopping" may come of stopping, stopp, stoppe, stop."""
    yield "base", "", word
    if word in _NO_FORMS or not word.isalpha() or not word.isascii():
        return
    for ending in ("s", "es", "ed", "ing"):
        root = word.removesuffix(ending)
        if not word.endswith(ending) or len(root) < _SHORTEST_STEM or not _VOWEL.search(root):
            continue
        if ending == "s" and root[-1] in "su":
            continue
        if ending == "es" and not root.endswith(("s", "x", "z", "ch", "sh", "o", "i")):
            continue
        yield from (("base", "", base) for base in _bases(root, ending) if base not in _NO_FORMS)


def _bases(root: str, ending: str) -> Iterator[str]:
    if root.endswith("i") and ending in {"es", "ed"}:
        yield root[:-1] + "y"
        return
    yield root
    if ending in {"ed", "ing"}:
        yield root + "e"
        if root[-1] == root[-2] and root[-1] not in "aeiouls":
            yield root[:-1]
