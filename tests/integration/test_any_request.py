"""Whatever is asked, by whomever: an answer that the API's description knows, and never a fault inside.

The requests are made up from the description itself, for each role, and sent by the hundred.
"""

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings

from qa.platform.database import Database
from tests.integration.web import Browser, browser, everybody

#: One never ends, the others end or replace the session under which the rest is asked.
_NOT_ASKED = ["call_events", "sign_out", "sign_in", "create_first_administrator"]
_EXAMPLES = 12


@pytest.mark.parametrize("mailbox", ["admin", "reviewer", "agent-a", None])
def test_no_request_makes_the_server_fail(app: FastAPI, database: Database, mailbox: str | None) -> None:
    everybody(database)
    with browser(app) as page:
        if mailbox:
            page.sign_in(f"{mailbox}@example.com")
        description = schemathesis.openapi.from_dict(app.openapi()).exclude(operation_id=_NOT_ASKED)
        asked = [_ask_anything(page, result.ok()) for result in description.get_all_operations()]
    assert len(asked) > 20


def _ask_anything(page: Browser, operation: schemathesis.APIOperation) -> None:
    @settings(
        max_examples=_EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def ask(case: schemathesis.Case) -> None:
        _send(page, case)

    ask()


def _send(page: Browser, case: schemathesis.Case) -> None:
    how = case.as_transport_kwargs(base_url="http://127.0.0.1:8000")
    how.pop("cookies", None)
    method, url = how.pop("method"), how.pop("url")
    # A header that no client can send shows nothing about the server.
    made_up = {name: str(value) for name, value in (how.pop("headers", None) or {}).items()}
    headers = {name: value for name, value in made_up.items() if value.isascii() and value.isprintable()}
    answer = page.client.request(method, url, headers=headers | {"X-CSRF-Token": page.csrf}, **how)
    assert answer.status_code < 500, f"{method} {url}: {answer.status_code} {answer.text}"
