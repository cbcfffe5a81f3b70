"""What storage keeps is whole, and its keys are ours."""

from pathlib import Path

import pytest

from qa.platform.errors import NotFound
from qa.platform.storage import Storage


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return Storage(f"file://{tmp_path / 'kept'}")


def test_what_was_put_is_read_back_whole_and_in_parts(storage: Storage, tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_bytes(b"0123456789" * 100_000)
    storage.put("calls/a/original", source)
    storage.get("calls/a/original", target)
    assert target.read_bytes() == source.read_bytes()
    assert storage.size("calls/a/original") == 1_000_000
    with storage.open("calls/a/original") as reader:
        reader.seek(999_995)
        assert reader.read() == b"56789"


def test_what_is_missing_or_deleted_is_not_found(storage: Storage, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"x")
    storage.put("calls/a/original", source)
    storage.delete("calls/a/original")
    storage.delete("calls/a/original")
    assert not storage.exists("calls/a/original")
    with pytest.raises(NotFound):
        storage.open("calls/a/original")
    with pytest.raises(NotFound):
        storage.get("calls/b/original", tmp_path / "target")


@pytest.mark.parametrize("key", ["../x", "/etc/passwd", "a/../b", "a//b", "", "A", "a b", ".hidden", "a/.."])
def test_a_key_that_could_lead_elsewhere_is_a_mistake_of_ours(storage: Storage, tmp_path: Path, key: str) -> None:
    with pytest.raises(ValueError, match="storage key"):
        storage.put(key, tmp_path)


def test_nothing_half_written_remains_when_the_source_breaks_off(storage: Storage, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="directory"):
        storage.put("calls/a/original", tmp_path)
    assert not storage.exists("calls/a/original")
    assert list((tmp_path / "kept").rglob("*.part")) == []
