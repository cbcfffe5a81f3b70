"""What a verdict on one phrase in one call costs: `python -m tests.benchmarks.phrases`.

Twenty phrases and calls of about a minute, as a rubric has them. Measured are the witnesses that a scored call hears,
one more at a time, and for comparison a plain loop that holds every phrase against every window of the agent's channel.
One call of each language comes before the clock starts, so that models are loaded and the phrases are known; the calls
that are measured are measured once, because engines remember what they were asked before.
"""

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from qa.engines.catalogue import Catalogue
from qa.engines.catalogue.choice import models_used
from qa.engines.interfaces import SAMPLE_RATE, Clip, Engines
from qa.engines.loading import load_engines
from qa.pipeline import audio, speech, transcribe, turns
from qa.pipeline.model import DecodedAudio, Means, PhraseSpec, Transcript
from qa.pipeline.phrases import find
from qa.platform.settings import settings
from qa.rubric import shipped
from qa.rubric.kinds import Phrase
from qa.rubric.reader import read
from tests.model.conftest import NAMES, decoded, label_of

PHRASES, WINDOW_S = 20, 25
RESULTS = Path(__file__).with_suffix(".md")


@dataclass(frozen=True)
class HeardCall:
    """A demo call, heard."""

    sound: DecodedAudio
    transcript: Transcript


def heard(name: str, engines: Engines) -> HeardCall:
    """The call of that name, with the roles that its label names."""
    label, sound = label_of(name), decoded(name)
    spoken = speech.detect(sound, engines.detector)
    segments = transcribe.transcribe(sound, spoken, engines.recogniser, label["language"], lambda _: None)
    roles = turns.decide_roles(sound, segments).speakers
    said = turns.by_speaker(segments, roles)
    transcript = Transcript(
        label["language"], sound.duration_ms, said, speech.by_speaker(spoken, roles), channels=roles
    )
    return HeardCall(audio.with_roles(sound, roles), transcript)


def phrases_of(language: str) -> tuple[PhraseSpec, ...]:
    """Twenty phrases of the shipped rubric of that language."""
    rubric = next(rubric for rubric in map(read, shipped()) if rubric.language == language)
    own = [spec for question in rubric.questions for spec in question.kind.phrases()]
    single = [q.kind.spec for q in rubric.questions if isinstance(q.kind, Phrase)]
    return tuple(dict.fromkeys([*single, *own]))[:PHRASES]


def plain_loop(call: HeardCall, specs: tuple[PhraseSpec, ...], engines: Engines) -> None:
    """Every phrase on every window, each heard anew."""
    assert engines.reader
    agent = next(channel.samples for channel in call.sound.channels if channel.speaker == "agent")
    for spec in specs:
        words = tuple(spec.wordings[0].split())
        for start in range(0, len(agent), WINDOW_S * SAMPLE_RATE):
            clip = Clip(agent[start : start + WINDOW_S * SAMPLE_RATE], (words,))
            engines.reader.read([clip], call.transcript.language)


def ways(engines: Engines) -> dict[str, Callable[[HeardCall, tuple[PhraseSpec, ...]], object]]:
    """Each way of coming to verdicts; no two share an engine that remembers."""
    text = Engines(engines.detector, engines.recogniser)
    meaning = replace(text, embedder=load_engines(settings()).embedder)
    return {
        "text": lambda call, specs: find(call.transcript, specs, Means(None, text)),
        "text + meaning": lambda call, specs: find(call.transcript, specs, Means(None, meaning)),
        "text + meaning + sound": lambda call, specs: find(call.transcript, specs, Means(call.sound, engines)),
        "plain loop of phrases over windows": lambda call, specs: plain_loop(call, specs, engines),
    }


def measure(engines: Engines) -> dict[str, float]:
    """Milliseconds a phrase and call, on average over all but the first demo call of each language."""
    costs: dict[str, list[float]] = {}
    ways_of = ways(engines)
    for language in ("en", "he"):
        specs = phrases_of(language)
        for number, name in enumerate(name for name in NAMES if name.startswith(language)):
            call = heard(name, engines)
            for way, find_all in ways_of.items():
                started = time.perf_counter()
                find_all(call, specs)
                if number:
                    costs.setdefault(way, []).append((time.perf_counter() - started) * 1000 / len(specs))
            print(name, {way: round(own[-1], 1) for way, own in costs.items()})
    return {way: sum(own) / len(own) for way, own in costs.items()}


def main() -> None:
    """Measure and write the table."""
    engines = load_engines(settings())
    costs = measure(engines)
    whole = costs["text + meaning + sound"]
    minutes = sum(label_of(name)["duration_ms"] for name in NAMES) / 60_000
    lines = [
        "# A verdict on one phrase in one call",
        "",
        (
            f"{PHRASES} phrases, {len(NAMES)} demo calls ({minutes:.1f} minutes, two channels, Hebrew and English), "
            f"{Catalogue.load().find(models_used(settings())[0]).name} int8, "
            f"{len(os.sched_getaffinity(0))} processors; each call once, the first of each language before the clock."
        ),
        "",
        "| way | ms a phrase and call | against all witnesses |",
        "|---|---|---|",
        *(f"| {way} | {cost:.1f} | {cost / whole:.2f} |" for way, cost in costs.items()),
    ]
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(json.dumps(costs, indent=1))


if __name__ == "__main__":
    main()
