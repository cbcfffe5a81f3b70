"""Builds a corpus: `python -m models.training.speech.make en train OUT --clips CLIPS`. What exists is left alone."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from models.training.speech.bank import Bank, read_bank
from models.training.speech.compose import compose
from models.training.speech.hebrew import Lexicon
from models.training.speech.labels import label_of, lay_out
from models.training.speech.script import Call, Segment, Turn
from models.training.speech.sound import dry, over_the_line, write_wav
from models.training.speech.voices import RATE, Booth, Samples

TEXTS = Path(__file__).parent / "texts"

#: The clip of a segment in the voice that this speaker of the call has.
Speak = Callable[[str, Segment], Samples]


def main() -> None:
    """Write OUT/CORPUS/LANGUAGE/*.wav and *.json, and OUT/CORPUS/language_book.json."""
    asked = _arguments()
    bank = read_bank(TEXTS, asked.language, asked.corpus)
    calls, undealt = compose(bank)
    say(f"{len(calls)} calls, {len(bank.cards)} wordings, {len(undealt)} without room")
    for card in undealt:
        say(f"  {card.mark.phrase_id} {card.mark.label}: {card.line.text}")
    lexicon = Lexicon.read(TEXTS / "he" / "lexicon.yaml") if asked.language == "he" else None
    if lexicon:
        lexicon.check(segment.text for call in calls for segment in _segments(call))
    if asked.scripts:
        say(scripts_of(calls))
        return
    folder = asked.out / asked.corpus
    (folder / asked.language).mkdir(parents=True, exist_ok=True)
    _write_book(folder / "language_book.json", bank)
    booth = Booth(asked.clips)
    for call in calls:
        if not (folder / asked.language / f"{call.id}.json").exists():
            _build(call, bank, _speaker(call, bank, booth, lexicon), folder / asked.language)
            say(call.id)


def _build(call: Call, bank: Bank, speak: Speak, folder: Path) -> None:
    timeline = lay_out(call, lambda speaker, segment: -(-speak(speaker, segment).size * 1000 // RATE))
    clips = {
        (turn.turn.speaker, placed.start_ms): speak(turn.turn.speaker, placed.segment)
        for turn in timeline.turns
        for placed in turn.segments
    }
    sound = over_the_line(call, dry(timeline, clips), list(clips.values()))
    write_wav(folder / f"{call.id}.wav", sound, call.conditions.rate, call.conditions.codec)
    # The label comes last: a call that has one is whole.
    label = label_of(call, timeline, bank.book, f"{call.id}.wav")
    (folder / f"{call.id}.json").write_text(json.dumps(label, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _speaker(call: Call, bank: Bank, booth: Booth, lexicon: Lexicon | None) -> Speak:
    voices = {voice.name: voice for voice in (*bank.agents, *bank.customers)}

    def speak(speaker: str, segment: Segment) -> Samples:
        phonemes = lexicon.sounds(segment.text) if lexicon else None
        return booth.speak(voices[call.voices[speaker]], segment.text, phonemes)

    return speak


def _write_book(path: Path, bank: Bank) -> None:
    """Merges this language into the corpus's book; the other language's entries stay."""
    kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"phrases": [], "situations": []}
    book: dict[str, list[dict[str, Any]]] = {
        part: [row for row in rows if row["language"] != bank.language] for part, rows in kept.items()
    }
    book["phrases"] += [
        {
            "id": phrase.id,
            "language": phrase.language,
            "wording": phrase.wording,
            "strictness": phrase.strictness,
            "who": "agent",
            "group": phrase.group,
        }
        for phrase in bank.book.phrases
    ]
    book["situations"] += [
        {
            "id": each.id,
            "language": each.language,
            "trigger_examples": list(each.examples),
            "phrase_id": each.phrase_id,
            "within_s": each.within_s,
        }
        for each in bank.book.situations
    ]
    path.write_text(json.dumps(book, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def scripts_of(calls: tuple[Call, ...]) -> str:
    """The calls to be read by a person, with their marks."""
    lines = []
    for call in calls:
        lines.append(f"## {call.id} {call.scenario} {call.voices} {call.conditions.snr_db} dB")
        for item in call.course:
            if isinstance(item, Turn):
                told = " | ".join(_told(segment) for segment in item.segments)
                over = f" <{item.interrupts_ms}" if item.interrupts_ms else ""
                lines.append(f"{item.speaker[0]} {item.sentiment or ''}{over}: {told}")
            else:
                lines.append(f"({'music' if item.music else 'silence'} {item.ms} ms)")
    return "\n".join(lines)


def _told(segment: Segment) -> str:
    if segment.mark:
        return f"[{segment.mark.phrase_id} {segment.mark.label} {segment.mark.kind or ''}] {segment.text}"
    return f"[{segment.trigger}!] {segment.text}" if segment.trigger else segment.text


def _segments(call: Call) -> list[Segment]:
    return [segment for item in call.course if isinstance(item, Turn) for segment in item.segments]


def _arguments() -> argparse.Namespace:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("language", choices=("en", "he"))
    asked.add_argument("corpus", choices=("train", "test"))
    asked.add_argument("out", type=Path)
    asked.add_argument("--clips", type=Path, default=Path("clips"), help="where single clips are kept between builds")
    asked.add_argument("--scripts", action="store_true", help="print the scripts and build nothing")
    return asked.parse_args()


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
