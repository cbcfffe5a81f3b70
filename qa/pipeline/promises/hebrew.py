"""Promises in Hebrew: a verb of the future carries in its first letter who will do it."""

from collections.abc import Iterator

from qa.pipeline.phrases.normalise import normalise
from qa.pipeline.promises.clause import Clause, Frame, What, Who, nearest


def _words(text: str) -> frozenset[str]:
    return frozenset(normalise(word) for word in text.split())


_FIRST_LATER = _words(
    "אחזור אתקשר אשלח אעדכן אטפל אדאג אזמין אתאם אזכה אחזיר אבטל אקבע אכין אברר אמסור אודיע אסדר אחליף אשלים אעקוב"
    " אצלצל אטלפן אכתוב אנפיק אקדם אפנה אפצה אסיים אסגור אביא אסמס אוציא אמשיך אפעל אשיב"
    " נחזור נתקשר נשלח נעדכן נטפל נדאג נזמין נתאם נזכה נחזיר נבטל נקבע נכין נברר נמסור נודיע נסדר נחליף נשלים נתקן"
    " נגיע נצלצל נביא נפצה נשיב נפעל נקדם ניצור ניתן נסיים נסגור נאסוף נתקין"
)
_FIRST_HERE = _words(
    "אבדוק אשאל אעביר אסביר אקריא אראה אנסה אעזור אוודא אוסיף אפתח אחסום ארשום אגיד אספר אחפש אכניס אעשה אתן"
    " נבדוק נראה ננסה נעשה נעביר נפתח נוודא נמשיך נתחיל"
)
_THIRD = _words(
    "יגיע יגיעו תגיע יחזור יחזרו תחזור יתקשר יתקשרו תתקשר ישלח ישלחו יישלח תישלח יישלחו יעדכן יעדכנו יטפל יטפלו"
    " יצור ייצור ייצרו יצרו יזוכה יבוטל יועבר יוחזר יתוקן יוחלף יסופק יותקן יחליף יחליפו יתקן יתקין יביא יביאו יבוא"
    " יבואו תבוא ייכנס תיכנס יכנס יפצה יאסוף יאסף ייאסף יופיע תופיע יתקבל תתקבל יסודר יטופל תטופל"
)
_RECEIVER = _words("תקבל תקבלי תקבלו תזוכה תזוכי תזוכו תעודכן תעודכני תעודכנו")
_PRESENT = _words(
    "שולח שולחת חוזר חוזרת מתקשר מתקשרת מעדכן מעדכנת מזמין מזמינה מזכה מחזיר מחזירה מגיע מגיעה מגיעים שולחים חוזרים"
    " מתקשרים מתאם מתאמת"
)
_DENIAL = _words("לא שלא ולא אל אין אינו אינני בלי")
_VERBS: tuple[tuple[Who, What, frozenset[str]], ...] = (
    ("first", "later", _FIRST_LATER),
    ("first", "here", _FIRST_HERE),
    ("third", "later", _THIRD),
    ("receiver", "later", _RECEIVER),
)
#: What is only asked about, wished or possible stands behind one of these.
_UNREAL = _words("אם האם מתי כאשר אולי הייתי היינו היה איפה למה איך מי אמר אמרו אמרה לפני כמה")
#: Before a verb of the third person: it is the customer who will do it.
_YOU = _words("אתה את אתם אתן")
_VOWS = _words("מבטיח מבטיחה מתחייב מתחייבת מבטיחים מתחייבים אדאג נדאג אוודא נוודא")
#: "that" and "when" written onto a verb: it is told of, not committed to, unless somebody vows it.
_SUBORDINATE = ("כש", "ש")
_TWO_BEFORE = 2


def frames(clause: Clause) -> Iterator[Frame]:
    """Every place of the sentence where somebody commits to something."""
    for at in range(len(clause.tokens)):
        read = _read(clause, at)
        if read is None or clause.is_asked(at) or _is_unreal(clause, at):
            continue
        who, what, likeness = read
        if who == "third" and clause.text(at - 1) in _YOU:
            continue
        before = {clause.text(at - back) for back in range(4)}
        vowed = bool(before & _VOWS)
        if _is_subordinate(clause.text(at)) and not vowed:
            continue
        yield Frame(_start(clause, at, who), who, what, vowed, likeness)


def _read(clause: Clause, at: int) -> tuple[Who, What, float] | None:
    """What the verb at this token says, if it is one; the best of its listed likenesses."""
    word = _bare(clause.text(at))
    if clause.text(at - 1) == "אני" and word in _PRESENT:
        return "first", "here", 1.0  # the present tells of the future only where a time is named
    likeness, who, what = max((nearest(word, known)[1], who, what) for who, what, known in _VERBS)
    if who == "third" and at == 0 and likeness < 1:
        return None
    return (who, what, likeness) if likeness else None


def _bare(word: str) -> str:
    """Without "and", "that", "when" before the verb."""
    for prefix in ("וכש", "וש", "כש", "ו", "ש"):
        if word.startswith(prefix) and len(word) - len(prefix) >= 4:
            return word.removeprefix(prefix)
    return word


def _is_subordinate(word: str) -> bool:
    bare = _bare(word)
    return bare != word and word.removesuffix(bare).removeprefix("ו").startswith(_SUBORDINATE)


def _is_unreal(clause: Clause, at: int) -> bool:
    """Denied right before, or only asked about within the two words before."""
    return clause.text(at - 1) in _DENIAL or any(
        clause.text(at - back) in _UNREAL for back in range(1, _TWO_BEFORE + 1)
    )


def _start(clause: Clause, at: int, who: Who) -> int:
    if who == "third":
        return max(0, at - 2)
    return at - 1 if clause.text(at - 1) in {"אני", "אנחנו"} else at
