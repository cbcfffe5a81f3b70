"""One sentence in each language: what decided."""

from collections.abc import Sequence

from qa.pipeline.model import PhraseFinding
from qa.rubric.kinds import Conduct
from qa.rubric.model import Texts

NO_OPPORTUNITY = Texts("לא היה בשיחה מצב שדורש את המשפט הזה.", "Nothing in the call called for it.")
NOT_MEASURED = Texts("אי אפשר למדוד זאת בהקלטה הזו.", "This recording does not tell.")

_PHRASE = {
    "said": Texts("נשמע בשיחה, בסבירות {percent}.", "Heard in the call; likelihood {percent}."),
    "unsure": Texts("ייתכן שנאמר ({percent}); צריך להאזין ולהחליט.", "Perhaps said ({percent}); listen and decide."),
    "not_said": Texts("לא נמצא בתמליל משפט כזה.", "Nothing like it was found in the transcript."),
    "skipped": Texts("לא זוהו בהקלטה דברים של הדובר הזה.", "No words of this speaker were recognised."),
}
_UNKNOWN = Texts(" לא ידוע מי מהדוברים אמר זאת.", " It is not known which speaker said it.")
_OUTCOMES = {
    "answered": Texts("נענו בזמן", "answered in time"),
    "late": Texts("נענו באיחור", "answered late"),
    "missed": Texts("הוחמצו", "missed"),
    "unsure": Texts("בספק", "unsure"),
}
_MEASURES = {
    "dead_air_count": Texts("מספר השתיקות הארוכות", "Long silences"),
    "dead_air_longest_s": Texts("השתיקה הארוכה ביותר, בשניות", "The longest silence, in seconds"),
    "talk_over_count": Texts("מספר הפעמים ששני הצדדים דיברו יחד", "Times that both spoke at once"),
    "talk_over_total_s": Texts("משך הדיבור של שני הצדדים יחד, בשניות", "Seconds in which both spoke at once"),
    "agent_talk_share": Texts("חלקו של הנציג בדיבור", "The agent's share of the talk"),
    "agent_words_per_minute": Texts("מילים בדקה של הנציג", "The agent's words a minute"),
    "first_word_s": Texts("המילה הראשונה של הנציג, בשניות מתחילת השיחה", "The agent's first word, in seconds"),
    "longest_monologue_s": Texts(
        "הדיבור הרצוף הארוך ביותר של הנציג, בשניות", "The agent's longest monologue, in seconds"
    ),
}


def phrase(found: PhraseFinding) -> Texts:
    """Why a phrase counts as said, not said or unsure."""
    text = _PHRASE[found.verdict]
    if any(evidence.speaker == "unknown" for evidence in found.occurrences):
        text = Texts(text.he + _UNKNOWN.he, text.en + _UNKNOWN.en)
    percent = f"{found.probability:.0%}"
    return Texts(text.he.format(percent=percent), text.en.format(percent=percent))


def transition(in_order: int, need: int) -> Texts:
    """Why a transition counts as made or not."""
    if need == 1:
        return Texts("נאמר משפט מעבר.", "A transition sentence was said.") if in_order else _no_transition()
    return Texts(
        f"נשמעו {in_order} משפטי מעבר לפי הסדר, מתוך {need} הנדרשים.",
        f"{in_order} of the {need} transition sentences needed were heard in order.",
    )


def _no_transition() -> Texts:
    return Texts("לא נשמע בבירור אף אחד ממשפטי המעבר.", "None of the transition sentences was clearly heard.")


def situation(outcomes: Sequence[str]) -> Texts:
    """What became of the opportunities."""
    counts = {outcome: outcomes.count(outcome) for outcome in _OUTCOMES if outcome in outcomes}
    he = ", ".join(f"{_OUTCOMES[outcome].he}: {count}" for outcome, count in counts.items())
    en = ", ".join(f"{_OUTCOMES[outcome].en}: {count}" for outcome, count in counts.items())
    return Texts(f"הזדמנויות בשיחה: {len(outcomes)} ({he}).", f"Opportunities in the call: {len(outcomes)} ({en}).")


def conduct(kind: Conduct, value: float) -> Texts:
    """What was measured, and what was asked for."""
    name = _MEASURES[kind.measure]
    wanted = _bounds(kind)
    shown = f"{round(value, 2):g}"
    return Texts(
        f"{name.he}: {shown} (היעד: {', '.join(bound.he for bound in wanted)}).",
        f"{name.en}: {shown} (wanted: {', '.join(bound.en for bound in wanted)}).",
    )


def _bounds(kind: Conduct) -> list[Texts]:
    bounds = []
    if kind.at_least is not None:
        bounds.append(Texts(f"לפחות {kind.at_least:g}", f"at least {kind.at_least:g}"))
    if kind.at_most is not None:
        bounds.append(Texts(f"לכל היותר {kind.at_most:g}", f"at most {kind.at_most:g}"))
    return bounds
