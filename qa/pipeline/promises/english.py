"""Promises in English: somebody, "will" or "going to", and a verb."""

from collections.abc import Iterator

from qa.pipeline.promises.clause import Clause, Frame, What, Who, nearest


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WILL = _words("will shall")
_FIRST = _words("i we")
_PRONOUNS = _words("i we you he she it they")
#: Between "will" and its verb.
_BETWEEN = _words(
    "also then just definitely certainly surely personally gladly now still first both all be have get to"
)
_DENIAL = _words("not never hardly")
#: What is only asked about, told of, or possible, stands behind one of these.
_UNREAL = _words(
    "if whether when unless once until before how what why who which where said say says told think asked hope"
)
_VOWS = _words("promise guarantee assure ensure sure commit")

_LATER = _words(
    "call phone ring email mail send text message post ship deliver refund credit reimburse return update notify inform"
    " contact arrange schedule book issue order replace repair fix visit come arrive bring follow handle settle cancel"
    " pay waive remove reset escalate forward reopen process prepare resolve complete finish correct compensate collect"
    " pick install reach write reply answer solve track investigate chase ask"
)
_LATER_FORMS = _words(
    "sent paid brought written done back touch shipped refunded credited delivered replaced repaired fixed issued"
    " cancelled canceled removed processed contacted notified calling sending coming shipping arriving getting"
    " returned corrected picked collected installed resolved completed emailed mailed posted"
)
_HERE = _words(
    "check look ask put place hold transfer connect explain tell read verify confirm go need see help try take open"
    " give do make wait note add block freeze speak talk stay show walk start"
)
_RECEIVE = _words("get receive have hear")
_RECEIVED = _words(
    "refund email message text letter call card confirmation parcel package money update notification replacement form"
    " invoice credit answer reply news sms code back"
)


def frames(clause: Clause) -> Iterator[Frame]:
    """Every place of the sentence where somebody commits to something."""
    for at in range(len(clause.tokens)):
        verb_at = _verb_place(clause, at)
        if verb_at is None:
            continue
        subject = _subject(clause, at)
        if subject is None or clause.is_asked(at) or _is_unreal(clause, subject[1]):
            continue
        who, start = subject
        done = _done(clause, verb_at, receives=who == "receiver")
        if done:
            what, likeness = done
            yield Frame(start, who, what, _vowed(clause, start, verb_at), likeness)


def _verb_place(clause: Clause, at: int) -> int | None:
    """Where the verb stands, if token `at` announces the future; None where it does not, or denies it."""
    if clause.text(at) in _WILL:
        place = at + 1
    elif clause.text(at) in {"am", "are", "is"} and (clause.text(at + 1), clause.text(at + 2)) == ("going", "to"):
        place = at + 3
    else:
        return None
    while clause.text(place) in _BETWEEN:
        place += 1
    return None if clause.text(place) in _DENIAL or place >= len(clause.tokens) else place


def _subject(clause: Clause, at: int) -> tuple[Who, int] | None:
    """Who will, and where that begins. None for a question, where the pronoun stands behind."""
    before = clause.text(at - 1)
    if before in _FIRST:
        return "first", at - 1
    if before == "you":
        return "receiver", at - 1
    if clause.text(at + 1) in _PRONOUNS:
        return None
    if not before or clause.words[clause.tokens[at - 1].last].text.endswith(","):
        return "implied", at  # recognisers often swallow the "I'll" of a sentence's beginning
    return "third", max(0, at - 3)


def _is_unreal(clause: Clause, start: int) -> bool:
    before = {clause.text(start - 1), clause.text(start - 2)}
    return bool(before & _UNREAL) and not before & _VOWS


def _done(clause: Clause, at: int, *, receives: bool) -> tuple[What, float] | None:
    verb = clause.text(at)
    if receives:
        behind = {clause.text(place) for place in range(at, at + 6)}
        return ("later", 1.0) if (verb in _RECEIVE or clause.text(at - 1) in _RECEIVE) and behind & _RECEIVED else None
    if verb in _LATER_FORMS or _returns(clause, at):
        return "later", 1.0
    if verb in _HERE:
        return "here", 1.0
    _, likeness = nearest(verb, _LATER)
    return ("later", likeness) if likeness else None


def _returns(clause: Clause, at: int) -> bool:
    """ "get back to you", "be in touch", "see to it", "take care", "make sure"."""
    pair = (clause.text(at), clause.text(at + 1))
    return pair in {
        ("in", "touch"),
        ("take", "care"),
        ("make", "sure"),
        ("see", "to"),
        ("let", "you"),
        ("look", "into"),
    }


def _vowed(clause: Clause, start: int, verb_at: int) -> bool:
    around = {clause.text(place) for place in range(start - 3, verb_at + 2)}
    return bool(around & _VOWS)
