"""Makes the engines that the settings name. Nothing heavy is loaded before the first recording is heard."""

import os
from collections.abc import Callable
from pathlib import Path

import structlog

from qa.engines.catalogue import Catalogue, PullFailed
from qa.engines.embeddings import E5Embedder
from qa.engines.interfaces import Embedder, Engines, SentimentClassifier
from qa.engines.same_sense import SameSense
from qa.engines.sentiment import HeadClassifier, TransformerClassifier
from qa.engines.speech_detection import SileroDetector
from qa.engines.whisper import Whisper, WhisperOptions, WhisperReader, WhisperRecogniser
from qa.platform.settings import Settings

EMBEDDER = "e5-small"
#: What the setting `tone_model` says for the classifier that needs no model but the embedder.
TONE_HEAD = "head"

_log = structlog.get_logger()


def load_engines(settings: Settings) -> Engines:
    """All engines that are at hand. Raises ModelMissing, which says how to mend it, where nothing could be heard."""
    catalogue = Catalogue.load(settings.models)
    options = WhisperOptions(
        device=settings.asr_device,
        compute_type=settings.asr_compute_type,
        beam=settings.asr_beam,
        threads=settings.asr_threads,
    )
    whisper = Whisper.of(catalogue, settings.asr_model, options)
    embedder = load_embedder(catalogue)
    return Engines(
        detector=SileroDetector.of(catalogue),
        recogniser=WhisperRecogniser(whisper),
        reader=WhisperReader(whisper),
        embedder=embedder,
        sense=SameSense(embedder) if embedder else None,
        sentiment=load_sentiment(settings, catalogue, embedder),
    )


def load_embedder(catalogue: Catalogue) -> Embedder | None:
    """What turns sentences into vectors; None where its weights are not here."""
    return E5Embedder.of(catalogue, EMBEDDER) if catalogue.is_present(EMBEDDER) else None


def load_sentiment(settings: Settings, catalogue: Catalogue, embedder: Embedder | None) -> SentimentClassifier | None:
    """What hears tone; None where the settings want none, or where the head has no embedder to stand on.

    Raises ModelMissing, ClassifierUnusable or ToneExtraMissing where the settings name a model that cannot be had.
    """
    chosen = settings.tone_model
    if not chosen:
        return None
    if chosen == TONE_HEAD:
        return HeadClassifier(embedder) if embedder else None
    if _is_folder(chosen):
        return TransformerClassifier.at(Path(chosen))
    return TransformerClassifier.of(catalogue, chosen)


def models_used(settings: Settings) -> tuple[str, ...]:
    """The models of the catalogue that the settings ask for."""
    tone = settings.tone_model
    in_catalogue = tone not in ("", TONE_HEAD) and not _is_folder(tone)
    return (settings.asr_model, EMBEDDER, *([tone] if in_catalogue else []))


def pull_models(settings: Settings, progress: Callable[[float], None]) -> None:
    """Fetch what is missing; nothing happens where all is here. Raises PullFailed, RevisionUnpinned.

    Where only the embedder cannot be had, the log says so: calls are heard and held against rubrics without it as well.
    """
    catalogue = Catalogue.load(settings.models)
    for model in models_used(settings):
        if catalogue.is_present(model):
            continue
        try:
            catalogue.pull(model, lambda done, total, _what: progress(done / total if total else 0.0))
        except PullFailed as failed:
            if model != EMBEDDER:
                raise
            _log.warning("model_missing", model=model, why=str(failed))


def _is_folder(model: str) -> bool:
    return os.sep in model or Path(model).is_dir()
