"""What is asked for in the settings reaches the engines."""

from qa.engines.catalogue import Catalogue
from qa.engines.loading import load_whispers
from qa.platform.settings import Settings


def test_every_setting_of_hearing_reaches_the_weights() -> None:
    wished = Settings(
        asr_device="cpu", asr_compute_type="int8_float32", asr_beam=3, asr_threads=6, asr_workers=2, asr_batch=7
    )
    whisper = load_whispers(wished, Catalogue.load())["default"]
    options = whisper.options
    assert (options.device, options.compute_type, options.beam) == ("cpu", "int8_float32", 3)
    assert (options.threads, options.workers, options.batch) == (6, 2, 7)
    assert (whisper.workers, whisper.batch, whisper.compute_type) == (2, 7, "int8_float32")
