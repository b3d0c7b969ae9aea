"""Tables, wherever they are read from: which are wanted, and their rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from connectors.contract import ConfigInvalid, SourceUnavailable

#: A row: texts by the column's name in lower case; `None` for NULL, and for what is no text.
Row = Mapping[str, str | None]
#: The rows of a database by the table's name without its prefix.
Tables = Mapping[str, Sequence[Row]]

#: Stands for a value that is longer than any answer; its row is told, not lost.
TOO_LONG = "\0too long"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One table to read.

    Attributes:
        name: without the prefix of the installation.
        columns: those to keep; those that a version does not have are left out of the rows.
        keep: given what was kept so far of tables with the same prefix, returns which rows to keep; all if
            `None`. It is asked now and then, as a table is read.
    """

    name: str
    columns: frozenset[str]
    keep: Callable[[Tables], Callable[[Row], bool]] | None = None


@dataclass(slots=True)
class Found:
    """What was found under the names of wanted tables, by database and prefix.

    Attributes:
        main: the wanted table without which it is not this helpdesk.
    """

    main: str
    sets: dict[tuple[str, str], dict[str, list[Row]]] = field(default_factory=dict)

    def table(self, database: str, prefix: str, name: str) -> list[Row]:
        """Return a table's rows so far; from now on it counts as there."""
        return self.sets.setdefault((database, prefix), {}).setdefault(name, [])

    def chosen(self, database: str | None, prefix: str | None, what: str) -> Tables:
        """Return the tables of the one installation there is, or of the one that the settings name.

        Args:
            database: its name, if it is said.
            prefix: of the tables' names, if it is said.
            what: was read, for errors: the dump's or database's name.

        Raises:
            SourceUnavailable: there is none.
            ConfigInvalid: there are several, or none of this database and prefix.
        """
        there = sorted(key for key, tables in self.sets.items() if self.main in tables)
        if not there:
            raise SourceUnavailable(
                f"{what} has no table whose name ends in '{self.main}': export the helpdesk's whole database."
            )
        fitting = [
            key
            for key in there
            if prefix in (None, "", key[1]) and (not database or key[0] in ("", database))
        ]
        if len(fitting) == 1:
            return self.sets[fitting[0]]
        shown = ", ".join(f"'{key[0]}.{key[1]}'" if key[0] else f"'{key[1]}'" for key in there)
        raise ConfigInvalid(f"{what} has tables under {shown}: say with the prefix (and database) which.")


def prefix_of(table: str, wanted: Iterable[Wanted]) -> list[tuple[str, Wanted]]:
    """Return which wanted tables a table may be, with the prefix that its name then has."""
    return [(table.removesuffix(one.name), one) for one in wanted if table.endswith(one.name)]
