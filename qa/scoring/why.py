"""One sentence in each language: what decided."""

from collections.abc import Sequence

from qa.pipeline.model import PhraseFinding
from qa.rubric.kinds import Conduct, Tone
from qa.rubric.kinds.conduct import Measure
from qa.rubric.kinds.tone import ToneMeasure, ToneSpeaker
from qa.rubric.model import Condition, Rubric, Texts

NO_OPPORTUNITY = Texts("לא היה בשיחה מצב שדורש את המשפט הזה.", "Nothing in the call called for it.")
NO_TONE = Texts(
    "לא נבדק, כי הטון לא נותח בשיחה הזו: אין מנוע זמין לכך.",
    "Not checked, because tone was not judged in this call: no engine for it was at hand.",
)
TONE_UNKNOWN = Texts(
    "לא נבדק, כי הדובר הזה אמר מעט מכדי לשפוט את הטון שלו.",
    "Not checked, because this speaker said too little for a tone to be judged.",
)
TONE_ONCE = Texts(
    "לא נבדק, כי הטון ידוע רק ברבע אחד של השיחה ואין עם מה להשוות.",
    "Not checked, because the tone is known in one quarter of the call only, and there is nothing to compare it with.",
)
WRITTEN = Texts(
    "לא רלוונטי: זו שיחה כתובה, ואין בה קול או זמן למדידה.",
    "Not applicable: this conversation is written, so there is no sound or time to measure.",
)
ASSEMBLED = Texts(
    "לא נבדק בתרגול: כל מענה הוקלט בנפרד, ולכן ההפסקות שבין הדברים אינן הפסקות אמיתיות.",
    "Not judged in practice: each answer was recorded by itself, so the pauses in between are not real pauses.",
)
NOT_MEASURED = Texts("אי אפשר למדוד זאת בהקלטה הזו.", "This recording does not tell.")

_PHRASE = {
    "said": Texts("נשמע בשיחה, בסבירות {percent}.", "Heard in the call; likelihood {percent}."),
    "unsure": Texts("ייתכן שנאמר ({percent}); צריך להאזין ולהחליט.", "Perhaps said ({percent}); listen and decide."),
    "not_said": Texts("לא נמצא בתמליל משפט כזה.", "Nothing like it was found in the transcript."),
}
_PHRASE_WRITTEN = {
    "said": Texts("נכתב בשיחה, בסבירות {percent}.", "Written in the conversation; likelihood {percent}."),
    "unsure": Texts("ייתכן שנכתב ({percent}); צריך לקרוא ולהחליט.", "Perhaps written ({percent}); read and decide."),
    "not_said": Texts("לא נמצא בהודעות משפט כזה.", "Nothing like it was found in the messages."),
}
_NO_WORDS = Texts(
    "לא נבדק, כי לא זוהו בהקלטה דברים של הדובר הזה.",
    "Not checked, because no words of this speaker were recognised.",
)
_UNKNOWN = Texts(" לא ידוע מי מהדוברים אמר זאת.", " It is not known which speaker said it.")
_OUTCOMES = {
    "answered": Texts("נענו בזמן", "answered in time"),
    "late": Texts("נענו באיחור", "answered late"),
    "missed": Texts("הוחמצו", "missed"),
    "unsure": Texts("בספק", "unsure"),
}
_SPEAKERS: dict[ToneSpeaker, Texts] = {
    "agent": Texts("הטון של הנציג", "The agent's tone"),
    "customer": Texts("הטון של הלקוח", "The customer's tone"),
}
_TONES: dict[ToneMeasure, Texts] = {
    "mean": Texts("בממוצע על פני השיחה", "on average over the call"),
    "first_quarter": Texts("בתחילת השיחה", "at the beginning of the call"),
    "last_quarter": Texts("בסוף השיחה", "at the end of the call"),
    "lowest_quarter": Texts("ברבע הנמוך ביותר של השיחה", "in the lowest quarter of the call"),
    "trend": Texts("מתחילת השיחה ועד סופה", "from the beginning of the call to its end"),
}
_SCALE = Texts("בסולם מ־5- עד 5+", "on a scale of -5 to +5")
_BY_SENTENCES = Texts(
    " המעבר בין שלבי השיחה לא זוהה, ולכן נבדק רק מה שנאמר.",
    " Where the phases meet was not found, so only what was said is judged.",
)
_MEASURES: dict[Measure, Texts] = {
    "dead_air_count": Texts("מספר השתיקות הארוכות", "Long silences"),
    "dead_air_longest_s": Texts("השתיקה הארוכה ביותר, בשניות", "The longest silence, in seconds"),
    "silence_share": Texts("חלקן של השתיקות בשיחה", "The share of the conversation that is silence"),
    "talk_over_count": Texts("מספר הפעמים ששני הצדדים דיברו יחד", "Times that both spoke at once"),
    "talk_over_total_s": Texts("משך הדיבור של שני הצדדים יחד, בשניות", "Seconds in which both spoke at once"),
    "agent_talk_over_count": Texts(
        "מספר הפעמים שהנציג התחיל לדבר בזמן שהלקוח מדבר", "Times that the agent began to speak over the customer"
    ),
    "customer_talk_over_count": Texts(
        "מספר הפעמים שהלקוח התחיל לדבר בזמן שהנציג מדבר", "Times that the customer began to speak over the agent"
    ),
    "agent_interruption_count": Texts(
        "מספר הפעמים שהנציג נכנס לדברי הלקוח", "Times that the agent took the turn from the customer"
    ),
    "customer_interruption_count": Texts(
        "מספר הפעמים שהלקוח נכנס לדברי הנציג", "Times that the customer took the turn from the agent"
    ),
    "agent_talk_share": Texts("חלקו של הנציג בדיבור", "The agent's share of the talk"),
    "agent_words_per_minute": Texts("מילים בדקה של הנציג", "The agent's words a minute"),
    "customer_words_per_minute": Texts("מילים בדקה של הלקוח", "The customer's words a minute"),
    "agent_loudness_db": Texts("עוצמת הקול של הנציג, בדציבלים (dBFS)", "The agent's loudness, in dBFS"),
    "loudness_difference_db": Texts(
        "ההפרש בין עוצמת הקול של הנציג לזו של הלקוח, בדציבלים", "The agent's loudness less the customer's, in dB"
    ),
    "first_word_s": Texts("המילה הראשונה של הנציג, בשניות מתחילת השיחה", "The agent's first word, in seconds"),
    "longest_monologue_s": Texts(
        "הדיבור הרצוף הארוך ביותר של הנציג, בשניות", "The agent's longest monologue, in seconds"
    ),
    "hold_count": Texts("מספר ההמתנות", "Holds"),
    "hold_total_s": Texts("משך ההמתנות יחד, בשניות", "Seconds on hold in all"),
    "hold_longest_s": Texts("ההמתנה הארוכה ביותר, בשניות", "The longest hold, in seconds"),
    "hold_unannounced_count": Texts(
        "מספר ההמתנות שהנציג לא אמר דבר לפניהן", "Holds before which the agent said nothing"
    ),
    "hold_no_return_count": Texts("מספר ההמתנות שהנציג לא חזר מהן", "Holds from which the agent did not return"),
    "hold_return_longest_s": Texts(
        "הזמן הארוך ביותר מסוף המתנה ועד שהנציג חזר לדבר, בשניות",
        "The longest time from the end of a hold to the agent's first word, in seconds",
    ),
}


def phrase(found: PhraseFinding, *, written: bool = False) -> Texts:
    """Why a phrase counts as said, not said or unsure, or why it was not checked. `written`: nobody heard anything."""
    if found.verdict == "skipped":
        return skipped(found)
    text = (_PHRASE_WRITTEN if written else _PHRASE)[found.verdict]
    if any(evidence.speaker == "unknown" for evidence in found.occurrences):
        text = Texts(text.he + _UNKNOWN.he, text.en + _UNKNOWN.en)
    percent = f"{found.probability:.0%}"
    return Texts(text.he.format(percent=percent), text.en.format(percent=percent))


def skipped(found: PhraseFinding) -> Texts:
    """Why a phrase was not looked for. The pipeline's own words are English."""
    if found.why.startswith("no words of"):
        return _NO_WORDS
    return Texts(f"לא נבדק, כי לא היה אפשר לחפש את המשפט ({found.why}).", f"Not checked, because {found.why}.")


def condition(asked_if: Condition, rubric: Rubric) -> Texts:
    """Why a question is not asked: another one would have to be answered otherwise."""
    other = rubric.question(asked_if.question_id)
    labels = [other.option(option_id).label for option_id in asked_if.options]
    he, en = " / ".join(label.he for label in labels), " / ".join(label.en for label in labels)
    return Texts(
        f"נשאל רק כאשר התשובה לשאלה „{other.text.he}” היא {he}.",
        f"Asked only where “{other.text.en}” is answered: {en}.",
    )


def transition(in_order: int, need: int) -> Texts:
    """Why a transition counts as made or not."""
    if need == 1:
        return Texts("נאמר משפט מעבר.", "A transition sentence was said.") if in_order else _no_transition()
    return Texts(
        f"נשמעו {in_order} משפטי מעבר לפי הסדר, מתוך {need} הנדרשים.",
        f"{in_order} of the {need} transition sentences needed were heard in order.",
    )


def leading(said: int, listed: int, share: float) -> Texts:
    """How far the agent led the call, and how far was asked for."""
    return Texts(
        f"נשמעו {said} מתוך {listed} משפטי מעבר (היעד: לפחות {share:.0%}).",
        f"{said} of {listed} transition sentences were heard (wanted: at least {share:.0%}).",
    )


def by_sentences(text: Texts) -> Texts:
    """The same, with the remark that the phases of the call were no help."""
    return Texts(text.he + _BY_SENTENCES.he, text.en + _BY_SENTENCES.en)


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
    wanted = _bounds(kind.at_least, kind.at_most)
    shown = f"{round(value, 2):g}"
    return Texts(
        f"{name.he}: {shown} (היעד: {', '.join(bound.he for bound in wanted)}).",
        f"{name.en}: {shown} (wanted: {', '.join(bound.en for bound in wanted)}).",
    )


def tone(kind: Tone, value: float) -> Texts:
    """Which tone was found, and which was asked for."""
    whose, where = _SPEAKERS[kind.speaker], _TONES[kind.measure]
    wanted = _bounds(kind.at_least, kind.at_most)
    shown = f"{round(value, 1) + 0:+g}"
    if kind.measure == "trend":
        he, en = f"{whose.he} {where.he} השתנה ב־{shown}", f"{whose.en} changed {where.en} by {shown}"
    else:
        he, en = f"{whose.he} {where.he}: {shown}, {_SCALE.he}", f"{whose.en} {where.en}: {shown}, {_SCALE.en}"
    return Texts(
        f"{he} (היעד: {', '.join(bound.he for bound in wanted)}).",
        f"{en} (wanted: {', '.join(bound.en for bound in wanted)}).",
    )


def _bounds(at_least: float | None, at_most: float | None) -> list[Texts]:
    bounds = []
    if at_least is not None:
        bounds.append(Texts(f"לפחות {at_least:g}", f"at least {at_least:g}"))
    if at_most is not None:
        bounds.append(Texts(f"לכל היותר {at_most:g}", f"at most {at_most:g}"))
    return bounds
