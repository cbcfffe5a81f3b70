"""A revision keeps everything that conduct is measured by, and revisions of earlier days still load."""

import json

from qa.calls.tables import TranscriptRevision
from qa.calls.transcripts import from_revision, show, to_body
from qa.engines.interfaces import Word
from qa.pipeline.conduct import measure
from qa.pipeline.model import Transcript, Turn
from qa.platform.spans import Span


def turn(speaker, start, end):
    return Turn(speaker, Span(start, end), (Word("w", Span(start, end), 1.0),))


TRANSCRIPT = Transcript(
    language="he",
    duration_ms=60_000,
    turns=(turn("agent", 1_000, 5_000), turn("customer", 4_000, 9_000), turn("agent", 30_000, 33_000)),
    speech={"agent": (Span(1_000, 5_000), Span(30_000, 33_000)), "customer": (Span(4_000, 9_000),)},
    sound=(Span(0, 900), Span(1_000, 9_000), Span(10_000, 12_000), Span(15_000, 33_100)),
    holds=(Span(15_000, 29_000),),
    loudness={"agent": -21.5, "customer": -30.0},
)


def kept(**left_out):
    body = json.loads(json.dumps(to_body(TRANSCRIPT, measure(TRANSCRIPT, 3_000))))
    return TranscriptRevision(revision=1, language="he", body={k: v for k, v in body.items() if k not in left_out})


def test_what_is_kept_comes_back_the_same():
    assert from_revision(kept()) == TRANSCRIPT


def test_the_page_is_told_of_holds_and_of_who_took_the_turn():
    shown = show(kept(), {}, kept())
    assert shown.holds == [(15_000, 29_000)]
    assert [(i.start_ms, i.end_ms, i.by) for i in shown.interruptions] == [(4_000, 5_000, "customer")]
    assert shown.dead_air == [(9_000, 15_000)]


def test_a_revision_from_before_holds_were_known_loads_and_its_music_is_still_no_dead_air():
    old = kept(holds=0, interruptions=0, loudness=0)
    loaded = from_revision(old)
    assert loaded.holds == (Span(15_000, 30_000),)
    assert loaded.loudness == {}
    assert show(old, {}, old).interruptions == []
    assert measure(loaded, 3_000).dead_air == (Span(9_000, 15_000),)
