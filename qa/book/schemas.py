"""What the web says about the language book."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from qa.pipeline.model import PhaseName
from qa.rubric.schemas import Texts

BookKind = Literal["principle", "situation", "transition"]
BookLanguage = Literal["he", "en"]
#: Lasting names of entries and of their sentences; what is joined with figures, and what stars refer to.
BookId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")]
Wording = Annotated[str, Field(min_length=1, max_length=300, pattern=r"\S")]
#: More of one sort in one entry is a list that nobody remembers.
MOST_LINES = 20
#: A book that somebody can still hold in mind.
MOST_ENTRIES = 150


class BookTexts(BaseModel):
    """One text in both languages; a draft may still lack one."""

    he: Annotated[str, Field(max_length=2000)] = ""
    en: Annotated[str, Field(max_length=2000)] = ""


class BookLineIn(BaseModel):
    """A sentence as it is said. `id` None: a new one.

    `say` is for people, `מבין/מבינה` and `…` included. `wordings` are patterns of what counts as it, in the family's
    syntax of rubrics; without any, the sentence itself is.
    """

    id: BookId | None = None
    say: Wording
    wordings: Annotated[list[Wording], Field(max_length=12)] = []


class BookLinesIn(BaseModel):
    """Sentences by language."""

    he: Annotated[list[BookLineIn], Field(max_length=MOST_LINES)] = []
    en: Annotated[list[BookLineIn], Field(max_length=MOST_LINES)] = []


class BookEntryIn(BaseModel):
    """A principle; a situation with what customers say in it and what is answered; or sentences of a phase.

    `question_id` is the lasting id of the rubric question that counts it, where one does. `within_s`: how soon after
    the customer's words the answer is owed.
    """

    kind: BookKind
    title: BookTexts
    body: BookTexts = BookTexts()
    question_id: BookId | None = None
    phase: PhaseName | None = None
    within_s: Annotated[float | None, Field(gt=0, le=600)] = None
    triggers: BookLinesIn = BookLinesIn()
    sentences: BookLinesIn = BookLinesIn()


class BookLineOut(BaseModel):
    """A sentence as it is said. Stars and figures know it by its `id`, over all versions."""

    id: str
    say: str
    wordings: list[str]


class BookLinesOut(BaseModel):
    """Sentences by language."""

    he: list[BookLineOut]
    en: list[BookLineOut]


class BookEntryOut(BaseModel):
    """One entry of a version. The `id` is the same in every version that has it."""

    id: str
    kind: BookKind
    title: Texts
    body: Texts
    question_id: str | None
    phase: PhaseName | None
    within_s: float | None
    triggers: BookLinesOut
    sentences: BookLinesOut


class BookOut(BaseModel):
    """One published version: principles, then situations, then sentences by phase. `stars` are the asker's own."""

    number: int
    note: str | None
    published_at: datetime
    published_by: str | None = Field(description="None: it came with Mashov")
    newest: bool
    entries: list[BookEntryOut]
    stars: list[str] = Field(description="Ids of sentences")


class BookVersionOut(BaseModel):
    """A published version in the list of them. Counts are those of its changes against the version before."""

    number: int
    note: str | None
    published_at: datetime
    published_by: str | None
    entries: int
    added: int
    changed: int
    removed: int


class BookFieldChange(BaseModel):
    """One thing that reads otherwise now. `language` None: it is of no language."""

    field: Literal["title", "body", "question_id", "phase", "within_s", "triggers", "sentences"]
    language: BookLanguage | None
    before: list[str]
    after: list[str]


class BookChangeOut(BaseModel):
    """What became of one entry from one version to the next."""

    entry_id: str
    kind: BookKind
    title: Texts
    change: Literal["added", "removed", "changed"]
    fields: list[BookFieldChange] = Field(description="Empty where the whole entry is new or gone")


class BookChangesOut(BaseModel):
    """What is new in a version. `before` None: it is the first."""

    number: int
    before: int | None
    changes: list[BookChangeOut]


FindingCode = Literal[
    "title_missing",
    "body_missing",
    "phase_missing",
    "sentence_missing",
    "trigger_missing",
    "marks_in_sentence",
    "bad_pattern",
    "too_short",
    "too_common",
    "said_twice",
    "trigger_twice",
    "trigger_is_answer",
    "question_unknown",
    "question_of_other_kind",
    "question_deaf",
]


class BookFinding(BaseModel):
    """What the linter says of one place of an entry. An error keeps the draft from being published.

    `about` is what it is about: the sentence, or the id of the question; `other` the entry or the fault that it names.
    """

    entry_id: str
    code: FindingCode
    severity: Literal["error", "warning"]
    field: Literal["title", "body", "question_id", "phase", "triggers", "sentences"]
    language: BookLanguage | None = None
    line: int | None = Field(default=None, description="The place of the sentence in its list, from 0")
    about: str | None = None
    other: str | None = None
    message: str = Field(description="In English; the page has words of its own for the code")


class BookQuestion(BaseModel):
    """A question of the newest rubrics that an entry may belong to."""

    id: str
    kind: Literal["phrase", "transition", "situation"]
    text: Texts


class BookDraftOut(BaseModel):
    """The draft as trainers work on it. `version` goes into If-Match of every change."""

    number: int
    version: int
    begun_by: str | None
    begun_at: datetime
    changed_at: datetime
    entries: list[BookEntryOut]
    findings: list[BookFinding]
    changes: list[BookChangeOut] = Field(description="Against the newest published version")
    questions: list[BookQuestion]


class BookOrderIn(BaseModel):
    """All entries of the draft in the order wanted; kinds stay together whatever the order says."""

    entry_ids: Annotated[list[BookId], Field(max_length=MOST_ENTRIES)]


class BookPublicationIn(BaseModel):
    """What is new, for those who read it."""

    note: Annotated[str | None, Field(max_length=2000)] = None


class BookCheckIn(BaseModel):
    """An entry as it is being typed. `entry_id` None: it is not in the draft yet."""

    entry_id: BookId | None = None
    entry: BookEntryIn


class BookMark(BaseModel):
    """Letters of a text that were found, from `start` up to `end`, which is not included."""

    start: int
    end: int


class BookHitText(BaseModel):
    """A text of an entry in which something was found."""

    field: Literal["title", "body", "triggers", "sentences"]
    language: BookLanguage
    line_id: str | None
    marks: list[BookMark]


class BookHit(BaseModel):
    """An entry that was found, and where in it the words stand."""

    entry_id: str
    texts: list[BookHitText]


class BookTrialIn(BaseModel):
    """What is being typed, to be looked for in calls of one language. Without triggers, the sentences alone are.

    `question_id`: the rubric question that counts the entry; what it was heard to mean is looked for as well.
    """

    language: BookLanguage
    question_id: BookId | None = None
    triggers: Annotated[list[BookLineIn], Field(max_length=MOST_LINES)] = []
    sentences: Annotated[list[BookLineIn], Field(max_length=MOST_LINES)] = []
    within_s: Annotated[float, Field(gt=0, le=600)] = 20
    weeks: Annotated[int, Field(ge=1, le=26)] = 4


class BookTrialMoment(BaseModel):
    """A moment to hear. Times are milliseconds of the call; words are without personal numbers.

    `followed` None: nothing was asked to follow, or it is not decided. `reply` is the sentence that followed.
    """

    call_id: str
    file_name: str
    began_at: datetime
    agent: str | None
    speaker: Literal["agent", "customer"]
    message: int | None = Field(description="Where it was written: which message, from 1 on")
    start_ms: int
    end_ms: int
    quote: str
    line: int | None = Field(description="The place, in its list, of the sentence that was found; None: by its sense")
    followed: bool | None
    reply: str | None
    reply_start_ms: int | None
    reply_end_ms: int | None
    probability: float | None = Field(description="That it was said, by the scoring of the call; None: not weighed")
    is_sure: bool = Field(description="False: the scoring left it to a person")
    has_sound: bool = Field(description="Whether it can be heard: what was written, or drawn by a generator, cannot")


class BookTrialOtherwise(BaseModel):
    """Moments of the same sense in other words, as the question heard them in `asked_of` of the calls, surest first.

    `calls` and `moments` are those that it took for said; `unsure` are those that it left to a person.
    """

    asked_of: int
    calls: int
    moments: int
    unsure: int
    shown: list[BookTrialMoment]


class BookTrialOut(BaseModel):
    """What the words would have found in the newest `looked_at` calls; `calls` of them hold a moment.

    `more_calls`: there are older calls in those weeks that were not looked at. `by_line` counts moments by sentence.
    """

    looked_at: int
    more_calls: bool
    weeks: int
    calls: int
    moments: int
    followed: int
    by_line: list[int]
    by_reply: list[int]
    shown: list[BookTrialMoment]
    otherwise: BookTrialOtherwise | None = Field(description="None: no question of these calls counts the entry")
