"""Makes the engines that the settings name. Nothing heavy is loaded before the first recording is heard."""

from collections.abc import Callable

from qa.engines.catalogue import Catalogue
from qa.engines.interfaces import Engines
from qa.engines.speech_detection import SileroDetector
from qa.engines.whisper import WhisperOptions, WhisperRecogniser
from qa.platform.settings import Settings


def load_engines(settings: Settings) -> Engines:
    """The detector and the recogniser. Raises ModelMissing, whose message says how to mend it."""
    catalogue = Catalogue.load(settings.models)
    options = WhisperOptions(
        device=settings.asr_device,
        compute_type=settings.asr_compute_type,
        beam=settings.asr_beam,
        threads=settings.asr_threads,
    )
    return Engines(
        detector=SileroDetector.of(catalogue),
        recogniser=WhisperRecogniser.of(catalogue, settings.asr_model, options),
    )


def pull_models(settings: Settings, progress: Callable[[float], None]) -> None:
    """Fetch what is missing; nothing happens where all is here. Raises PullFailed."""
    catalogue = Catalogue.load(settings.models)
    if not catalogue.is_present(settings.asr_model):
        catalogue.pull(settings.asr_model, lambda done, total, _what: progress(done / total if total else 0.0))
