"""A vault for what must be kept but not lie about: sealed with a key that is in no database and no backup of one."""

import base64
import json
from typing import Any

from qa.platform.errors import Unavailable

_PURPOSE = b"mashov sealed words"


class SealBroken(Unavailable):
    """What was sealed cannot be opened: another key sealed it, it was changed, or it belongs elsewhere."""

    code = "seal_broken"

    def __init__(self, owner: str) -> None:
        self.owner = owner
        super().__init__(
            f"the sealed words of {owner} cannot be opened: they were sealed with another key (QA_SEALING_SECRET, or "
            "else QA_SECRET), or were changed since"
        )


class Vault:
    """Seals JSON for an owner, and opens it for that owner only: AES-128-CBC with HMAC-SHA256 (Fernet)."""

    def __init__(self, secret: bytes) -> None:
        """`secret` may be of any length; the key is derived from it."""
        from cryptography.fernet import Fernet
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret)
        self._fernet = Fernet(base64.urlsafe_b64encode(derived))

    def seal(self, owner: str, content: Any) -> str:
        """The content as text that says nothing without the key."""
        said = json.dumps([owner, content], ensure_ascii=False, separators=(",", ":"))
        return self._fernet.encrypt(said.encode()).decode()

    def open(self, owner: str, sealed: str) -> Any:
        """What was sealed for this owner. Raises SealBroken."""
        from cryptography.fernet import InvalidToken

        try:
            sealed_for, content = json.loads(self._fernet.decrypt(sealed.encode()))
        except InvalidToken as error:
            raise SealBroken(owner) from error
        if sealed_for != owner:
            raise SealBroken(owner)
        return content
