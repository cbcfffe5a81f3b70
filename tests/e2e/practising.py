"""Practice for the gallery: what trainers write, and what agents stand before on a phone."""

import io
import wave
from collections.abc import Callable, Iterator

from tests.e2e.desk import Desk
from tests.e2e.test_rubrics import trainer

#: Gives a fresh window, by language and colour scheme; a third argument makes it a phone.
Sit = Callable[..., Desk]
_AGENT = {"he": "agent1", "en": "agent4"}


def scenes(sit: Sit, language: str, scheme: str) -> Iterator[tuple[str, Desk]]:
    """The list and the editor of a trainer, and a line that waits for an agent's answer."""
    writer = trainer(sit, language, scheme)
    stories = writer.api("POST", "/api/practice/scenarios/begin")
    story = next(one for one in stories if one["language"] == language)
    yield "practice-written", _at_rest(writer.open("/practice"))
    yield "scenario", _at_rest(trainer(sit, language, scheme).open(f"/practice/scenarios/{story['id']}"))
    agent = sit(language, scheme, phone=True).sign_in(_AGENT[language])
    attempt = agent.api("POST", f"/api/practice/scenarios/{story['id']}/attempts")
    quiet = {"name": "answer.wav", "mimeType": "audio/wav", "buffer": _second_of_nothing()}
    path = f"/api/practice/attempts/{attempt['id']}"
    agent.api("POST", f"{path}/replies", multipart={"file": quiet, "step": "0"})
    yield "practice-call", _at_rest(agent.open(f"/practice/attempts/{attempt['id']}"))


def _second_of_nothing() -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16_000)
        sound.writeframes(bytes(32_000))
    return file.getvalue()


def _at_rest(desk: Desk) -> Desk:
    desk.page.get_by_role("heading").first.wait_for()
    desk.page.wait_for_load_state("networkidle")
    desk.page.wait_for_timeout(500)
    return desk
