"""The command line: `qa`. Every command lives with its noun; this file only puts them together."""

import typer

from qa import direct
from qa.assignments.commands import app as queue
from qa.calls.commands import retranscribe, word_errors
from qa.demo.commands import app as demo
from qa.doctor import doctor
from qa.engines.catalogue.commands import app as models
from qa.imports.commands import import_calls, watch
from qa.imports.people.commands import app as people
from qa.imports.written import import_written
from qa.insights.commands import app as insights
from qa.measures.commands import app as measures
from qa.quality.commands import evaluate
from qa.regressions.commands import app as regressions
from qa.replay.commands import replay
from qa.rubric.commands import app as rubric
from qa.search.commands import app as search
from qa.transcribing import transcribe
from qa.up import up

app = typer.Typer(
    name="qa", help="Mashov: calls heard, scored, and shown to people.", no_args_is_help=True, add_completion=False
)
app.command("up")(up)
app.command("doctor")(doctor)
app.command("transcribe")(transcribe)
app.command("score")(direct.score_recording)
app.command("evaluate")(evaluate)
app.command("retranscribe")(retranscribe)
app.command("word-errors")(word_errors)
app.command("import")(import_calls)
app.command("import-written")(import_written)
app.command("watch")(watch)
app.add_typer(models, name="models")
rubric.command("replay")(replay)
app.add_typer(rubric, name="rubric")
app.add_typer(regressions, name="regressions")
app.add_typer(search, name="search")
app.add_typer(queue, name="queue")
app.add_typer(insights, name="insights")
app.add_typer(people, name="people")
app.add_typer(demo, name="demo")
app.add_typer(measures, name="measures")


def main() -> None:
    """Run the command that was typed."""
    app()


if __name__ == "__main__":
    main()
