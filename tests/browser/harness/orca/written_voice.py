"""A voice for Orca that writes down what it is to say. Runs inside Orca, with the system's Python."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from orca import speechserver


class SpeechServer(speechserver.SpeechServer):
    """A line of JSON for each utterance. Orca names what it calls."""

    only: SpeechServer | None = None

    @staticmethod
    def getFactoryName() -> str:
        return "Written voice"

    @staticmethod
    def getSpeechServers() -> list[SpeechServer]:
        return [SpeechServer.getSpeechServer()]

    @staticmethod
    def getSpeechServer(info: Any = None) -> SpeechServer:
        if SpeechServer.only is None:
            SpeechServer.only = SpeechServer()
        return SpeechServer.only

    def getInfo(self) -> list[str]:
        return ["Written voice", "written"]

    def getVoiceFamilies(self) -> list[Any]:
        return []

    def speak(self, text: str | None = None, acss: Any = None, interrupt: Any = True) -> None:
        if text:
            write(text)

    def speakCharacter(self, character: str, acss: Any = None) -> None:
        write(character)

    def sayAll(self, utteranceIterator: Iterable[Any], progressCallback: Any) -> None:
        for context, _ in utteranceIterator:
            write(context.utterance)


def write(said: str) -> None:
    """Append an utterance; it can be read at once."""
    with Path(os.environ["ORCA_SPOKEN"]).open("a", encoding="utf-8") as file:
        file.write(json.dumps({"said": said}) + "\n")
