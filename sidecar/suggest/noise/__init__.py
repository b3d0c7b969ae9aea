"""What machines wrote into a ticket: told from what the customer says, with the telling lines kept.

Nobody asks with a stack trace, a log, a JSON body, an order table or a tracking history, and their words
would drown the question. But the name of the exception and the code of the error in them are the best clue
there is.
"""

from sidecar.suggest.noise.blobs import without_blobs
from sidecar.suggest.noise.forms import Part, apart
from sidecar.suggest.noise.logs import without_logs
from sidecar.suggest.noise.payloads import without_payloads
from sidecar.suggest.noise.traces import without_frames

__all__ = ["Part", "apart", "both_ends", "without_machine_text"]

#: What is looked at of a message, from its beginning and its end, in characters: questions stand at either.
_HEAD, _TAIL = 80_000, 40_000
#: A line is cut in two only if it is longer, in characters.
_LINE = 2000


def without_machine_text(text: str) -> str:
    """Return a text without encoded data, markup, stack frames, logs and payloads; it keeps its line breaks.

    What names the error (an exception with its message, the line of a log that says what failed, the error
    fields of a payload) stays. Takes time in proportion to the length, up to a bound.
    """
    lines = without_blobs(both_ends(text, _HEAD, _TAIL)).split("\n")
    return "\n".join(without_logs(without_frames(without_payloads(lines))))


def both_ends(text: str, head: int, tail: int) -> str:
    """Return a text that is longer than `head` and `tail` characters without its middle; lines stay whole."""
    if len(text) <= head + tail:
        return text
    first = text.rfind("\n", head - _LINE, head)
    last = text.find("\n", len(text) - tail, len(text) - tail + _LINE)
    return f"{text[: first if first > 0 else head]}\n{text[last + 1 if last > 0 else -tail :]}"
