"""What a printed evaluation says besides the rubric's and people's own words."""

from qa.calls.tables import Medium
from qa.rubric.schemas import Texts

FEEDBACK = Texts(he="משוב על שיחה", en="Feedback on a call")
AGENT = Texts(he="נציג/ה", en="Agent")
CALL = Texts(he="השיחה", en="Call")
MEDIUM = Texts(he="אופן השיחה", en="Medium")
WRITTEN = {
    Medium.CHAT: Texts(he="צ׳אט (כתוב, בלי קול)", en="chat (written, without sound)"),
    Medium.MAIL: Texts(he="דואר (כתוב, בלי קול)", en="mail (written, without sound)"),
}
MESSAGE = Texts(he="הודעה {number}", en="message {number}")
SIMULATED = Texts(
    he="שיחה מדומה: היא לא התקיימה, אלא נוצרה במחולל להדגמה.",
    en="A simulated call: nobody held it, a generator drew it for the demo.",
)
LENGTH = Texts(he="משך", en="Length")
RUBRIC = Texts(he="מחוון", en="Rubric")
REVIEWER = Texts(he="בודק/ת", en="Reviewer")
VERSION = Texts(he="גרסה", en="version")
SCORE = Texts(he="ציון", en="Score")
LIKELY = Texts(he="כנראה בין {low} ל־{high}", en="likely {low} to {high}")
PASS_MARK = Texts(he="ציון עובר: {mark}", en="pass mark: {mark}")
NO_SCORE = Texts(he="עוד אין ציון", en="No score yet")
WHO_DECIDED = Texts(
    he="{people} שאלות הוכרעו בידי אדם, {machine} לפי הצעת המערכת, {undecided} עוד לא הוכרעו.",
    en="{people} questions were decided by people, {machine} by the machine's suggestion, {undecided} are undecided.",
)
NOT_PUBLISHED = Texts(
    he="טיוטה: ההערכה עוד לא פורסמה, וייתכן שתשתנה.", en="Draft: this evaluation is not published and may still change."
)
RETRACTED = Texts(
    he="ההערכה הזאת תוקנה, ואחרת עומדת במקומה.", en="This evaluation was corrected; another stands in its place."
)
SUMMARY = Texts(he="סיכום הבודק/ת", en="The reviewer's summary")
REPLY = Texts(he="תגובת הנציג/ה", en="The agent's reply")
POINTS = Texts(he="{points} מתוך {possible} נקודות", en="{points} of {possible} points")
NOT_APPLICABLE = Texts(he="לא רלוונטי", en="Not applicable")
NOT_ASKED = Texts(he="לא נשאל בשיחה הזאת", en="Not asked in this call")
UNDECIDED = Texts(he="עוד לא הוכרע", en="Undecided")
SUGGESTED = Texts(he="הצעת המערכת", en="suggested by the machine")
REASON = Texts(he="נימוק", en="Reason")
CRITICAL = Texts(he="קריטית", en="critical")
SECTION_FAILED = Texts(he="הפרק נפסל", en="section failed")
PAGE = Texts(he="עמוד", en="Page")

JOB_AID = Texts(he="שפת השירות שלנו", en="Our service language")
BOOK_VERSION = Texts(he="ספר השפה, גרסה", en="Language book, version")
BOOK_KINDS = {
    "principle": Texts(he="עקרונות", en="Principles"),
    "situation": Texts(he="מצבים", en="Situations"),
    "transition": Texts(he="משפטי מעבר", en="Transition sentences"),
}
PHASES = {
    "opening": Texts(he="פתיחה", en="Opening"),
    "identification": Texts(he="זיהוי", en="Identification"),
    "inquiry": Texts(he="בירור", en="Inquiry"),
    "solution": Texts(he="פתרון", en="Solution"),
    "summary": Texts(he="סיכום", en="Summary"),
    "closing": Texts(he="סיום", en="Closing"),
}
