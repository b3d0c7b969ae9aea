"""What can go wrong in the store. Every message says what to do."""

from __future__ import annotations


class KnowledgeError(Exception):
    """Base of all errors of the store; the message is meant for the user."""


class DatabaseUnavailable(KnowledgeError):  # noqa: N818 - named for what it says, as in the admin's view
    """The database cannot be opened, read or written: a path, permission, disk, network or damage problem."""


class DatabaseTooNew(KnowledgeError):  # noqa: N818 - named for what it says
    """A newer Cuecard wrote this database."""


class NameTaken(KnowledgeError):  # noqa: N818 - named for what it says
    """A source or token of this name exists already."""


class NotFound(KnowledgeError):  # noqa: N818 - named for what it says
    """What was asked for is not (or no longer) in the store."""


class NotTeamAnswer(KnowledgeError):  # noqa: N818 - named for what it says
    """Only answers that the team wrote itself can be changed here; others change at their source."""


class NestedTooDeep(KnowledgeError):  # noqa: N818 - named for what it says
    """A document's HTML is nested so deep that reading it would keep everything else waiting."""


class TooMany(KnowledgeError):  # noqa: N818 - named for what it says
    """There are as many of these as there may be."""
