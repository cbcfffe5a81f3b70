"""The packet loop: one packet is read, decoded and written before the next; a damaged one is counted, not fatal."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet

from qa.engines.interfaces import SAMPLE_RATE
from qa.engines.media.decoder.samples import Writer, as_block, fit_channels
from qa.engines.media.decoder.timeline import Timeline
from qa.engines.media.errors import NoSound, TooManyChannels, TooShort, Undecodable, UnsupportedFormat
from qa.engines.media.formats import (
    DECODERS,
    DEMUXERS,
    HIGHEST_RATE,
    LOWEST_RATE,
    WITHOUT_TIMES,
    Limits,
    SniffedFormat,
)
from qa.engines.media.headers.window import Stream
from qa.engines.media.order import Report

#: Called now and then with the milliseconds that are decoded by then.
Tell = Callable[[int], None]

#: So many failures to read a packet in a row, with none between them, end the reading.
_PATIENCE = 32
#: How much sound lies between two calls of `tell`.
_TELL_EVERY_S = 60.0
#: An M4A's last frame is filled up; what stands at most this far past the declared end is that filling.
_FILLING_S = 0.1


def decode(file: BinaryIO, sniffed: SniffedFormat, folder: Path, limits: Limits, tell: Tell) -> Report:
    """Decode the file's first sound track into `folder`. Raises a RefusedRecording."""
    with _opened(file, sniffed) as container:
        stream = _sound_track(container, sniffed, limits)
        declared_s = None if sniffed.declared_ms is None else sniffed.declared_ms / 1000
        with Writer(folder, stream.codec_context.channels) as writer:
            decoding = _Decoding(sniffed, writer, Timeline(limits, declared_s))
            for packet in decoding.packets(container, stream):
                decoding.take_packet(packet)
                decoding.tell_by_the_minute(tell)
            writer.finish()
        return decoding.report(stream.codec_context.codec.canonical_name)


def _opened(file: BinaryIO, sniffed: SniffedFormat) -> InputContainer:
    """The container by the demuxer that its own bytes named, with no protocol that could open anything else."""
    demuxer = DEMUXERS[sniffed.container]
    options = {
        "protocol_whitelist": "file",
        "format_whitelist": demuxer,
        "codec_whitelist": ",".join(sorted(DECODERS[sniffed.container])),
    }
    try:
        # Tags in an old Hebrew code page are no reason to refuse a recording; nobody reads them here.
        source = Stream(file, sniffed.offset)
        container = av.open(source, mode="r", format=demuxer, options=options, metadata_errors="replace")
    except av.FFmpegError as error:
        raise Undecodable(_plain(error)) from error
    return container


def _sound_track(container: InputContainer, sniffed: SniffedFormat, limits: Limits) -> AudioStream:
    if not container.streams.audio:
        raise NoSound(f"the {sniffed.container} file has no sound track")
    stream = container.streams.audio[0]
    codec = stream.codec_context
    if codec.name not in DECODERS[sniffed.container]:
        raise UnsupportedFormat(f"{sniffed.container} with {codec.name} sound")
    if codec.channels > limits.max_channels:
        raise TooManyChannels(codec.channels, limits.max_channels)
    if codec.channels < 1:
        raise Undecodable("its header says that it has no channels")
    codec.thread_count = 1
    return stream


@dataclass(slots=True)
class _Decoding:
    """One recording on its way, and what has been met so far."""

    sniffed: SniffedFormat
    writer: Writer
    timeline: Timeline
    rate: int = 0
    damaged: int = 0
    damaged_at_end: int = 0
    read_bytes: int = 0
    last_error: str = ""
    good_bytes: int = 0
    good_seconds: float = 0.0
    told: float = 0.0

    def packets(self, container: InputContainer, stream: AudioStream) -> "Iterator[Packet[AudioStream]]":
        """Every packet up to the end; where reading fails it is tried again, for the damage may be passed."""
        failures = 0
        while failures < _PATIENCE:
            try:
                for packet in container.demux(stream):
                    failures = 0
                    yield packet
            except av.EOFError:
                return
            except av.FFmpegError as error:
                failures += 1
                self._count(error)
            else:
                return

    def take_packet(self, packet: "Packet[AudioStream]") -> None:
        """Decode one packet; what a damaged one stood for becomes silence."""
        self.read_bytes += packet.size
        try:
            frames = packet.decode()
        except av.EOFError:
            return
        except av.FFmpegError as error:
            self._count(error)
            if self.sniffed.container in WITHOUT_TIMES and self.good_bytes:
                # By the packets that were good, so many bytes are about so much sound.
                self._fill(self.timeline.lose(packet.size * self.good_seconds / self.good_bytes))
            return
        before = self.timeline.heard
        for frame in frames:
            self._take_frame(frame)
        if frames and packet.size:
            self.damaged_at_end = 0
            self.good_bytes += packet.size
            self.good_seconds += self.timeline.heard - before

    def tell_by_the_minute(self, tell: Tell) -> None:
        """Say how far it is, not oftener than anybody wants to know."""
        if self.timeline.position - self.told > _TELL_EVERY_S:
            self.told = self.timeline.position
            tell(round(self.told * 1000))

    def report(self, codec: str) -> Report:
        """What came of it. Raises a RefusedRecording where that is nothing."""
        heard_ms, shortest_ms = round(self.timeline.heard * 1000), self.timeline.limits.min_duration_ms
        if not self.writer.samples:
            if self.damaged:
                raise Undecodable(f"none of its packets is whole ({self.last_error})")
            raise NoSound("no packet holds any")
        if heard_ms < shortest_ms:
            raise TooShort(heard_ms, shortest_ms)
        return Report(
            codec=codec,
            rate=self.rate,
            channels=self.writer.channels,
            samples=_without_filling(self.writer.samples, self.sniffed),
            declared_ms=self.sniffed.declared_ms,
            cut_off=self.sniffed.cut_off,
            damaged_packets=self.damaged - self.damaged_at_end,
            unplaced_ms=self._unplaced_ms(),
            gaps=tuple((round(start * 1000), round(end * 1000)) for start, end in self.timeline.gaps),
            cleaned_samples=self.writer.cleaned,
            tracks=self.sniffed.tracks,
        )

    def _unplaced_ms(self) -> int:
        """Sound in bytes that no packet held: where nothing declares a length, this alone tells of a hole."""
        if self.sniffed.container not in ("mp3", "adts") or self.sniffed.declared_ms is not None:
            return 0
        unread = max(0, self.sniffed.size - self.read_bytes)
        return round(unread * self.good_seconds / self.good_bytes * 1000) if self.good_bytes else 0

    def _take_frame(self, frame: AudioFrame) -> None:
        rate, channels = frame.sample_rate, frame.layout.nb_channels
        if not LOWEST_RATE <= rate <= HIGHEST_RATE:
            raise UnsupportedFormat(f"a sampling rate of {rate:,} Hz")
        if channels > self.timeline.limits.max_channels:
            raise TooManyChannels(channels, self.timeline.limits.max_channels)
        self.rate = self.rate or rate
        if self.sniffed.container not in WITHOUT_TIMES:
            self._fill(self.timeline.gap_before(frame.time))
        block = as_block(frame.to_ndarray(), frame.format.name, channels)
        self.timeline.play(len(block) / rate)
        self.writer.write(fit_channels(block, self.writer.channels), rate)

    def _fill(self, seconds: float) -> None:
        if seconds > 0:
            self.timeline.skip(seconds)
            self.writer.silence(seconds)

    def _count(self, error: av.FFmpegError) -> None:
        self.damaged += 1
        self.damaged_at_end += 1
        self.last_error = _plain(error)


def _without_filling(samples: int, sniffed: SniffedFormat) -> int:
    if sniffed.container != "m4a" or sniffed.declared_ms is None:
        return samples
    declared = sniffed.declared_ms * SAMPLE_RATE // 1000
    return declared if 0 < samples - declared <= _FILLING_S * SAMPLE_RATE else samples


def _plain(error: av.FFmpegError) -> str:
    """libav's own words without its numbers and file names."""
    return (error.strerror or type(error).__name__).lower()
