"""`qa evaluate`: its options, its progress, and how it ends."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qa.platform.settings import settings
from qa.platform.terminal import told_in_one_line

if TYPE_CHECKING:
    from qa.engines.media import Limits
    from qa.platform.settings import Settings
    from qa.quality.corpus import Corpus
    from qa.quality.listening import Listener
    from qa.quality.run import Judgement

Folder = Annotated[Path, typer.Argument(help="A labelled corpus: he/, en/, language_book.json", show_default=False)]
Figures = Annotated[Path, typer.Option("--json", help="Where the figures are written", show_default=False)]
Predictions = Annotated[Path | None, typer.Option(help="Where the verdicts are written, one JSON object a line")]
From = Annotated[Path | None, typer.Option("--from", help="Hear nothing: compute from predictions written before")]
Report = Annotated[Path | None, typer.Option(help="Where a page that shows it all is written (HTML)")]
Model = Annotated[str, typer.Option(help="The recogniser to hear with; empty: the one of the settings")]
Cache = Annotated[Path | None, typer.Option(help="A folder that keeps transcripts from one run to the next")]


def evaluate(  # noqa: PLR0913, PLR0917 (a command has as many options as it has, and typer names them)
    corpus: Folder,
    figures: Figures,
    predictions: Predictions = None,
    taken_from: From = None,
    report: Report = None,
    model: Model = "",
    cache: Cache = None,
) -> None:
    """Say how well labelled calls are heard: phrases, situations, tone, conduct, words.

    Every call is heard and judged before any label is read; beside the predictions
    NAME.jsonl lies NAME.heard.jsonl, what was heard. With --from both are read instead.
    """
    from qa.quality import run
    from qa.quality.corpus import open_corpus
    from qa.quality.writing import expect_folder, whole

    written = taken_from or predictions
    if written is None or (taken_from and predictions):
        raise typer.BadParameter("give either --predictions or --from")
    with told_in_one_line():
        for path in (figures, written, *([report] if report else [])):
            expect_folder(path)
        calls = open_corpus(corpus)
        if taken_from is None:
            run.predict(calls, _listener(model, cache), written, _say)
        judgement = run.judge(corpus, written)
        with whole(figures) as file:
            json.dump(judgement.figures, file, ensure_ascii=False, indent=2)
        if report:
            _write_report(report, judgement, calls)
    typer.echo(_summary(judgement.figures))


def _write_report(report: Path, judgement: "Judgement", corpus: "Corpus") -> None:
    from qa.quality.listening import sound_of
    from qa.quality.report import page
    from qa.quality.writing import whole

    limits, calls = _limits(settings()), {call.id: call for call in corpus.calls}
    name = corpus.folder.resolve().name
    html = page(judgement.material, judgement.figures, name, lambda call: sound_of(calls[call], limits))
    with whole(report) as file:
        file.write(html)


def _limits(config: "Settings") -> "Limits":
    from qa.engines.media import Limits

    return Limits(max_duration_ms=config.max_duration_s * 1000)


def _say(line: str) -> None:
    typer.echo(line, err=True)


def _listener(model: str, cache: Path | None) -> "Listener":
    from qa.engines.loading import load_engines, pull_models
    from qa.quality.listening import Listener

    config = settings().model_copy(update={"asr_model": model} if model else {})
    if cache is not None:
        cache.mkdir(parents=True, exist_ok=True)
    pull_models(config, lambda _share: None)
    return Listener(load_engines(config), _limits(config), cache)


def _summary(figures: dict[str, Any]) -> str:
    """A few lines for the terminal."""
    lines = []
    for language, calls in figures["calls"].items():
        phrases, situations, tone = (figures[part][language] for part in ("phrases", "situations", "tone"))
        lines.append(
            f"{language:<4} {calls:>3} calls   phrases F1 {_figure(phrases['f1'])}, unsure "
            f"{_figure(phrases['unsure_share'])}, near misses refused {_figure(phrases['near_misses']['refused'])}, "
            f"calibration error {_figure(phrases['calibration']['ece'])}   situations F1 {_figure(situations['f1'])}   "
            f"tone {_figure(tone['accuracy'])}"
        )
    return "\n".join(lines)


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
