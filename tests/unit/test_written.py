"""Written conversations: every format, who wrote, what is dropped, and that hostile files are refused by their line."""

import json
import time
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from qa.pipeline import written
from qa.pipeline.model import Checklist, PhraseSpec, SituationSpec, Transcript, Window
from qa.pipeline.process import examine
from qa.pipeline.written import Conversation, Message, NobodyIsTheAgent, Unreadable
from qa.pipeline.written.clean import own_words, tidy, without_markup

ZONE = ZoneInfo("Asia/Jerusalem")
DAY = date(2026, 3, 1)

CHAT = """12:04 מערכת: השיחה נפתחה
12:04 יוסי: היי, קניתי מזגן חדש אתמול
והטלפון שלי 052-1234567
12:05 נציגה: שלום, מדברת דנה. במה אוכל לעזור?
12:06 נציגה: תתחדש ותודה שבחרת בנו
12:07 יוסי: תודה רבה
"""


def read(text: str, name: str = "chat.txt", day: date | None = DAY) -> Conversation:
    return written.read(text.encode(), name, day, ZONE)


def said(conversation: Conversation) -> list[tuple[str, str]]:
    return [(message.who, message.text) for message in conversation.messages]


def test_a_chat_with_clocks_on_a_known_day() -> None:
    found = read(CHAT)
    assert [message.who for message in found.messages] == ["מערכת", "יוסי", "נציגה", "נציגה", "יוסי"]
    assert found.messages[1].text == "היי, קניתי מזגן חדש אתמול\nוהטלפון שלי 052-1234567"
    assert found.messages[2].sent_at == datetime(2026, 3, 1, 10, 5, tzinfo=UTC), "twelve in Jerusalem is ten in UTC"


@pytest.mark.parametrize(
    "line",
    [
        "2026-03-01 12:04 Dana: hi: there",
        "[2026-03-01 12:04:00] Dana: hi: there",
        "[01/03/2026, 12:04:00] Dana: hi: there",
        "01.03.26, 12:04 - Dana: hi: there",
        "3/1/26",
        "2026-03-01T12:04:00+02:00 Dana: hi: there",
        "\u200e[1/3/2026, 12:04:00 PM] Dana: hi: there",
    ],
)
def test_times_as_messengers_write_them(line: str) -> None:
    if line == "3/1/26":
        with pytest.raises(Unreadable, match="line 1"):
            read(line, day=None)
        return
    (message,) = read(line, day=None).messages
    assert (message.who, message.text) == ("Dana", "hi: there")
    assert message.sent_at == datetime(2026, 3, 1, 10, 4, tzinfo=UTC)


def test_clocks_without_a_day_are_no_times_and_it_is_said() -> None:
    found = read(CHAT, day=None)
    assert {message.sent_at for message in found.messages} == {None}
    assert [flag.code for flag in found.flags] == ["dates_missing"]


def test_a_chat_without_times_goes_on_where_a_line_is_indented() -> None:
    found = read("agent: hello\n  how can I help: you?\n\nJoe: my order\n")
    assert said(found) == [("agent", "hello\nhow can I help: you?"), ("Joe", "my order")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("agent: hello\nno sender here\n", 2),
        ("\n\nhttps://example.com/x\n", 3),
        ("12:04 a: x\n12:05 b: y\n25:61 c: z\n", 3),
        ("2026-02-30 12:04 a: x\n", 1),
        ("a: x\n" + "b" * 90 + ": y\n", 2),
        ("a: x\nb: \0\n", 2),
    ],
)
def test_a_problem_in_a_chat_is_named_by_its_line(text: str, line: int) -> None:
    with pytest.raises(Unreadable) as refused:
        read(text)
    assert refused.value.at.line == line


def test_what_is_not_utf8_is_named_by_its_line() -> None:
    with pytest.raises(Unreadable, match="UTF-8") as refused:
        written.read("agent: hi\nלקוח: ".encode() + "שלום".encode("cp1255"), "a.txt", None, ZONE)
    assert refused.value.at.line == 2


def test_utf16_of_windows_is_read() -> None:
    assert said(written.read("נציג: שלום".encode("utf-16"), "a.txt", None, ZONE)) == [("נציג", "שלום")]


def test_json_with_messages() -> None:
    messages = [{"from": "agent", "text": "שלום", "at": "2026-03-01T12:04:00+02:00"}, {"from": "יוסי", "text": "היי"}]
    found = read(json.dumps({"medium": "mail", "subject": "הזמנה", "messages": messages}), "a.json")
    assert (found.medium, found.subject, said(found)) == ("mail", "הזמנה", [("agent", "שלום"), ("יוסי", "היי")])
    assert found.messages[0].sent_at == datetime(2026, 3, 1, 10, 4, tzinfo=UTC)
    assert found.messages[1].sent_at is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"messages": [\n1,\n}', "line 3"),
        ('{"messages": [{"from": "a", "text": "x"}, {"from": "b"}]}', "message 2"),
        ('{"messages": [{"from": "a", "text": "x", "at": "soon"}]}', "message 1"),
        ('{"messages": [{"from": "a", "text": "x", "html": "y"}]}', "html"),
        ('{"calls": []}', "messages"),
        ('{"messages": [], "medium": "fax"}', "medium"),
        ("[" * 100_000, "JSON"),
        ('{"messages": []}', "no message"),
    ],
)
def test_a_problem_in_json_says_where(text: str, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        read(text, "a.json")


PAGE = (
    "<html><head><style>p{}</style><title>t</title></head><body><p>Hello&nbsp;<b>Dana</b>,</p>"
    '<img src="https://tracker.example.com/x.png"><script>alert(1)</script>'
    '<div style="display: none">hidden orders</div><p>my oven is <i>broken</i>.</p>'
    '<div class="gmail_quote">On Monday you wrote: <blockquote>please call</blockquote></div></body></html>'
)


def mail(body: str, kind: str = "plain", head: str = "") -> bytes:
    fields = (
        "From: =?utf-8?b?15nXldeh15k=?= <yossi@example.com>\r\nSubject: oven\r\nDate: Sun, 1 Mar 2026 12:04:00 +0200"
    )
    return f"{fields}\r\n{head}Content-Type: text/{kind}; charset=utf-8\r\n\r\n{body}".encode()


def test_a_page_is_read_without_markup_quotes_or_what_is_hidden() -> None:
    (message,) = written.read(mail(PAGE, "html"), "a.eml", None, ZONE).messages
    assert message.text.split() == ["Hello", "Dana,", "my", "oven", "is", "broken."]
    assert (message.who, message.address) == ("יוסי", "yossi@example.com")
    assert message.sent_at == datetime(2026, 3, 1, 10, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    "quoted",
    [
        "> you wrote\n> this",
        "On Sun, Mar 1, 2026 at 12:00 Dana wrote:\n> this",
        "On Sun, Mar 1, 2026 at 12:00 Dana Levi <dana.levi@example.com>\nwrote:\nthis",
        "בתאריך יום א׳, 1 במרץ 2026 ב־12:00 מאת דנה:\nזה",
        "-----Original Message-----\nFrom: Dana",
        "From: Dana\nSent: Sunday\nTo: Yossi\nSubject: oven\n\nthis",
    ],
)
def test_replies_and_signatures_are_dropped(quoted: str) -> None:
    body = f"My oven is broken.\nPlease help.\n-- \nYossi Cohen\n\n{quoted}"
    text, dropped = own_words(tidy(body))
    assert text == "My oven is broken.\nPlease help."
    assert dropped
    assert own_words("plain text") == ("plain text", False)


def test_mails_attached_whole_come_before_in_the_order_of_their_dates() -> None:
    first = mail("first").decode().replace("12:04", "09:00").replace("yossi@", "joe@")
    content = (
        "From: dana@barak.example\r\nDate: Sun, 1 Mar 2026 13:00:00 +0200\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nsecond\r\n'
        f"--b\r\nContent-Type: message/rfc822\r\n\r\n{first}\r\n"
        "--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=x.pdf\r\n\r\nxx\r\n--b--\r\n"
    )
    found = written.read(content.encode(), "a.eml", None, ZONE)
    assert [message.text for message in found.messages] == ["first", "second"]
    assert [flag.code for flag in found.flags] == ["attachments_left_out"]


def test_hostile_mails_are_refused_or_read_and_never_take_long() -> None:
    deep = b"From: a@b.c\r\n" + b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(2_000)
    )
    began = time.monotonic()
    for content in (
        deep,
        mail("<!" * 200_000, "html"),
        mail("<a " * 200_000, "html"),
        mail("<" * 200_000 + "x", "html"),
        mail("&" * 200_000, "html"),
        mail("ב" + "א" * 200_000),
        mail("x", "plain; charset=no-such"),
        mail("x", head="Content-Transfer-Encoding: base64\r\n"),
        b"\x00" * 1000,
        b"From: a@b.c\r\n\r\n",
    ):
        try:
            written.read(content, "a.eml", None, ZONE)
        except Unreadable:
            continue
    assert time.monotonic() - began < 60, "minutes would mean that some pattern runs away"


def test_what_cannot_be_seen_is_taken_out() -> None:
    assert tidy("a\u202eb\u200b\ufeffc\x07\td\r\n\r\n\r\n\r\ne\U000e0041") == "abc d\n\ne"
    assert without_markup("<p>a</p>b<br>c &lt;d&gt;").split() == ["a", "b", "c", "<d>"]


def test_who_is_the_agent() -> None:
    found = written.sides(read(CHAT), set())
    assert found.of == {"מערכת": "unknown", "יוסי": "customer", "נציגה": "agent"}
    by_name = written.sides(read("Dana Levi: hi\nJoe: hi"), {"dana levi"})
    assert by_name.of == {"Dana Levi": "agent", "Joe": "customer"}
    with pytest.raises(NobodyIsTheAgent, match="Dana Levi, Joe"):
        written.sides(read("Dana Levi: hi\nJoe: hi"), set())


def transcript(*messages: tuple[str, str]) -> Transcript:
    found = Conversation("chat", tuple(Message(who, text) for who, text in messages))
    return written.transcript_of(found, written.sides(found, set()), "en")


GREETING = PhraseSpec("greeting", ("how can I help",), window=Window(first_ms=1_000))


def test_the_first_seconds_are_the_agents_first_messages() -> None:
    late = "I have written a long story about my oven, which has been broken for weeks. " * 3
    said_first = transcript(("Joe", late), ("agent", "Hello."), ("agent", "How can I help?"), ("Joe", "ok"))
    assert examine(said_first, Checklist((GREETING,))).phrases["greeting"].verdict == "said"
    said_later = transcript(("agent", "Hello."), ("Joe", late), ("agent", "How can I help?"))
    assert examine(said_later, Checklist((GREETING,))).phrases["greeting"].verdict == "not_said"


def test_a_phrase_runs_on_over_messages_of_one_sender_and_not_over_anothers() -> None:
    phrase = Checklist((PhraseSpec("x", ("thank you for choosing us",)),))
    same = transcript(("agent", "thank you for"), ("agent", "choosing us"))
    other = transcript(("agent", "thank you for"), ("Joe", "what"), ("agent", "choosing us"))
    assert examine(same, phrase).phrases["x"].verdict == "said"
    assert examine(other, phrase).phrases["x"].verdict != "said"


@pytest.mark.parametrize(
    ("between", "outcome"), [((), "answered"), ((("agent", "One moment."), ("Joe", "Sure, I will wait.")), "late")]
)
def test_a_response_is_owed_in_the_agents_next_messages_however_long_they_are(
    between: tuple[tuple[str, str], ...], outcome: str
) -> None:
    spec = SituationSpec(
        "new",
        PhraseSpec("new.trigger", ("I bought a new oven",), speaker="customer"),
        PhraseSpec("new.response", ("enjoy your new purchase",)),
        within_ms=1,
    )
    long = "Let me tell you about our opening hours and about everything else as well. " * 4
    found = examine(
        transcript(("Joe", "I bought a new oven."), *between, ("agent", long), ("agent", "Enjoy your new purchase!")),
        Checklist(situations=(spec,)),
    )
    (opportunity,) = found.situations["new"].opportunities
    assert opportunity.outcome == outcome
    assert found.conduct is None, "nothing is measured of what has no time"


def test_places_order_words_and_are_no_times() -> None:
    made = transcript(("agent", "ab cd"), ("agent", "e"), ("Joe", "f"))
    spans = [(word.text, word.span.start, word.span.end) for turn in made.turns for word in turn.words]
    assert spans == [("ab", 0, 120), ("cd", 180, 300), ("e", 1300, 1360), ("f", 4360, 4420)]
    assert (made.written, made.duration_ms, made.speech) == (True, 4420, {})


@pytest.mark.parametrize(
    ("content", "name", "meant"),
    [
        ("dear all\nDana: hello", "a.txt", True),
        ("12:04 דנה: שלום", "a.txt", True),
        ("see https://example.com and buy milk", "a.txt", False),
        ("", "a.txt", False),
        ("whatever", "a.eml", True),
        ('{"messages": []}', "a.json", True),
        ('{"messages": [{"fr', "a.json", True),
        ('[{"from": "a", "text": "b"}]', "a.json", True),
        ('{"agent": "1001"}', "a.json", False),
        ('[{"file": "a.wav", "agent": "1001"}]', "a.json", False),
        ("agent: x", "a.wav", False),
    ],
)
def test_a_file_shows_whether_it_was_to_be_a_conversation(content: str, name: str, meant: bool) -> None:
    assert written.is_meant(content.encode(), name) is meant
    assert written.is_meant(content.encode("utf-16"), name) is meant


@pytest.mark.parametrize("language", ["he", "en"])
def test_every_reason_has_its_words_on_the_page(language: str) -> None:
    path = Path(__file__).parents[2] / "web/src/locales" / language / "problems.json"
    assert json.loads(path.read_text("utf-8"))["why"]["written_unreadable"].keys() == written.WHYS.keys()
