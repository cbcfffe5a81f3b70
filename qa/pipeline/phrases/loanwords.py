"""Words that Hebrew and English share: one spelling for the common ones, and consonants to compare the others by."""

import re
from collections.abc import Sequence
from functools import lru_cache

from qa.pipeline.phrases import hebrew

#: Each row is one word: the spelling that stands for it, then the others. A hyphen stands where words are parted.
_ROWS = (
    "email: e-mail, אימייל, אי-מייל, מייל, אימיל, דוא״ל",
    "emails: e-mails, אימיילים, מיילים",
    "whatsapp: whats-app, watsapp, ווטסאפ, וואטסאפ, וואטסאפפ, ואטסאפ, ווצאפ, וואצאפ, ווטס-אפ, וואטס-אפ",
    "sms: s-m-s, אס-אם-אס, אסאמאס, סמס, אסמס",
    "chat: צ׳אט, ציאט",
    "online: on-line, אונליין, און-ליין",
    "internet: אינטרנט",
    "website: web-site",
    "wifi: wi-fi, וויי-פיי, וויפיי, ווייפיי, ויפי",
    "facebook: face-book, פייסבוק",
    "youtube: you-tube, יוטיוב",
    "paypal: pay-pal, פייפאל, פיי-פאל",
    "visa: ויזה",
    "mastercard: master-card, מאסטרקארד, מסטרקארד, מאסטר-קארד",
    "fax: פקס",
    "okay: ok, אוקיי, אוקי, או-קיי",
    "bye: ביי",
    "percent: per-cent, אחוז, אחוזים, %",
    "id: איי-די",
    "tv: t-v, טי-וי",
    "usb: u-s-b, יו-אס-בי",
    "gps: g-p-s, ג׳י-פי-אס",
    "cvv: c-v-v, סי-וי-וי",
)
#: A loanword this short is looked for only by itself: behind a prefix it may be another word.
_SHORTEST_PREFIXED = 4
_PREFIXES = "והבכלמש"
_MOST_PREFIXES = 3

#: Consonants by the sound that both scripts can write; vowels and the letters that often stand for them are left out.
_HEBREW_SOUNDS = str.maketrans(
    {"א": "", "ה": "", "ו": "", "י": "", "ע": "", "ב": "b", "ג": "g", "ד": "d", "ז": "s", "ח": "k", "ט": "t", "כ": "k",
     "ל": "l", "מ": "m", "נ": "n", "ס": "s", "פ": "p", "צ": "s", "ק": "k", "ר": "r", "ש": "s", "ת": "t"}
)  # fmt: skip
_LATIN_SOUNDS = str.maketrans(
    dict.fromkeys("aeiouyhw'", "") | {"c": "k", "f": "p", "j": "g", "q": "k", "v": "b", "x": "ks", "z": "s"}
)
_LATIN_GROUPS = (
    (re.compile("ph"), "f"),
    (re.compile("ch|tch"), "s"),
    (re.compile("sh"), "s"),
    (re.compile("c(?=[eiy])"), "s"),
)
_REPEATED = re.compile(r"(.)\1+")
_FEWEST_CONSONANTS = 2


def joined(words: Sequence[str]) -> list[tuple[str, int]]:
    """The folded words with loanwords in their one spelling, each with how many words it took.

    A Hebrew prefix stays on it: "בווטסאפ" is "בwhatsapp".
    """
    out: list[tuple[str, int]] = []
    at = 0
    while at < len(words):
        out.append(_loanword_at(words, at) or (words[at], 1))
        at += out[-1][1]
    return out


@lru_cache(maxsize=20_000)
def skeleton(word: str) -> str:
    """The consonants of a normalised word in one alphabet for both scripts; empty where they are too few."""
    if hebrew.has_hebrew(word):
        bones = word.translate(_HEBREW_SOUNDS)
    else:
        bones = word
        for group, single in _LATIN_GROUPS:
            bones = group.sub(single, bones)
        bones = bones.translate(_LATIN_SOUNDS)
    bones = _REPEATED.sub(r"\1", bones)
    return bones if len(bones) >= _FEWEST_CONSONANTS and bones.isascii() and bones.isalpha() else ""


def _loanword_at(words: Sequence[str], at: int) -> tuple[str, int] | None:
    for length in _LENGTHS:
        form = tuple(words[at : at + length])
        if len(form) < length:
            continue
        if form in _TABLE:
            return _TABLE[form], length
        for cut in range(1, _MOST_PREFIXES + 1):
            if form[0][cut - 1 : cut] not in _PREFIXES or not form[0][cut:]:
                break
            bare = (form[0][cut:], *form[1:])
            if bare in _TABLE and sum(map(len, bare)) >= _SHORTEST_PREFIXED:
                return form[0][:cut] + _TABLE[bare], length
    return None


def _table() -> dict[tuple[str, ...], str]:
    found: dict[tuple[str, ...], str] = {}
    for row in _ROWS:
        one, others = row.split(": ")
        for form in others.split(", "):
            found[tuple(hebrew.fold(hebrew.plain(part)) for part in form.split("-"))] = one
    return found


_TABLE = _table()
_LENGTHS = sorted({len(form) for form in _TABLE}, reverse=True)
