"""Which language a text is in."""

from __future__ import annotations

import functools
import re
from typing import Any

#: What support teams write; every further language makes short texts more ambiguous.
LANGUAGES = [
    "af",
    "ar",
    "az",
    "be",
    "bg",
    "bn",
    "bs",
    "ca",
    "cs",
    "cy",
    "da",
    "de",
    "el",
    "en",
    "es",
    "et",
    "eu",
    "fa",
    "fi",
    "fil",
    "fr",
    "ga",
    "gl",
    "gu",
    "he",
    "hi",
    "hr",
    "hu",
    "hy",
    "id",
    "is",
    "it",
    "ja",
    "ka",
    "kk",
    "km",
    "kn",
    "ko",
    "ky",
    "lo",
    "lt",
    "lv",
    "mk",
    "ml",
    "mn",
    "mr",
    "ms",
    "mt",
    "my",
    "nb",
    "ne",
    "nl",
    "no",
    "pa",
    "pl",
    "pt",
    "ro",
    "ru",
    "si",
    "sk",
    "sl",
    "sq",
    "sr",
    "sv",
    "sw",
    "ta",
    "te",
    "th",
    "tl",
    "tr",
    "uk",
    "ur",
    "uz",
    "vi",
    "zh",
]
#: Characters looked at. The time grows with them (0.6 ms per 1,000), the accuracy hardly beyond two
#: sentences.
_ENOUGH = 280
#: The probability that a tag must reach, for texts of fewer words than these and for longer ones.
_FEW_WORDS = 4
_SURE_OF_FEW = 0.8
_SURE = 0.5
_NOISE = re.compile(r"https?://\S+|\{\{.*?\}\}|[\d_]+")
#: One of these scripts alone settles it: no other language of the list uses it.
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("hy", re.compile(r"[\u0530-\u058f]")),
    ("ka", re.compile(r"[\u10a0-\u10ff]")),
    ("ta", re.compile(r"[\u0b80-\u0bff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
)


def detect(text: str, default: str) -> str:
    """Return the BCP 47 tag of a text's language.

    Args:
        text: Plain text; its first characters are looked at.
        default: What is returned when the text is too short or fits several languages alike.
    """
    sample = _NOISE.sub(" ", text[:_ENOUGH]).strip()
    if not sample.isascii():
        for tag, script in _SCRIPTS:
            if len(script.findall(sample)) * 3 > len(sample):
                return tag
    if not sample:
        return default
    best, probability = _identifier().classify(sample)
    needed = _SURE_OF_FEW if len(sample.split()) < _FEW_WORDS else _SURE
    return str(best) if probability >= needed else default


@functools.cache
def _identifier() -> Any:
    """Load the model (some 60 MB, half a second) once it is needed."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    whole = LanguageIdentifier.from_model_file(MODEL_FILE)
    known = set(whole.labels)
    whole.set_languages([tag for tag in LANGUAGES if tag in known])
    # The whole model keeps the columns of all its languages, 30 MB; a new one of the chosen columns does not.
    return LanguageIdentifier(
        whole.nb_ptc,
        whole.nb_pc,
        whole.nb_classes,
        whole.tk_nextmove,
        whole.tk_output,
        norm_probs=True,
        tk_row=whole.tk_row,
    )
