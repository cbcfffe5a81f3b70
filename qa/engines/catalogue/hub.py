"""Models from a hub that serves files over plain HTTPS, with resume. HF_ENDPOINT names a mirror."""

import os
import re
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from functools import partial
from http import HTTPStatus
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import IO, Any, NoReturn
from urllib.parse import quote, urlsplit

from qa.engines.catalogue.errors import RevisionNotACommit, RevisionUnpinned, SourceFailed
from qa.engines.catalogue.manifest import FileSpec, HubSource, Model
from qa.engines.catalogue.store import PullProgress, git_hash_of, sha256_of

_CHUNK = 1 << 20
_TIMEOUT_S = 60
_SHA256_DIGITS = 64
_DEFAULT_ENDPOINT = "https://huggingface.co"
#: The hub gives the sha256 of a large file in the first of these headers, before it redirects to the store, and git's
#: own hash of a small one in the second.
_LINKED_HASH, _OWN_HASH = "X-Linked-Etag", "ETag"


class _RememberingRedirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects to http(s) only, and keeps the hash announced before them."""

    def __init__(self) -> None:
        self.announced: str | None = None

    def redirect_request(  # noqa: PLR0913, PLR0917 - the standard library decides the parameters
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        self.announced = self.announced or _announced(headers)
        if urlsplit(newurl).scheme not in {"http", "https"}:
            raise SourceFailed(f"the hub redirected to {newurl}, which is not a web address")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def pull_hub(
    model: Model, source: HubSource, incoming: Path, progress: PullProgress, revision: str | None = None
) -> Path:
    """Fetch the model's files at one commit into a folder of `incoming`, going on where an earlier attempt ended.

    Raises RevisionUnpinned when neither the manifest nor the caller names a commit, SourceFailed for anything that
    another source or a later attempt may mend.
    """
    commit = _commit(model, source, revision)
    target = incoming / f"hub-{commit}"
    target.mkdir(parents=True, exist_ok=True)
    done = 0

    def report(before: int, name: str, seen: int) -> None:
        progress(before + seen, max(model.bytes or 0, before + seen), name)

    for spec in model.files:
        address = f"{_endpoint()}/{source.repo}/resolve/{commit}/{quote(spec.name)}"
        wanted = _WantedFile(address, target / spec.name, spec)
        wanted.fetch(partial(report, done, spec.name))
        done += wanted.path.stat().st_size if wanted.path.exists() else 0
    return target


def _commit(model: Model, source: HubSource, revision: str | None) -> str:
    commit = revision or source.revision
    if commit is None:
        raise RevisionUnpinned(model.id, source.repo)
    if not re.fullmatch(r"[0-9a-f]{40}", commit):
        raise RevisionNotACommit(commit)
    return commit


def _endpoint() -> str:
    endpoint = os.environ.get("HF_ENDPOINT", _DEFAULT_ENDPOINT).rstrip("/")
    if urlsplit(endpoint).scheme not in {"http", "https"}:
        raise SourceFailed(f"HF_ENDPOINT is {endpoint!r}, which is not a web address")
    return endpoint


@dataclass(frozen=True, slots=True)
class _WantedFile:
    """One file of the hub and where it shall lie. `path` exists only when the file is complete and checked."""

    address: str
    path: Path
    spec: FileSpec

    @property
    def part(self) -> Path:
        """What has come so far."""
        return self.path.with_name(self.path.name + ".part")

    def fetch(self, seen: Callable[[int], None]) -> None:
        """Get the file; a file that the model can do without may be absent from the hub."""
        if self.path.exists():
            return
        resumed = self.part.exists() and self.part.stat().st_size > 0
        try:
            self._get(seen)
        except _NotTheFile:
            if not resumed:
                raise
            # What lay here from an earlier attempt does not belong to this file: once more, from its first byte.
            self._get(seen)
        except _NotThere as absent:
            if self.spec.required:
                raise SourceFailed(f"{self.address} does not exist") from absent

    def _get(self, seen: Callable[[int], None]) -> None:
        """Ask for what is still missing, check the whole, and give it its name."""
        redirects = _RememberingRedirects()
        have = self.part.stat().st_size if self.part.exists() else 0
        request = urllib.request.Request(self.address, headers={"Accept-Encoding": "identity"})  # noqa: S310 - _endpoint() lets only http(s) through
        if have:
            request.add_header("Range", f"bytes={have}-")
        try:
            with urllib.request.build_opener(redirects).open(request, timeout=_TIMEOUT_S) as answer:
                announced = redirects.announced or _announced(answer.headers)
                self._write(answer, have if answer.status == HTTPStatus.PARTIAL_CONTENT else 0, seen)
        except urllib.error.HTTPError as refusal:
            with refusal:
                announced = redirects.announced or _announced(refusal.headers)
            if refusal.code == HTTPStatus.NOT_FOUND:
                raise _NotThere from refusal
            # "Range not satisfiable" only says that the earlier attempt had already received everything, or too much.
            if refusal.code != HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                raise SourceFailed(f"{self.address} answered {refusal.code} {refusal.reason}") from refusal
        except (HTTPException, OSError) as broken:
            reason = getattr(broken, "reason", broken)
            raise SourceFailed(f"{self.address} could not be read ({reason}); what came is kept") from broken
        self._check(announced)
        self.part.replace(self.path)

    def _write(self, answer: Any, start: int, seen: Callable[[int], None]) -> None:
        with self.part.open("r+b" if start else "wb") as part:
            part.seek(start)
            while chunk := answer.read(_CHUNK):
                part.write(chunk)
                seen(part.tell())
            part.truncate()
            came = part.tell() - start
        # A cut connection reads like a normal end, so the length is compared with what was promised.
        promised = answer.headers.get("Content-Length")
        if promised is not None and came < int(promised):
            raise SourceFailed(f"{self.address} broke off after {came} of {promised} bytes; what came is kept")

    def _check(self, announced: str | None) -> None:
        """Compare with the manifest's size and hash, and where it has no hash, with the one that the hub announced."""
        size = self.part.stat().st_size
        if self.spec.bytes is not None and size != self.spec.bytes:
            self._refuse(f"{size} bytes", f"{self.spec.bytes} bytes")
        expected = self.spec.sha256 or announced
        if expected is None:
            return
        is_sha256 = len(expected) == _SHA256_DIGITS
        found = sha256_of(self.part) if is_sha256 else git_hash_of(self.part)
        if found != expected:
            self._refuse(f"{'sha256' if is_sha256 else 'git hash'} {found}", expected)

    def _refuse(self, found: str, expected: str) -> NoReturn:
        self.part.unlink()
        raise _NotTheFile(f"{self.address} gave {found}, expected {expected}")


def _announced(headers: Message) -> str | None:
    """The hash that the hub says the file has: sha256, or git's of a small file; None where it says none."""
    for name in (_LINKED_HASH, _OWN_HASH):
        told = (headers.get(name) or "").removeprefix("W/").strip('"')
        if re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", told):
            return told
    return None


class _NotThere(Exception):
    """The hub has no such file."""


class _NotTheFile(SourceFailed):
    """What came is not what was promised."""
