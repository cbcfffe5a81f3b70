"""Hostile recordings: each gets a typed refusal or a flag, nothing else is opened, and the next good file works."""

import resource
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from qa.engines.media import Limits, RefusedRecording, decode_file, sniff
from qa.pipeline.audio import RecordingFile, decode
from qa.pipeline.model import DecodedAudio
from tests.faults.hostile import Case, flac_of_silence, pcm16, redirectors, voice, wav
from tests.faults.hostile_cases import RATE, every_case

CASES = every_case()


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


def decoded(path: Path, scratch: Path) -> DecodedAudio:
    return decode(RecordingFile(path), Limits(wall_s=60), scratch)


def placed(case: Case, folder: Path) -> Path:
    path = folder / case.file_name
    path.write_bytes(case.data)
    return path


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_hostile_file_is_refused_by_name_or_decoded_with_flags(case: Case, tmp_path: Path, scratch: Path) -> None:
    path = placed(case, tmp_path)
    if case.refused:
        with pytest.raises(RefusedRecording) as caught:
            decoded(path, scratch)
        assert caught.value.code in case.refused
        assert "broke down" not in str(caught.value)
    else:
        audio = decoded(path, scratch)
        assert case.flags <= {flag.code for flag in audio.flags}
        assert audio.duration_ms >= 100
        assert all(np.isfinite(channel.samples).all() for channel in audio.channels)
        assert max(np.abs(channel.samples).max() for channel in audio.channels) <= 1
    assert list(scratch.iterdir()) == []


def test_there_are_enough_hostile_files_and_no_two_are_alike() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 60
    assert len({(case.data, case.file_name) for case in CASES}) == len(CASES)


def test_a_good_file_works_after_every_kind_of_bad_one(tmp_path: Path, scratch: Path) -> None:
    good = tmp_path / "good.wav"
    good.write_bytes(wav(pcm16(voice(1, RATE)), rate=RATE))
    before = decoded(good, scratch)
    for case in (case for case in CASES if case.refused == ("undecodable",)):
        with pytest.raises(RefusedRecording):
            decoded(placed(case, tmp_path), scratch)
    after = decoded(good, scratch)
    assert np.array_equal(before.channels[0].samples, after.channels[0].samples)


class Listener:
    """A server on loopback that notes whether anybody came."""

    def __init__(self) -> None:
        self.visits = 0
        self._streams, self._packets = socket.socket(), socket.socket(type=socket.SOCK_DGRAM)
        self._streams.bind(("127.0.0.1", 0))
        self._streams.listen()
        self.port = int(self._streams.getsockname()[1])
        self._packets.bind(("127.0.0.1", self.port))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                visitor, _ = self._streams.accept()
            except OSError:
                return
            self.visits += 1
            visitor.close()

    def close(self) -> None:
        self._streams.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)
        self._streams.close()
        self._packets.setblocking(False)
        try:
            self._packets.recv(1)
            self.visits += 1
        except BlockingIOError:
            pass
        self._packets.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    if made._thread.is_alive():
        made.close()


def test_no_redirector_opens_an_address_or_another_file(listener: Listener, tmp_path: Path, scratch: Path) -> None:
    canary = tmp_path / "canary.wav"
    canary.write_bytes(wav(pcm16(voice(2, RATE)), rate=RATE))
    cases = list(redirectors(listener.port, str(canary)))
    assert len(cases) >= 12
    for case in cases:
        with pytest.raises(RefusedRecording) as caught:
            decoded(placed(case, tmp_path), scratch)
        assert caught.value.code in case.refused, case.name
    listener.close()
    assert listener.visits == 0


def test_a_careless_reader_is_led_astray_by_the_very_same_files(listener: Listener, tmp_path: Path) -> None:
    """Without this the tests around it would prove nothing: the files do bite, and the listener does notice."""
    import av

    canary = tmp_path / "canary.wav"
    canary.write_bytes(wav(pcm16(voice(2, RATE)), rate=RATE))
    by_name = {case.name: case for case in redirectors(listener.port, str(canary))}
    script = placed(by_name["ffconcat to another file"], tmp_path)
    with av.open(str(script), options={"safe": "0"}) as container:
        assert sum(frame.samples for frame in container.decode(audio=0)) == 2 * RATE
    hls = placed(by_name["hls to an address, named wav"], tmp_path).rename(tmp_path / "call.m3u8")
    careless = {"extension_picky": "0", "protocol_whitelist": "file,http,tcp,crypto,data"}
    with pytest.raises(av.FFmpegError):
        av.open(str(hls), format="hls", options=careless).close()
    listener.close()
    assert listener.visits >= 1


@pytest.mark.parametrize("container", ["wav", "mp3", "ogg", "mov", "matroska", "flac", "aac", "amr"])
def test_even_past_the_sniffing_a_redirector_reaches_nothing(
    container: str, listener: Listener, tmp_path: Path
) -> None:
    """Behind the first wall: the forced demuxer itself, given a playlist, opens no address and no file."""
    import av

    from qa.engines.media.decoder import loop
    from qa.engines.media.formats import DEMUXERS, SniffedFormat
    from tests.faults.hostile import redirectors as made

    name = next(key for key, demuxer in DEMUXERS.items() if demuxer == container)
    canary = tmp_path / "canary.wav"
    canary.write_bytes(wav(pcm16(voice(2, RATE)), rate=RATE))
    for case in made(listener.port, str(canary)):
        with placed(case, tmp_path).open("rb") as file:
            folder = tmp_path / "out"
            folder.mkdir(exist_ok=True)
            with pytest.raises((RefusedRecording, av.FFmpegError)):
                loop.decode(file, SniffedFormat(name, "pcm_s16le", 1, 8_000, None), folder, Limits(), lambda _: None)
    listener.close()
    assert listener.visits == 0


def test_the_canary_itself_can_be_heard(tmp_path: Path, scratch: Path) -> None:
    canary = tmp_path / "canary.wav"
    canary.write_bytes(wav(pcm16(voice(2, RATE)), rate=RATE))
    assert decoded(canary, scratch).duration_ms == 2_000


def test_ten_hours_in_a_few_kilobytes_stay_small_in_memory(tmp_path: Path, scratch: Path) -> None:
    bomb = tmp_path / "bomb.flac"
    bomb.write_bytes(flac_of_silence(36_000, declared=0))
    assert bomb.stat().st_size < 100_000
    with pytest.raises(RefusedRecording, match="240:00"):
        decoded(bomb, scratch)
    largest_child_kib = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert largest_child_kib < 400 * 1024


def test_a_decoder_that_takes_too_long_is_stopped(tmp_path: Path, scratch: Path) -> None:
    path = tmp_path / "call.wav"
    path.write_bytes(wav(pcm16(voice(1, RATE)), rate=RATE))
    with pytest.raises(RefusedRecording) as caught:
        decode_file(path, Limits(wall_s=0.01), scratch)
    assert caught.value.code == "decoder_timed_out"
    assert list(scratch.iterdir()) == []


def test_a_decoder_that_crashes_or_is_starved_is_a_refusal(
    tmp_path: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "call.wav"
    path.write_bytes(wav(pcm16(voice(1, RATE)), rate=RATE))
    with pytest.raises(RefusedRecording) as starved:
        decode_file(path, Limits(memory_bytes=60 << 20), scratch)
    assert starved.value.code == "undecodable"
    monkeypatch.setattr("qa.engines.media.decode._MODULE", "this_module_does_not_exist")
    with pytest.raises(RefusedRecording) as crashed:
        decode_file(path, Limits(), scratch)
    assert crashed.value.code == "undecodable"
    assert "this_module_does_not_exist" in "".join(crashed.value.__notes__)


def test_what_is_not_a_file_is_refused_without_waiting(tmp_path: Path, scratch: Path) -> None:
    import os

    pipe = tmp_path / "call.wav"
    os.mkfifo(pipe)
    for path in (pipe, tmp_path, Path("/dev/zero")):
        with pytest.raises(RefusedRecording) as caught:
            decode_file(path, Limits(), scratch)
        assert caught.value.code == "not_audio"


def test_a_file_of_too_many_bytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    with path.open("wb") as file:
        file.write(wav(pcm16(voice(1, RATE)), rate=RATE))
        file.truncate(3 << 30)
    with pytest.raises(RefusedRecording) as caught:
        sniff(path)
    assert caught.value.code == "too_large"
