"""What came with a recording or a conversation about it, as facts of the call."""

from typing import Final

from pydantic import ValidationError

from qa.calls.schemas import CallFacts, CallLanguage
from qa.platform.errors import Refused

#: Why a sidecar is refused, under whose names the page has it in its own words.
WHYS: Final = ("not_json", "unknown_field", "bad_field")
_WHY_OF: Final = {"json_invalid": "not_json", "extra_forbidden": "unknown_field"}  # pydantic's name -> ours


class SidecarRefused(Refused):
    """The metadata that came with a recording cannot be read."""

    code = "sidecar_refused"

    def __init__(self, error: ValidationError) -> None:
        self.error = error
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole"
        self.detail = {"why": _WHY_OF.get(first["type"], "bad_field"), "field": where}
        super().__init__(f"the call's metadata cannot be read at {where}: {first['msg']}")


def facts_of(sidecar: str | None, language: CallLanguage | None, channels: str | None) -> CallFacts:
    """The sidecar's facts, with what a form says in the place of theirs. Raises SidecarRefused."""
    try:
        facts = CallFacts.model_validate_json(sidecar) if sidecar else CallFacts()
        said: dict[str, object] = {}
        if language:
            said["language"] = language
        if channels:
            said["channels"] = [role.strip() for role in channels.split(",")]
        return CallFacts.model_validate(facts.model_dump() | said)
    except ValidationError as error:
        raise SidecarRefused(error) from error
