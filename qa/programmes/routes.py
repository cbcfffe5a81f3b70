"""The web's door to programmes and cohorts: for those who run them, and each agent's own."""

from typing import Annotated

from fastapi import APIRouter, Query

from qa.platform.web import HasFeedback, IfMatch, Reading, RunsProgrammes, The, Writing
from qa.programmes import service
from qa.programmes.board import Asking, board
from qa.programmes.own import my_programme
from qa.programmes.schemas import (
    CohortBoard,
    CohortIn,
    CohortOut,
    MyProgramme,
    ProgrammeChoices,
    ProgrammeIn,
    ProgrammeOut,
)
from qa.programmes.view import choices_out, cohort_out, programme_out, programmes_out

router = APIRouter(tags=["programmes"])


@router.get("/programmes")
def list_programmes(session: Reading, asker: RunsProgrammes, parts: The) -> list[ProgrammeOut]:
    """Every programme with its cohorts: those that run first."""
    return programmes_out(session, service.programmes(session, asker), parts.settings)


@router.post("/programmes", status_code=201)
def create_programme(wish: ProgrammeIn, unit: Writing, asker: RunsProgrammes, parts: The) -> ProgrammeOut:
    """A new programme."""
    return programme_out(unit.session, service.create(unit.session, asker, wish), parts.settings)


@router.get("/programmes/choices")
def get_programme_choices(session: Reading, _asker: RunsProgrammes) -> ProgrammeChoices:
    """What a programme can aim at, and what its members can owe."""
    return choices_out(session)


@router.get("/programmes/{programme_id}")
def get_programme(programme_id: str, session: Reading, asker: RunsProgrammes, parts: The) -> ProgrammeOut:
    """One programme."""
    return programme_out(session, service.get(session, asker, programme_id), parts.settings)


@router.put("/programmes/{programme_id}")
def change_programme(
    programme_id: str, wish: ProgrammeIn, unit: Writing, asker: RunsProgrammes, version: IfMatch, parts: The
) -> ProgrammeOut:
    """Another programme in its place; it may end, and run again."""
    changed = service.change(unit.session, asker, (programme_id, version), wish)
    return programme_out(unit.session, changed, parts.settings)


@router.delete("/programmes/{programme_id}", status_code=204)
def delete_programme(programme_id: str, unit: Writing, asker: RunsProgrammes, version: IfMatch) -> None:
    """The programme and its cohorts are gone; what people did and were given stays."""
    service.delete(unit.session, asker, (programme_id, version))


@router.post("/programmes/{programme_id}/cohorts", status_code=201)
def create_cohort(programme_id: str, wish: CohortIn, unit: Writing, asker: RunsProgrammes, parts: The) -> CohortOut:
    """People who go through the programme together."""
    made = service.add_cohort(unit.session, asker, programme_id, wish)
    return cohort_out(unit.session, made, parts.settings)


@router.get("/cohorts/{cohort_id}")
def get_cohort(cohort_id: str, session: Reading, asker: RunsProgrammes, parts: The) -> CohortOut:
    """One cohort with its members."""
    return cohort_out(session, service.cohort(session, asker, cohort_id), parts.settings)


@router.put("/cohorts/{cohort_id}")
def change_cohort(
    cohort_id: str, wish: CohortIn, unit: Writing, asker: RunsProgrammes, version: IfMatch, parts: The
) -> CohortOut:
    """Another name, another day of the workshop, other members; it may end, and run again."""
    changed = service.change_cohort(unit.session, asker, (cohort_id, version), wish)
    return cohort_out(unit.session, changed, parts.settings)


@router.delete("/cohorts/{cohort_id}", status_code=204)
def delete_cohort(cohort_id: str, unit: Writing, asker: RunsProgrammes, version: IfMatch) -> None:
    """The cohort is gone; what its members did and were given stays."""
    service.delete_cohort(unit.session, asker, (cohort_id, version))


@router.get("/cohorts/{cohort_id}/board")
def get_cohort_board(
    cohort_id: str,
    session: Reading,
    asker: RunsProgrammes,
    parts: The,
    days: Annotated[int, Query(ge=7, le=180, description="How many days back")] = 28,
) -> CohortBoard:
    """Who does what was taught, how often, and who needs what."""
    cohort = service.cohort(session, asker, cohort_id)
    return board(session, Asking(asker, cohort, days, parts.settings))


@router.get("/my-programme")
def get_my_programme(session: Reading, asker: HasFeedback, parts: The) -> MyProgramme:
    """Where the asker stands in their own training, and what is owed this week."""
    return my_programme(session, asker, parts.settings)
