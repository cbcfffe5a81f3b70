"""A hub that serves models to tests, and manifests of what it has."""

import hashlib
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from qa.engines.catalogue import (
    Catalogue,
)

COMMIT = "0123456789abcdef0123456789abcdef01234567"
WEIGHTS = b"weights " * 4000
CONFIG = b'{"a": 1}'


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def model(**changes):
    return {
        "id": "tiny-test",
        "name": "test",
        "task": "recognition",
        "engine": "none",
        "languages": ["he"],
        "licence": "MIT",
        "quality": "none",
        "card": "none",
        "files": [
            {"name": "model.bin", "bytes": len(WEIGHTS), "sha256": sha(WEIGHTS)},
            {"name": "config.json", "bytes": len(CONFIG), "sha256": sha(CONFIG)},
            {"name": "extra.json", "required": False},
        ],
        "sources": [{"kind": "hub", "repo": "org/model", "revision": COMMIT}],
        **changes,
    }


def catalogue_of(folder: Path, *models: dict) -> Catalogue:
    manifest = folder / "manifest.yaml"
    manifest.write_text(yaml.safe_dump({"version": 1, "models": list(models)}), encoding="utf-8")
    return Catalogue.load(folder / "weights", manifest)


class Hub(http.server.ThreadingHTTPServer):
    """A hub's layout on a loopback port: a redirect that announces the hash, then a store that honours Range."""

    def __init__(self) -> None:
        self.files = {"model.bin": WEIGHTS, "config.json": CONFIG}
        self.announced: dict[str, str] = {}
        self.small: set[str] = set()  # files that lie in git itself, as configurations do
        self.ranges: list[str | None] = []
        self.asked: list[str] = []
        self.cut_after: int | None = None
        self.honours_range = True
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(http.server.BaseHTTPRequestHandler):
    server: Hub

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        hub = self.server
        hub.asked.append(self.path)
        *_, name = self.path.split("/")
        if name not in hub.files:
            self.send_error(404)
        elif "/resolve/" in self.path:
            self.send_response(302)
            self.send_header("Location", f"/store/{name}")
            if name in hub.small:
                blob = b"blob %d\0" % len(hub.files[name]) + hub.files[name]
                self.send_header("ETag", f'"{hub.announced.get(name, hashlib.sha1(blob).hexdigest())}"')
            else:
                self.send_header("X-Linked-Etag", f'"{hub.announced.get(name, sha(hub.files[name]))}"')
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self.answer(hub, hub.files[name])

    def answer(self, hub: Hub, content: bytes) -> None:
        wanted = self.headers.get("Range")
        hub.ranges.append(wanted)
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and hub.honours_range else 0
        if start and start >= len(content):
            self.send_error(416)
            return
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        body = content[start:]
        if hub.cut_after is not None and len(body) > hub.cut_after:
            body, hub.cut_after = body[: hub.cut_after], None
            self.close_connection = True
        self.wfile.write(body)


@pytest.fixture
def hub(monkeypatch) -> Iterator[Hub]:
    server = Hub()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{server.server_address[1]}")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    yield server
    server.shutdown()
    thread.join()
    server.server_close()
