"""Exemplars into what the web says of them."""

from sqlalchemy.orm import Session

from qa.exemplars.clip import words_of
from qa.exemplars.schemas import ExemplarOut, ForStaff
from qa.exemplars.tables import Consent, Exemplar
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.rubric.schemas import Texts


def exemplar_out(session: Session, asker: Principal, held: Exemplar) -> ExemplarOut:
    """The moment as this person may know it: agents learn a colleague's name only where the colleague agreed."""
    staff = asker.may(Right.SEE_ALL_CALLS)
    is_mine = held.agent_id == asker.person_id
    named = staff or is_mine or held.consent is Consent.NAMED
    has_span = held.start_ms is not None and held.end_ms is not None
    return ExemplarOut(
        id=held.id,
        version=held.version,
        question_id=held.question_id,
        question=Texts(he=held.question_he or "", en=held.question_en or "") if held.question_id else None,
        phrase=held.phrase,
        why=held.why,
        language=held.language,
        start_ms=held.start_ms,
        end_ms=held.end_ms,
        length_ms=(held.end_ms or 0) - (held.start_ms or 0) if has_span else held.call.duration_ms,
        words=words_of(session, held),
        agent_name=held.agent.name if held.agent and named else None,
        marked_at=held.marked_at,
        mine=is_mine,
        my_choice=held.consent.value if is_mine else None,
        staff=_for_staff(held) if staff else None,
    )


def _for_staff(held: Exemplar) -> ForStaff:
    return ForStaff(
        call_id=held.call_id,
        file_name=held.call.file_name,
        marked_by=held.marker.name,
        offered=held.offered_at is not None,
        consent=held.consent.value if held.agent_id else None,
    )
