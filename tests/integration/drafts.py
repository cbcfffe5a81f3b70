"""A small rubric and its drafts: enough to see every way in which an answer can change."""

FIRST = """
id: small
version: 1
language: he
title: {he: "מחוון קטן", en: "Small"}
pass_percent: 60
sections:
  - id: all
    title: {he: "הכול", en: "All"}
    questions:
      - id: goodbye
        kind: phrase
        text: {he: "נפרד בברכה", en: "Took leave kindly"}
        points: 4
        wordings: ["המשך יום נעים"]
      - id: recorded
        kind: phrase
        text: {he: "אמר שמקליטים", en: "Said that it is recorded"}
        points: 4
        wordings: ["השיחה מוקלטת לצורך שיפור השירות"]
      - id: patience
        kind: manual
        text: {he: "הייתה סבלנות", en: "Was patient"}
        options:
          - {id: "yes", label: {he: "כן", en: "Yes"}, points: 2}
          - {id: "no", label: {he: "לא", en: "No"}, points: 0}
"""

#: The goodbye is worded as nobody words it, the recording has another id, and a new question is asked.
SECOND = (
    FIRST.replace("version: 1", "version: 2")
    .replace("המשך יום נעים", "שיהיה לכם בוקר מצוין ומלא שמחה")
    .replace("      - id: recorded\n", "      - id: recording\n        was: recorded\n")
    + """
      - id: thanks
        kind: phrase
        text: {he: "הודה על הפנייה", en: "Thanked for calling"}
        points: 2
        wordings: ["תודה שפנית אלינו"]
"""
)
