"""The web's door to metadata files: what a CSV or JSON says about each recording, before the recordings are sent."""

import shutil
from pathlib import PurePath
from typing import Annotated

from fastapi import APIRouter, File, UploadFile
from pydantic import BaseModel

from qa.calls.schemas import CallFacts
from qa.imports.problems import MetadataRefused, Place, UnreadableSheet
from qa.imports.sheets import SUFFIXES, Sheet, read_sheet
from qa.platform.scratch import scratch_folder
from qa.platform.web import The, Uploads

router = APIRouter(tags=["calls"])


class RowProblem(BaseModel):
    """Why a row cannot be used, as refusals say it: by a code, with the facts of it, and in English."""

    code: str
    message: str
    detail: dict[str, int | str | None]


class MetadataRow(BaseModel):
    """What one row says. `file` None: it speaks of the recording that bears the metadata file's own name.

    A row with a `problem` has facts that must not be used.
    """

    file: str | None
    second: str | None
    facts: CallFacts
    problem: RowProblem | None


@router.post("/metadata")
def read_metadata(file: Annotated[UploadFile, File()], _asker: Uploads, parts: The) -> list[MetadataRow]:
    """The rows of a metadata file; nothing is kept. A start time without a zone is in this machine's."""
    suffix = PurePath(file.filename or "").suffix.lower()
    with scratch_folder(parts.settings.scratch, "facts-") as folder:
        path = folder / f"metadata{suffix if suffix in SUFFIXES else '.csv'}"
        with path.open("wb") as target:
            shutil.copyfileobj(file.file, target)
        return _rows(read_sheet(path, None))


def _rows(sheet: Sheet) -> list[MetadataRow]:
    if sheet.problem is not None:
        raise sheet.problem
    if sheet.kind in {"foreign", "conversation"}:
        raise UnreadableSheet(Place(sheet.path), "nothing_about_calls")
    return [
        MetadataRow(file=row.file, second=row.second, facts=row.facts, problem=_told(row.problem)) for row in sheet.rows
    ]


def _told(problem: MetadataRefused | None) -> RowProblem | None:
    return RowProblem(code=problem.code, message=str(problem), detail=problem.detail) if problem else None
