"""Stack traces: their frames go, the names and messages of the exceptions stay."""

from __future__ import annotations

import re
from collections.abc import Iterable

_FILE = (
    r"[^\s:()]{1,200}\.(?:java|kt|scala|groovy|py|[cm]?jsx?|tsx?|vue|cs|vb|fs|rb|go|rs|php|c|cc|cpp|h|swift|m|exs?"
    r"|erl)"
)
#: One frame, as each language's runtime prints it.
_FRAME = re.compile(
    r"\s*(?:"
    # Java, JavaScript, .NET
    r"at\s(?:async\s|new\s)?[^\s(]{1,300}(?:\s\[[^\]]*\])?\s?\([^)]*\).*"
    r"|at\s(?:async\s)?(?:https?|file|node|webpack|app|blob|chrome-extension|moz-extension)\b[^\s]*:\d+.*"
    r"|at\s<?[\w.$`]+>?(?:[.:][\w.$`<>]+)+(?:\s.*)?"
    r"|\.{3}\s?\d+\s(?:more|common frames omitted).*"
    r"|-{2,}\s?(?:end of|ende der|fin de)\b.{0,60}(?:stack|stapel|pile).*"
    # Python
    rf"|File\s\"[^\"]{{1,300}}\",\sline\s\d+.*|Traceback\s\(most\srecent\scall\slast\):.*|[~^\s]*\^[~^\s]*"
    r"|(?:During\shandling\sof\sthe\sabove|The\sabove)\sexception\b.*"
    # Firefox, Safari
    r"|[\w$.<>/*\[\]]{0,100}@(?:https?|file|resource|chrome|moz-extension|debugger|webpack)\b\S*:\d+"
    # PHP, Ruby, Go, Rust, native
    rf"|\#\d+\s\S.*(?:\(\d+\)|:\d+|0x[0-9a-f]{{6,}}|\{{main\}}).*|from\s\S+:\d+:in\s.*|{_FILE}:\d+(?::\d+)?(?::in\s.*|\s\+0x[0-9a-f]+)?"
    r"|goroutine\s\d+\s\[.*|stack\sbacktrace:|\d{1,3}:\s+(?:0x[0-9a-f]+\s-\s)?<?[\w$]+(?:::[\w$<>{}]+)+.*"
    r"|\d{1,3}\s+\S{1,80}\s+0x[0-9a-f]{6,}\s.*|created\sby\s[\w./]+.*|[\w./]+\.[\w.*()]+\((?:0x[0-9a-f]+[,\s.]*)+\)"
    r")\s*$",
    re.IGNORECASE,
)
_PYTHON_FRAME = re.compile(r"\s*File\s\"[^\"]{1,300}\",\sline\s\d+")
_INDENT = re.compile(r"\s{4}\s*\S")
#: A longer line is no frame.
_LONGEST = 500


def without_frames(lines: Iterable[str]) -> list[str]:
    """Return the lines that are no frames of a stack trace, and no source code shown with a frame."""
    kept: list[str] = []
    in_python = False
    for line in lines:
        if len(line) > _LONGEST:
            kept.append(line)
            continue
        if in_python and _INDENT.match(line):
            in_python = bool(_PYTHON_FRAME.match(line))
            continue
        in_python = bool(_PYTHON_FRAME.match(line))
        if not line.strip() or not _FRAME.match(line):
            kept.append(line)
    return kept
