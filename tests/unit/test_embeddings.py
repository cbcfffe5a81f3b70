"""Vectors of meaning: the file is read as it is laid out, and the network computes what its formulas say."""

import threading
from pathlib import Path

import numpy as np
import pytest

from qa.engines.embeddings import E5Embedder, EmbedderUnusable
from qa.engines.embeddings.encoder import Encoder
from qa.engines.embeddings.packed import PackedModel, unpack
from qa.engines.embeddings.tokens import Tokeniser
from qa.engines.once import LoadedOnce, UsedAfterFork
from tests.unit.packed_e5 import PIECES, WIDTH, TinyModel, pack, unpacked

NAMES = list(PIECES)


@pytest.fixture(scope="module")
def tiny() -> TinyModel:
    return TinyModel()


@pytest.fixture(scope="module")
def folder(tiny: TinyModel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("e5")
    tiny.write(folder / "e5-small-q4.bin")
    return folder


@pytest.fixture(scope="module")
def model(folder: Path) -> PackedModel:
    return PackedModel.open(folder / "e5-small-q4.bin")


@pytest.fixture
def embedder(folder: Path) -> E5Embedder:
    return E5Embedder(folder, "tiny-e5", "0" * 12, remembered=3)


def pieces(model: PackedModel, text: str, limit: int = 16) -> list[str]:
    return [NAMES[token] for token in Tokeniser(model.vocabulary).tokens(text, limit)]


class TestFile:
    def test_blocks_are_unpacked_as_they_are_laid_out(self) -> None:
        weights = np.random.default_rng(1).normal(size=(3, 64)).astype(np.float32)
        blocks = np.frombuffer(pack(weights), np.uint8).reshape(3, 2, 18)
        assert unpack(blocks) == pytest.approx(unpacked(pack(weights), 64))
        assert np.abs(unpack(blocks) - weights).max() < np.abs(weights).max() / 7

    @pytest.mark.parametrize("content", [b"", b"E5S1", b"PK\3\4" + b"0" * 400, b"E5S1" + b"\xff" * 400])
    def test_another_file_is_refused_by_name(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "e5-small-q4.bin").write_bytes(content)
        with pytest.raises(EmbedderUnusable, match=r"e5-small-q4\.bin does not load"):
            E5Embedder(tmp_path, "tiny-e5", "0" * 12).embed(["a"])

    def test_a_file_that_was_cut_off_is_refused(self, folder: Path, tmp_path: Path) -> None:
        whole = (folder / "e5-small-q4.bin").read_bytes()
        (tmp_path / "cut.bin").write_bytes(whole[:-100])
        with pytest.raises(EmbedderUnusable, match="past the end"):
            PackedModel.open(tmp_path / "cut.bin")


class TestTokens:
    def test_the_likeliest_pieces_are_taken_not_the_longest(self, model: PackedModel) -> None:
        # "▁ab" costs 9.0, "▁a" is no piece, and "▁" with "a" and "b" costs 13; "▁tone" beats "▁to" with "ne".
        assert pieces(model, "query: ab") == ["<s>", "▁query", ":", "▁ab", "</s>"]
        assert pieces(model, "tone") == ["<s>", "▁tone", "</s>"]

    def test_an_unknown_character_is_one_unknown_piece(self, model: PackedModel) -> None:
        assert pieces(model, "a🙂b") == ["<s>", "▁", "a", "<unk>", "b", "</s>"]

    def test_characters_are_rewritten_and_runs_of_spaces_are_one(self, model: PackedModel) -> None:
        assert pieces(model, "  Ａ\u200f   b ") == ["<s>", "▁", "a", "▁", "b", "</s>"]

    def test_a_long_text_is_cut_and_still_ends_with_its_mark(self, model: PackedModel) -> None:
        assert pieces(model, "ab " * 50, limit=6) == ["<s>", *["▁ab"] * 4, "</s>"]

    def test_no_text_is_only_its_marks(self, model: PackedModel) -> None:
        assert pieces(model, "") == ["<s>", "▁", "</s>"]


class TestEncoder:
    def test_vectors_are_what_the_formulas_say(self, tiny: TinyModel, model: PackedModel) -> None:
        texts = [[0, 5, 6, 8, 2], [0, 10, 2], [0, 5, 6, 7, 9, 10, 11, 2]]
        found = Encoder(model).encode(texts)
        assert found == pytest.approx(np.array([tiny.vector(text) for text in texts]), abs=2e-3)
        assert np.linalg.norm(found, axis=1) == pytest.approx(1.0)

    def test_company_does_not_change_a_vector(self, model: PackedModel) -> None:
        encoder = Encoder(model)
        random = np.random.default_rng(3)
        texts = [[0, *random.integers(3, len(PIECES), size=size).tolist(), 2] for size in random.integers(1, 14, 200)]
        together = encoder.encode(texts)
        for text, vector in zip(texts[::20], together[::20], strict=True):
            assert encoder.encode([text])[0] == pytest.approx(vector, abs=1e-5)


class TestEmbedder:
    def test_each_text_has_its_row_in_the_order_asked(self, embedder: E5Embedder) -> None:
        found = embedder.embed(["tone", "ab", "tone"])
        assert found.shape == (3, WIDTH)
        assert found.dtype == np.float32
        assert np.array_equal(found[0], found[2])
        assert not np.allclose(found[0], found[1])

    def test_no_texts_are_no_rows(self, embedder: E5Embedder) -> None:
        assert embedder.embed([]).shape == (0, WIDTH)

    def test_what_is_remembered_is_not_computed_again(
        self, embedder: E5Embedder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        computed: list[int] = []
        encode = Encoder.encode
        monkeypatch.setattr(Encoder, "encode", lambda self, texts: computed.append(len(texts)) or encode(self, texts))
        embedder.embed(["a", "b", "a"])
        embedder.embed(["b", "ab"])
        assert computed == [2, 1]
        embedder.embed(["a"])  # asked for again, so it stays, and "b" makes room
        embedder.embed(["tone"])
        embedder.embed(["a", "ab", "tone"])
        assert computed == [2, 1, 1]
        embedder.embed(["b"])
        assert computed == [2, 1, 1, 1]

    def test_more_texts_than_are_remembered_all_get_their_vectors(self, embedder: E5Embedder) -> None:
        texts = ["a" * n for n in range(1, 9)]
        assert embedder.embed(texts) == pytest.approx(np.concatenate([embedder.embed([t]) for t in texts]), abs=1e-5)

    def test_many_threads_get_the_same_answers(self, embedder: E5Embedder) -> None:
        texts = ["a", "b", "ab", "tone", "query: a"]
        alone = embedder.embed(texts)
        found: list[np.ndarray] = []
        threads = [threading.Thread(target=lambda: found.append(embedder.embed(texts))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(found) == 8
        assert all(np.allclose(one, alone, atol=1e-5) for one in found)


class TestLoadedOnce:
    def test_many_threads_load_once(self) -> None:
        loads: list[int] = []
        loaded = LoadedOnce(lambda: loads.append(1) or "model")
        threads = [threading.Thread(target=loaded.get) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert loads == [1]

    def test_a_load_that_failed_is_tried_again(self) -> None:
        answers = iter([OSError("disk"), "model"])

        def load() -> str:
            answer = next(answers)
            if isinstance(answer, OSError):
                raise answer
            return answer

        loaded = LoadedOnce(load)
        with pytest.raises(OSError, match="disk"):
            loaded.get()
        assert loaded.get() == "model"

    def test_a_child_of_the_process_that_loaded_it_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        loaded = LoadedOnce(lambda: "model")
        loaded.get()
        monkeypatch.setattr("os.getpid", lambda: 1)
        with pytest.raises(UsedAfterFork, match="child 1"):
            loaded.get()
