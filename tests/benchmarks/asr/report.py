"""The results as tables, between the marks in the README beside this file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

README = Path(__file__).with_name("README.md")
BEGIN, END = "<!-- results: written by the benchmark -->", "<!-- end of results -->"
PEER, OURS = "faster-whisper sequential", "Mashov, from files to turns"
#: Hours in a month, the share of them in which a machine really hears, and the load that is asked about.
HOURS, USED = 730, 0.6
CALLS_A_MONTH, MINUTES_A_CALL = 400_000, 5
#: What faster-whisper says of its batched pipeline on one graphics card: seconds of speech, and of work.
PUBLISHED_S, PUBLISHED_TOOK_S = 13 * 60, 17


def write(results: dict[str, Any]) -> None:
    text = README.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    lines = "\n".join(line for part, rows in _WRITERS.items() if part in results for line in rows(results[part]))
    README.write_text(f"{before}{BEGIN}\n\n{lines}\n\n{END}{after}", encoding="utf-8")


def _head(title: str, part: dict[str, Any]) -> Iterator[str]:
    sound = part["sound"]
    yield f"### {title}"
    yield ""
    yield (
        f"{sound['calls']} stereo calls, {sound['minutes']} minutes, {' and '.join(sound['languages'])} "
        f"({sound['corpus']}); {part['model']}; {part['machine']}, load {part['load_before']} before it began; "
        f"{part['on']}."
    )
    yield ""


def _speed(title: str) -> Any:
    def rows(part: dict[str, Any]) -> Iterator[str]:
        figures = part["figures"]
        yield from _head(title, part)
        seconds = part["sound"]["minutes"] * 60
        peer = figures[PEER]
        yield "| system | wall s | processor s | × real time | speed (wall) | speed (processor) | WER en | WER he |"
        yield "|---|---|---|---|---|---|---|---|"
        for name, own in figures.items():
            errors = [
                f"{own['errors'][language]:.3f}" if language in own["errors"] else "" for language in ("en", "he")
            ]
            yield (
                f"| {name} | {own['wall']:.1f} | {own['cpu']:.1f} | {seconds / own['wall']:.1f} | "
                f"{peer['wall'] / own['wall']:.2f} | {peer['cpu'] / own['cpu']:.2f} | {errors[0]} | {errors[1]} |"
            )
        yield ""
        ours = figures[OURS]
        bare = min((own for name, own in figures.items() if name.startswith("bare")), key=lambda own: own["wall"])
        least = min((own for name, own in figures.items() if name.startswith("bare")), key=lambda own: own["cpu"])
        yield (
            f"Ours ÷ the fastest bare row: **{ours['wall'] / bare['wall']:.2f}** by the clock, "
            f"**{ours['cpu'] / least['cpu']:.2f}** by processor time."
        )
        yield ""

    return rows


def _threads(part: dict[str, Any]) -> Iterator[str]:
    yield from _head("Sharing out the processors", part)
    yield "| batches at a time | threads in each | windows in a batch | wall s | processor s |"
    yield "|---|---|---|---|---|"
    for way in part["figures"]:
        yield (f"| {way['workers']} | {way['threads_each']} | {way['batch']} | {way['wall']:.1f} | {way['cpu']:.1f} |")
    yield ""


def _growth(part: dict[str, Any]) -> Iterator[str]:
    yield from _head("As the work grows", part)
    yield "| calls | seconds a call | × real time | most memory, MB |"
    yield "|---|---|---|---|"
    for row in part["figures"]:
        yield f"| {row['calls']} | {row['seconds_a_call']:.2f} | {row['real_time']:.1f} | {row['most']} |"
    yield ""
    yield from _capacity(part)


def _capacity(part: dict[str, Any]) -> Iterator[str]:
    faster = part["figures"][-1]["real_time"]
    hours = HOURS * USED
    asked = CALLS_A_MONTH * MINUTES_A_CALL / 60
    yield "### What a machine holds in a month"
    yield ""
    yield (
        f"A month has {HOURS} hours, of which a machine is taken to hear {USED:.0%}. "
        f"{CALLS_A_MONTH:,} calls of {MINUTES_A_CALL} minutes are {asked:,.0f} hours of sound."
    )
    yield ""
    yield f"| machine | × real time | calls of {MINUTES_A_CALL} minutes a month | machines for {CALLS_A_MONTH:,} |"
    yield "|---|---|---|---|"
    share = part["figures"][-1]["share_heard"]
    published = PUBLISHED_S / PUBLISHED_TOOK_S / share
    rows = (
        ("this one, whisper base int8", faster, "**measured**, last row above"),
        ("one RTX 3070 Ti, large-v2 float16", published, "computed from a published figure, see below"),
    )
    for machine, times, whence in rows:
        calls = times * hours * 60 / MINUTES_A_CALL
        machines = asked / hours / times
        yield f"| {machine} | {times:.0f} ({whence}) | {calls:,.0f} (computed) | {machines:.1f} (computed) |"
    yield f"| one GPU that holds them all | {asked / hours:.0f} (needed; **unmeasured**) | {CALLS_A_MONTH:,} | 1 |"
    yield ""
    yield (
        f"The published figure: faster-whisper's own page gives {PUBLISHED_S / 60:.0f} minutes of speech, one channel, "
        f"in {PUBLISHED_TOOK_S} s on that card (large-v2, float16, batches of 8). For each second of these calls, both "
        f"channels at once, the model is given {share:.2f} s of sound (measured; real calls have longer silences)."
    )
    yield ""


def _memory(part: dict[str, Any]) -> Iterator[str]:
    yield from _head("Memory", part)
    long, many = part["figures"]["long"], part["figures"]["many"]
    stages = ", ".join(f"{stage} {most}" for stage, most in long["by_stage"].items())
    yield f"- One stereo call of {long['minutes']} minutes: **{long['most']} MB** at most ({stages} when last asked)."
    yield (
        f"- {many['calls']} calls in one process: **{many['most']} MB** at most; held after every twentieth: "
        f"{', '.join(map(str, many['after_every_20']))} MB."
    )
    yield ""


def _silence(part: dict[str, Any]) -> Iterator[str]:
    figures = part["figures"]
    yield from _head("Words made of nothing", part)
    yield f"{figures['spans']} labelled spans of hold music and dead air, {figures['minutes']} minutes on two channels."
    yield ""
    yield "| words a minute | Mashov | faster-whisper |"
    yield "|---|---|---|"
    rows = {
        "in calls": ("in calls", "in calls"),
        "in calls, theirs with speech detection": ("in calls", "in calls, speech detection"),
        "the spans alone, given as speech": ("alone", "alone"),
    }
    for name, (own, theirs) in rows.items():
        yield f"| {name} | {figures['Mashov'][own]:.1f} | {figures['faster-whisper'][theirs]:.1f} |"
    yield ""


_WRITERS = {
    "speed": _speed("Speed, beam 5"),
    "greedy": _speed("Speed, greedy"),
    "threads": _threads,
    "growth": _growth,
    "memory": _memory,
    "silence": _silence,
}
