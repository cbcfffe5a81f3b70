"""Programmes and cohorts into what the web says of them."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy.orm import Session

from qa.people.tables import Person
from qa.platform.settings import Settings
from qa.programmes import dues, service
from qa.programmes.aims import Aim, aims, text_of
from qa.programmes.calendar import today, week_at
from qa.programmes.schemas import (
    CohortBrief,
    CohortOut,
    CohortPerson,
    ProgrammeChoices,
    ProgrammeDue,
    ProgrammeOut,
    ProgrammeTargetOut,
    QuestionToAim,
)
from qa.programmes.tables import Cohort, Programme
from qa.rubric.schemas import Texts


def programme_out(session: Session, programme: Programme, settings: Settings) -> ProgrammeOut:
    """One programme with its cohorts."""
    return programmes_out(session, [programme], settings)[0]


def programmes_out(session: Session, programmes: Sequence[Programme], settings: Settings) -> list[ProgrammeOut]:
    """Programmes with their cohorts, in this order."""
    cohorts = service.cohorts_of(session, [programme.id for programme in programmes])
    known = aims(session)
    return [_programme(programme, cohorts[programme.id], known, settings) for programme in programmes]


def cohort_out(session: Session, cohort: Cohort, settings: Settings) -> CohortOut:
    """One cohort with its programme and its members, by name."""
    week = week_at(cohort, today(settings), settings)
    people = sorted((member.person for member in cohort.members), key=lambda person: (person.name, person.id))
    return CohortOut(
        id=cohort.id,
        version=cohort.version,
        name=cohort.name,
        day0=cohort.day0,
        stage=week.stage.value,
        week=week.number,
        week_begins=week.first,
        week_ends=week.last,
        ended_at=cohort.ended_at,
        programme=programme_out(session, cohort.programme, settings),
        members=[person_out(person) for person in people],
    )


def person_out(person: Person) -> CohortPerson:
    """A member."""
    team = person.team.name if person.team else None
    return CohortPerson(id=person.id, name=person.name, team=team, disabled=person.disabled)


def choices_out(session: Session) -> ProgrammeChoices:
    """What a programme can aim at and ask for today, in the order of the rubrics."""
    return ProgrammeChoices(
        questions=[
            QuestionToAim(
                question_id=aim.question_id,
                text=aim.text,
                section=Texts.of(aim.section.title),
                kind=aim.question.kind.name,
                languages=aim.languages,
            )
            for aim in aims(session).values()
            if aim.languages
        ],
        due_kinds=dues.provided(),
    )


def _programme(
    programme: Programme, cohorts: Iterable[Cohort], known: Mapping[str, Aim], settings: Settings
) -> ProgrammeOut:
    return ProgrammeOut(
        id=programme.id,
        version=programme.version,
        name=programme.name,
        note=programme.note,
        language=programme.language,
        practice_weeks=programme.practice_weeks,
        targets=[
            ProgrammeTargetOut(
                question_id=target.question_id,
                text=text_of(known, target.question_id),
                share=target.share,
                asked=bool(known[target.question_id].languages) if target.question_id in known else False,
            )
            for target in programme.targets
        ],
        dues=[ProgrammeDue.model_validate(due) for due in programme.dues],
        simulated=programme.simulated,
        ended_at=programme.ended_at,
        cohorts=[_brief(cohort, settings) for cohort in cohorts],
    )


def _brief(cohort: Cohort, settings: Settings) -> CohortBrief:
    week = week_at(cohort, today(settings), settings)
    return CohortBrief(
        id=cohort.id,
        name=cohort.name,
        day0=cohort.day0,
        stage=week.stage.value,
        week=week.number,
        members=len(cohort.members),
        ended_at=cohort.ended_at,
    )
