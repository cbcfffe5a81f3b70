"""What is particular to Hebrew when two words are compared: marks, final letters, prefixes, spelling, sounds."""

import re
import unicodedata

#: Points and cantillation marks; the maqaf (U+05BE) between them is a hyphen and is left for the splitter.
_MARKS = re.compile(r"[\u0591-\u05bd\u05bf-\u05c7]")
#: Direction marks, joiners and the byte order mark: invisible, and recognisers do emit them.
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c]")
_FINALS = str.maketrans("ךםןףץ", "כמנפצ")
_GERESH = str.maketrans(dict.fromkeys("׳’‘`´′ʼ‛", "'") | dict.fromkeys("״“”„″‟", '"'))
#: A prefix written onto what follows with a hyphen or maqaf, as before digits and foreign words: ב-25, ה־SMS.
_HYPHENED = re.compile(r"(?<![^\W_])((?:ו?(?:כש|[הבכלמש])|לכש|ש[הבלמ]|ו))[-־‐‑–](?=[^\W_])")

#: Letters that sound alike today, so a recogniser may write either: each is written as its first.
_ALIKE = str.maketrans({"ט": "ת", "ק": "כ", "ח": "כ", "ע": "א", "ס": "ש"})
_LETTER = re.compile(r"[א-ת]")
_DOUBLED = re.compile(r"([יו])\1+")
#: ו ה ב כ ל מ ש, alone or up to three in a row, as in "וכשה...".
_PREFIX_LETTERS = "והבכלמש"
_LONGEST_PREFIX = 3
_SHORTEST_STEM = 2


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Words that carry grammar and little else: they weigh less when a sentence is compared.
FUNCTION_WORDS = _words(
    "את של על אל אני אנחנו אנו אתה אתם הוא היא הם הן זה זאת זו אלה לי לך לכם לנו לו לה להם אותך אותי אותו אותה אתכם"
    " שלי שלך שלנו שלכם עם כי גם או אם יש אין כל כן לא רק עוד כבר אז מה מי איך כמה האם כדי אצלנו אצלכם אצל אחרי"
    " לפני בין עד מן כעת עכשיו היה היו הייתי יהיה תהיה להיות אבל ואני שאני שזה בו בה בזה"
)
#: Words that people sprinkle over a sentence without changing it.
FILLERS = _words(
    "אה אהה אממ אז כן טוב בסדר ממש מאוד רבה הרבה בבקשה פשוט בעצם אולי רגע כאילו נו הנה גם רק אוקיי אוקי כבר"
    " אני לך לכם הזאת הזה"
)
#: Words that turn a sentence round.
NEGATORS = _words("לא אין אל בלי אינו אינה אינני איננו אף")


#: Words that are written in two ways and mean one thing, the rarer spelling first; final letters are ordinary ones.
_RESPELT = dict(
    pair.split("/", 1)
    for pair in _words(
        "תכנית/תוכנית תכניות/תוכניות אמא/אימא צהרימ/צהריימ מיד/מייד דוגמה/דוגמא אמנמ/אומנמ שרות/שירות שרותימ/שירותימ"
        " אפנ/אופנ שתימ/שתיימ מאתימ/מאתיימ עינימ/עיניימ ידימ/ידיימ שנתימ/שנתיימ יומימ/יומיימ שעתימ/שעתיימ"
        " שבועימ/שבועיימ"
    )
)
#: Behind this prefix some of them would be another word: משרות are jobs.
_NOT_BEFORE_RESPELT = "מ"


def has_hebrew(text: str) -> bool:
    """Whether any letter is Hebrew."""
    return _LETTER.search(text) is not None


def plain(text: str) -> str:
    """Without points, accents and direction marks; quotes of every kind as `'` and `"`, prefixes without a hyphen."""
    parts = unicodedata.normalize("NFKD", _INVISIBLE.sub("", text))
    bare = "".join(letter for letter in parts if not unicodedata.combining(letter))
    text = _MARKS.sub("", unicodedata.normalize("NFKC", bare)).translate(_GERESH).replace("''", '"')
    return _HYPHENED.sub(r"\1", text)


def fold(word: str) -> str:
    """Final letters as their ordinary form; geresh and gershayim inside the word dropped: חו״ל, חו"ל and חול agree.

    Of words with two accepted spellings one is kept, so that even an exact wording may be written either way.
    """
    folded = word.translate(_FINALS).replace("'", "").replace('"', "")
    for stem in stems(folded) & _RESPELT.keys():
        prefix = folded.removesuffix(stem)
        if _NOT_BEFORE_RESPELT not in prefix:
            return prefix + _RESPELT[stem]
    return folded


def sound(word: str) -> str:
    """The folded word as it sounds: letters that sound alike written as one, doubled י and ו once, a final ה as א."""
    heard = _DOUBLED.sub(r"\1", word).translate(_ALIKE)
    return heard[:-1] + "א" if len(heard) > 1 and heard.endswith("ה") else heard


def bones(word: str) -> str:
    """The consonants of a sounded word: full and defective spelling agree. A very short word keeps all its letters."""
    kept = word[:1] + word[1:].replace("י", "").replace("ו", "")
    return kept if len(kept) > _SHORTEST_STEM else word


def stems(word: str) -> frozenset[str]:
    """The folded word itself and what is left of it behind each run of prefix letters that it may carry."""
    found = {word}
    for length in range(1, _LONGEST_PREFIX + 1):
        if len(word) - length < _SHORTEST_STEM or word[length - 1] not in _PREFIX_LETTERS:
            break
        found.add(word[length:])
    return frozenset(found)
