"""More words to ask for than were written: spelling corrected, compounds taken apart and made, synonyms."""

from sidecar.search.widening.synonyms import NONE, Synonyms, synonyms_of
from sidecar.search.widening.widen import widened

__all__ = ["NONE", "Synonyms", "synonyms_of", "widened"]
