"""Reads one order, decodes, and ends with one line: a report, a refusal, or a failure of the machine."""

import errno
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from qa.engines.media.decoder.limits import restrain
from qa.engines.media.errors import RefusedRecording, TooLong
from qa.engines.media.order import Order
from qa.engines.media.sniff import open_plain_file, sniff_open_file


def main() -> None:
    """Whatever happens ends in one line on standard output; a process that prints none has crashed."""
    order = Order.from_json(sys.argv[1])
    restrain(order.limits)
    try:
        answer: dict[str, Any] = {"decoded": asdict(_decoded(order))}
    except RefusedRecording as error:
        answer = {"refused": error.code, "facts": error.facts}
    except MemoryError:
        answer = {"refused": "undecodable", "facts": {"why": "it asks for more memory than any recording needs"}}
    except OSError as error:
        answer = _failed(error, order)
    _say(answer)
    # What a damaged codec left behind in memory is not worth tidying up.
    os._exit(0)


def _decoded(order: Order) -> Any:
    with open_plain_file(Path(order.path)) as file:
        sniffed = sniff_open_file(file, order.limits)
        # The libraries load only now: a refusal by the first bytes is ten times as quick.
        import av

        av.logging.set_level(None)
        from qa.engines.media.decoder.loop import decode

        def tell(milliseconds: int) -> None:
            _say({"decoded_ms": milliseconds, "of_ms": sniffed.declared_ms})

        return decode(file, sniffed, Path(order.folder), order.limits, tell)


def _say(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def _failed(error: OSError, order: Order) -> dict[str, Any]:
    if error.errno == errno.EFBIG:
        refused = TooLong(None, order.limits.max_duration_ms)
        return {"refused": refused.code, "facts": refused.facts}
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    return {"failed": "no room for the decoded samples" if full else f"{error.strerror or error}"}


if __name__ == "__main__":
    main()
