"""The JSON schema of a rubric file, made from what the reader knows. `python -m qa.rubric.schema` prints it."""

import json
import sys
from typing import Any

from qa.rubric.cursor import Key
from qa.rubric.kinds import KINDS
from qa.rubric.options import OPTION_KEYS
from qa.rubric.reader import QUESTION_KEYS, RUBRIC_KEYS, SECTION_KEYS


def schema() -> dict[str, Any]:
    """The schema, draft 2020-12."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A rubric of Mashov",
        **_mapping(RUBRIC_KEYS, sections={"$ref": "#/$defs/section"}),
        "$defs": {
            "section": _mapping(SECTION_KEYS, questions={"$ref": "#/$defs/question"}),
            "question": {
                "oneOf": [{"$ref": f"#/$defs/{name}"} for name in KINDS],
            },
            "option": _mapping(OPTION_KEYS),
            **{name: _question(name) for name in KINDS},
        },
    }


def text() -> str:
    """The schema as it stands in `rubrics/schema.json`."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def _question(name: str) -> dict[str, Any]:
    described = _mapping(QUESTION_KEYS + KINDS[name].keys, options={"$ref": "#/$defs/option"})
    described["properties"]["kind"] = {"const": name}
    return described


def _mapping(keys: tuple[Key, ...], **items: dict[str, str]) -> dict[str, Any]:
    """A mapping of these keys and no others; `items` says of what the lists among them are made."""
    return {
        "type": "object",
        "properties": {
            key.name: key.schema | ({"items": items[key.name]} if key.name in items else {}) for key in keys
        },
        "required": [key.name for key in keys if key.required],
        "additionalProperties": False,
    }


if __name__ == "__main__":
    sys.stdout.write(text())
