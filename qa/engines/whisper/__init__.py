"""Whisper, through faster-whisper and CTranslate2, whose only home this is: one to recognise, one to weigh texts."""

from qa.engines.whisper.model import (
    Device,
    LoadedBeforeFork,
    ModelUnusable,
    UnknownLanguage,
    Whisper,
    WhisperOptions,
    available_devices,
)
from qa.engines.whisper.reader import WhisperReader
from qa.engines.whisper.recogniser import WhisperRecogniser

__all__ = [
    "Device",
    "LoadedBeforeFork",
    "ModelUnusable",
    "UnknownLanguage",
    "Whisper",
    "WhisperOptions",
    "WhisperReader",
    "WhisperRecogniser",
    "available_devices",
]
