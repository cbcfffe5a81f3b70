"""The web's door to files of people."""

import shutil
from typing import Annotated, Literal

from fastapi import APIRouter, File, Form, Response, UploadFile

from qa.imports.people import service
from qa.imports.people.schemas import PeopleImportOut
from qa.platform.scratch import scratch_folder
from qa.platform.web import ManagesPeople, The, to_take_away

router = APIRouter(tags=["people"])


@router.post("/people/import")
def import_people(
    file: Annotated[UploadFile, File()],
    asker: ManagesPeople,
    parts: The,
    *,
    trial: Annotated[bool, Form(description="Only show what it would change")] = True,
    passwords: Annotated[bool, Form(description="Give every new person a first password, told this once")] = False,
) -> PeopleImportOut:
    """People, teams and cohorts out of a CSV file: all of it, or nothing where anything is wrong with it."""
    with scratch_folder(parts.settings.scratch, "people-") as folder:
        path = folder / "people.csv"
        with path.open("wb") as target:
            shutil.copyfileobj(file.file, target)
        if trial:
            return service.try_people(parts.database, asker, path)
        return service.take_people(parts.database, asker, path, passwords=passwords)


@router.get("/people/import/template")
def get_people_template(_asker: ManagesPeople, language: Literal["he", "en"] = "he") -> Response:
    """An empty file with every column."""
    headers = to_take_away("people.csv")
    return Response(service.template(language).encode(), media_type="text/csv; charset=utf-8", headers=headers)
