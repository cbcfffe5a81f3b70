"""A call with its analysis in forms that other programs read: one like Contact Lens writes, and a vCon.

Both are made of what the web says of a call, so they hold no more than whoever asks may see: personal numbers stay
out, and an agent's file holds the agent's own published call.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from uuid import NAMESPACE_URL, uuid5

from qa.calls.schemas import CallOut, ChannelRole, TranscriptOut, TurnOut
from qa.evaluation.findings import ConductOut, FindingsOut
from qa.evaluation.schemas import EvaluationOut, QuestionOut
from qa.pipeline.redact import named

Form = Literal["contact-lens", "vcon"]
Json = dict[str, Any]

#: The version of Contact Lens' file that this follows, and the vCon syntax of draft-ietf-vcon-vcon-core-00.
CONTACT_LENS, VCON = "1.1.0", "0.3.0"

_ROLES: dict[ChannelRole, str] = {"agent": "AGENT", "customer": "CUSTOMER", "unknown": "UNKNOWN"}
_LOCALES = {"he": "he-IL", "en": "en-US"}
_TONES = {"positive": "POSITIVE", "neutral": "NEUTRAL", "negative": "NEGATIVE"}
_FULFILLED = frozenset({"said", "met"})


@dataclass(frozen=True, slots=True)
class Analysed:
    """Everything that is told of one call."""

    call: CallOut
    transcript: TranscriptOut
    findings: FindingsOut
    evaluation: EvaluationOut


def write_analysis(analysed: Analysed, form: Form) -> Json:
    """The call in that form."""
    return contact_lens(analysed) if form == "contact-lens" else vcon(analysed)


def contact_lens(analysed: Analysed) -> Json:
    """As Contact Lens writes an analysed voice contact; what Mashov does not know is left out, never made up."""
    call, transcript = analysed.call, analysed.transcript
    tones = _tones(analysed.findings)
    return {
        "Version": CONTACT_LENS,
        "Channel": "CHAT" if transcript.written else "VOICE",
        "JobStatus": "COMPLETED",
        "LanguageCode": _LOCALES.get(transcript.language, transcript.language),
        "ContentMetadata": {"Output": "Redacted"},
        "CustomerMetadata": {"ContactId": call.id},
        "Participants": [
            {"ParticipantId": _ROLES[who], "ParticipantRole": _ROLES[who]} for who in _speakers(transcript)
        ],
        "Categories": _categories(analysed.evaluation),
        "ConversationCharacteristics": _characteristics(analysed),
        "Transcript": [_turn(turn, tones.get(turn.index), transcript) for turn in transcript.turns],
    }


def vcon(analysed: Analysed) -> Json:
    """As a vCon (experimental): parties, the recording by name, and our analysis as three bodies of JSON."""
    call, transcript = analysed.call, analysed.transcript
    speakers = _speakers(transcript)
    began = (call.started_at or call.received_at).isoformat()
    return {
        "vcon": VCON,
        "uuid": str(uuid5(NAMESPACE_URL, f"mashov:call:{call.id}")),
        "created_at": began,
        "subject": call.queue or call.file_name,
        "parties": [_party(who, call) for who in speakers],
        "dialog": _dialogs(analysed, speakers, began),
        "analysis": [
            _body("transcript", {"turns": [_vcon_turn(turn, speakers, transcript) for turn in transcript.turns]}),
            _body("findings", _named(analysed.findings.model_dump(mode="json"), transcript.language)),
            _body(
                "evaluation", _named(analysed.evaluation.model_dump(mode="json", exclude={"call"}), transcript.language)
            ),
        ],
        "attachments": [],
    }


def _dialogs(analysed: Analysed, speakers: list[ChannelRole], began: str) -> list[Json]:
    """The messages of a written conversation; of a call, its sound by name."""
    if analysed.transcript.written:
        return _texts(analysed.transcript, speakers, began)
    recording = {
        "type": "recording",
        "start": began,
        "duration": round(analysed.transcript.duration_ms / 1000, 3),
        "parties": [*range(len(speakers))],
        "filename": analysed.call.file_name,
    }
    return [recording]


def _texts(transcript: TranscriptOut, speakers: list[ChannelRole], began: str) -> list[Json]:
    """Each message of a written conversation; one whose time is not known began when the conversation did."""
    return [
        {
            "type": "text",
            "start": turn.sent_at.isoformat() if turn.sent_at else began,
            "parties": [speakers.index(turn.speaker)],
            "originator": speakers.index(turn.speaker),
            "mediatype": "text/plain",
            "encoding": "none",
            "body": named(turn.text, transcript.language),
        }
        for turn in transcript.turns
    ]


def _speakers(transcript: TranscriptOut) -> list[ChannelRole]:
    return [*dict.fromkeys([*transcript.parties, *(turn.speaker for turn in transcript.turns)])]


def _tones(findings: FindingsOut) -> Mapping[int, str]:
    """The tone of each turn; a person's word on a turn stands in place of the machine's."""
    marks = findings.tone.marks if findings.tone else []
    return {mark.turn: mark.label for mark in marks} | {one.turn: one.label for one in findings.corrections}


def _turn(turn: TurnOut, tone: str | None, transcript: TranscriptOut) -> Json:
    told: Json = {
        "Id": str(turn.index),
        "ParticipantId": _ROLES[turn.speaker],
        "Content": named(turn.text, transcript.language),
    }
    if not transcript.written:
        told |= {"BeginOffsetMillis": turn.start_ms, "EndOffsetMillis": turn.end_ms}
    elif turn.sent_at:
        told["AbsoluteTime"] = turn.sent_at.isoformat()
    if tone in _TONES:
        told["Sentiment"] = _TONES[tone]
    return told


def _categories(evaluation: EvaluationOut) -> Json:
    """The questions that are fulfilled, by people's answers where there are any, with the moments they rest on."""
    matched = {question.id: question for question in _fulfilled(evaluation)}
    details = {
        key: {
            "PointsOfInterest": [
                {"BeginOffsetMillis": evidence.start_ms, "EndOffsetMillis": evidence.end_ms}
                for evidence in (question.suggestion.evidence if question.suggestion else [])
            ]
        }
        for key, question in matched.items()
    }
    return {"MatchedCategories": [*matched], "MatchedDetails": details}


def _fulfilled(evaluation: EvaluationOut) -> Iterator[QuestionOut]:
    for section in evaluation.sections:
        for question in section.questions:
            chosen = question.answer.option_id if question.answer else None
            if question.answer is None and question.suggestion is not None:
                chosen = question.suggestion.option_id
            if chosen in _FULFILLED:
                yield question


def _characteristics(analysed: Analysed) -> Json:
    transcript, conduct = analysed.transcript, analysed.findings.conduct
    if transcript.written:
        return _overall(analysed.findings)
    told: Json = {"TotalConversationDurationMillis": transcript.duration_ms}
    if sentiment := _sentiment(analysed.findings, transcript.duration_ms):
        told["Sentiment"] = sentiment
    if conduct is None:
        return told
    quiet = [{"BeginOffsetMillis": a, "EndOffsetMillis": b, "DurationMillis": b - a} for a, b in conduct.dead_air]
    told["NonTalkTime"] = {"TotalTimeMillis": sum(one["DurationMillis"] for one in quiet), "Instances": quiet}
    told["Interruptions"] = _interruptions(conduct)
    told["TalkSpeed"] = {
        "DetailsByParticipant": {
            _ROLES[who]: {"AverageWordsPerMinute": round(speed)} for who, speed in conduct.words_per_minute.items()
        }
    }
    talked = _talked_ms(transcript)
    told["TalkTime"] = {
        "TotalTimeMillis": sum(talked.values()),
        "DetailsByParticipant": {_ROLES[who]: {"TotalTimeMillis": own} for who, own in talked.items()},
    }
    return told


def _overall(findings: FindingsOut) -> Json:
    """The tone of a written conversation, which has no periods of time."""
    overall = _sentiment(findings, 0).get("OverallSentiment")
    return {"Sentiment": {"OverallSentiment": overall}} if overall else {}


def _interruptions(conduct: ConductOut) -> Json:
    taken = [overlap for overlap in conduct.overlaps if overlap.interrupts]
    by_whom: Json = {}
    for overlap in taken:
        length = overlap.end_ms - overlap.start_ms
        stretch = {"BeginOffsetMillis": overlap.start_ms, "EndOffsetMillis": overlap.end_ms, "DurationMillis": length}
        by_whom.setdefault(_ROLES[overlap.begun_by], []).append(stretch)
    whole = sum(overlap.end_ms - overlap.start_ms for overlap in taken)
    return {"InterruptionsByInterrupter": by_whom, "TotalCount": len(taken), "TotalTimeMillis": whole}


def _sentiment(findings: FindingsOut, duration_ms: int) -> Json:
    if findings.tone is None:
        return {}
    overall, quarters = {}, {}
    for who, values in findings.tone.quarters.items():
        known = [(at, value) for at, value in enumerate(values) if value is not None]
        if known:
            overall[_ROLES[who]] = round(sum(value for _, value in known) / len(known), 2)
            quarters[_ROLES[who]] = [
                {
                    "BeginOffsetMillis": duration_ms * at // len(values),
                    "EndOffsetMillis": duration_ms * (at + 1) // len(values),
                    "Score": value,
                }
                for at, value in known
            ]
    return {"OverallSentiment": overall, "SentimentByPeriod": {"QUARTER": quarters}} if overall else {}


def _talked_ms(transcript: TranscriptOut) -> dict[ChannelRole, int]:
    talked: dict[ChannelRole, int] = {}
    for turn in transcript.turns:
        talked[turn.speaker] = talked.get(turn.speaker, 0) + turn.end_ms - turn.start_ms
    return talked


def _party(who: ChannelRole, call: CallOut) -> Json:
    party: Json = {"role": who}
    if who == "agent" and (call.agent or call.agent_code):
        party["name"] = call.agent.name if call.agent else call.agent_code
    return party


def _body(kind: str, body: Json) -> Json:
    return {"type": kind, "dialog": 0, "vendor": "Mashov", "product": "qa", "encoding": "json", "body": body}


def _named(value: Any, language: str) -> Any:
    """The same with a name in place of each hidden number, in all texts that it holds."""
    if isinstance(value, str):
        return named(value, language)
    if isinstance(value, list):
        return [_named(one, language) for one in value]
    if isinstance(value, dict):
        return {key: _named(one, language) for key, one in value.items()}
    return value


def _vcon_turn(turn: TurnOut, speakers: list[ChannelRole], transcript: TranscriptOut) -> Json:
    told: Json = {"party": speakers.index(turn.speaker), "text": named(turn.text, transcript.language)}
    return told if transcript.written else told | {"start": turn.start_ms / 1000, "end": turn.end_ms / 1000}
