"""Sentences that show which phase of a call is under way, in both languages, and who says them.

They are looked for like the phrases of a rubric, but apart from those: cues that compete with a rubric's own phrases
would take the words away from them.
"""

from dataclasses import dataclass
from functools import lru_cache

from qa.pipeline.model import PhaseName, PhraseSpec, Speaker


@dataclass(frozen=True, slots=True)
class _Cues:
    phase: PhaseName
    speaker: Speaker
    wordings: tuple[str, ...]


_ENGLISH = (
    _Cues(
        "opening",
        "agent",
        (
            "thank you for calling <company>, {how|what} {may|can} I {help|do for} you",
            "{how|what} {may|can} I {help|do for} you today",
            "you are speaking {with|to} <name>",
            "welcome to <company> {service|support}",
            "good {morning|afternoon|evening}, my name is <name>",
        ),
    ),
    _Cues(
        "identification",
        "agent",
        (
            "{may|can|could} I [please] have your {ID|account|customer|policy|phone|card} number",
            "{may|can|could} I [please] have your full name and {address|postcode}",
            "what is your {ID|account|customer|policy|phone|card} number",
            "so that I can help you, {may|can|could} I [please] have your <number>",
            "I need to verify {your identity|who I am speaking to}",
            "for {security|identification}, please {tell|give} me the last four digits",
            "{may|can|could} I take your date of birth",
        ),
    ),
    _Cues(
        "inquiry",
        "customer",
        (
            "I am calling {about|because of} <reason>",
            "I have a {problem|question} {with|about} <reason>",
            "my <thing> {does not work|is broken|stopped working}",
            "I {was|have been} charged <amount>",
            "I would like to {know|change|add|cancel|report|order} <reason>",
            "I need {help|you to help me} with <reason>",
        ),
    ),
    _Cues(
        "inquiry",
        "agent",
        (
            "I want to make sure I understood you correctly",
            "before we continue, I will ask you {a few|two} short questions",
            "{can|could} you tell me what happened",
            "when did {this|it} {start|happen}",
        ),
    ),
    _Cues(
        "solution",
        "agent",
        (
            "{I will|let me} [now] {check|look up} the details for you",
            "I [can] see {here|in the system} that <finding>",
            "I have {cancelled|refunded|ordered|updated|sent|booked|blocked} <matter>",
            "what {I|we} can do {for you|now} is <matter>",
            "let me see what I can {offer|do for} you",
            "a technician {will|can} come <when>",
            "you {will|are going to} {receive|get} a {refund|replacement|message} <when>",
            "thank you for {holding|waiting}",
        ),
    ),
    _Cues(
        "summary",
        "agent",
        (
            "[so] to {sum up|summarize|summarise} our call",
            "let me {sum up|summarize|summarise|recap} what we agreed",
            "{so|just} to recap",
            "so we {have agreed|agreed} that <matter>",
        ),
    ),
    _Cues(
        "closing",
        "agent",
        (
            "is there {anything|something} else I can help you with",
            "what else can I do for you",
            "thank you for {calling|contacting} us",
            "have a {nice|good|pleasant|great|lovely} {day|evening|weekend}",
        ),
    ),
)

_HEBREW = (
    _Cues(
        "opening",
        "agent",
        (
            "שלום, {הגעת|הגעתם} ל<company>, {במה|איך} {אוכל|אפשר} לעזור",
            "שלום, {מדבר|מדברת} <name>, {במה|איך} {אוכל|אפשר} לעזור",
            "{הגעת|הגעתם} {לשירות הלקוחות|למוקד השירות} של <company>",
            "תודה שהתקשרת ל<company>, {במה|איך} {אוכל|אפשר} לעזור",
            "{במה|איך} {אוכל|אפשר} לעזור לך היום",
        ),
    ),
    _Cues(
        "identification",
        "agent",
        (
            "אבקש [בבקשה] [את] מספר תעודת {זהות|הזהות} [שלך]",
            "{כדי|על מנת} שאוכל לעזור [לך], אבקש <number>",
            "{אשמח לקבל|אפשר לקבל|אני צריך|אני צריכה} [את] מספר {תעודת הזהות|הלקוח|הטלפון|הכרטיס} [שלך]",
            "מה מספר {תעודת הזהות|הלקוח|הטלפון|הכרטיס|הפוליסה} שלך",
            "{לצורך|בשביל} {זיהוי|אימות פרטים} <request>",
            "{תגיד|תגידי} לי ארבע ספרות אחרונות של <number>",
            "שם מלא {ותאריך לידה|וכתובת} בבקשה",
        ),
    ),
    _Cues(
        "inquiry",
        "customer",
        (
            "אני {מתקשר|מתקשרת} {בקשר ל|בנושא|לגבי|בגלל} <reason>",
            "יש לי {בעיה|שאלה} {עם|לגבי|בקשר ל} <reason>",
            "ה<thing> שלי לא {עובד|עובדת}",
            "חייבתם אותי <amount>",
            "אני {רוצה|צריך|צריכה} {לבדוק|לברר|לשנות|להוסיף|להזמין|לטפל} <reason>",
        ),
    ),
    _Cues(
        "inquiry",
        "agent",
        (
            "אני רוצה לוודא שהבנתי [אותך] נכון",
            "לפני שנמשיך, אשאל [אותך] {שתי|כמה} שאלות קצרות",
            "{תוכל|תוכלי|אפשר} לספר לי מה קרה",
            "ממתי זה {קורה|התחיל}",
        ),
    ),
    _Cues(
        "solution",
        "agent",
        (
            "{כעת|עכשיו} [אני] {אבדוק|בודק|בודקת} {עבורך|בשבילך|לך} את הפרטים",
            "אני {רואה|מוצא|מוצאת} {כאן|במערכת} ש<finding>",
            "{זיכיתי|ביטלתי|הזמנתי|עדכנתי|שלחתי|קבעתי|אישרתי|חסמתי} {לך|לכם} [את] <matter>",
            "מה {שאפשר|שאני יכול|שאני יכולה} {להציע|לעשות} [לך] <matter>",
            "אבדוק מה אפשר להציע לך",
            "{טכנאי|שליח|מתקין} {יגיע|יתקשר} [אליך] <when>",
            "תודה על {ההמתנה|הסבלנות}",
        ),
    ),
    _Cues(
        "summary",
        "agent",
        (
            "[אז] לסיכום השיחה",
            "[אז] אם לסכם את השיחה",
            "אני רוצה לסכם את {השיחה|הדברים}",
            "אז סיכמנו ש<matter>",
        ),
    ),
    _Cues(
        "closing",
        "agent",
        (
            "[האם] יש [אולי] עוד משהו שאוכל לעזור [לך] בו",
            "{במה|איך} עוד {אוכל|אפשר} לעזור [לך]",
            "תודה [לך] {שפנית אלינו|שהתקשרת}",
            "המשך {יום|ערב} {נעים|טוב}",
            "{שיהיה|שתהיה} לך {יום|שבת|ערב} {נעים|נעימה|טוב}",
        ),
    ),
)

_BY_LANGUAGE = {"en": _ENGLISH, "he": _HEBREW}


@lru_cache(maxsize=4)
def specs(language: str) -> tuple[PhraseSpec, ...]:
    """The cues as phrases to look for; those of all languages where the call's is not one of them."""
    lists = _BY_LANGUAGE.get(language, _ENGLISH + _HEBREW)
    return tuple(
        PhraseSpec(f"cue.{cues.phase}.{cues.speaker}.{place}.{number}", (wording,), "close", cues.speaker)
        for place, cues in enumerate(lists)
        for number, wording in enumerate(cues.wordings)
    )


def phase_of(cue_id: str) -> PhaseName:
    """The phase that a cue of `specs` shows."""
    return _PHASES[cue_id.split(".")[1]]


_PHASES: dict[str, PhaseName] = {cues.phase: cues.phase for cues in _ENGLISH}
