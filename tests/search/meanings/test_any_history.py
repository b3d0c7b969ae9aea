"""Whatever happened in whatever order, what is known is what a fresh start from the store would know."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sidecar.search.meanings import table
from sidecar.search.protocol import Scope
from tests.search.meanings.world import WORDS, World, build_vectors, everything, world

NAMES = st.sampled_from("abcd")
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
GROUPS = st.sampled_from([(), (), ("finance",), ("sales", "finance")])
SCOPES = (Scope(), Scope(groups=frozenset()), Scope(groups=frozenset({"sales"})))


@dataclass(frozen=True)
class Store:
    name: str
    title: str
    parts: tuple[str, ...]
    groups: tuple[str, ...]

    def do(self, shop: World) -> None:
        shop.store(self.name, self.title, *self.parts, groups=self.groups)


@dataclass(frozen=True)
class Delete:
    name: str

    def do(self, shop: World) -> None:
        shop.delete(self.name)


@dataclass(frozen=True)
class Ask:
    name: str
    text: str
    weight: float

    def do(self, shop: World) -> None:
        if shop.is_there(self.name):
            shop.ask(self.name, self.text, self.weight)


@dataclass(frozen=True)
class Withdraw:
    place: int

    def do(self, shop: World) -> None:
        there = shop.questions()
        if there:
            shop.withdraw(there[self.place % len(there)])


@dataclass(frozen=True)
class Restart:
    def do(self, shop: World) -> None:
        shop.reopen()


@dataclass(frozen=True)
class Follow:
    def do(self, shop: World) -> None:
        shop.follow()


@dataclass(frozen=True)
class Exchange:
    seed: int

    def do(self, shop: World) -> None:
        build_vectors(shop.folder / "semantic", self.seed)


STORES = st.builds(Store, NAMES, TEXTS, st.lists(TEXTS, max_size=3).map(tuple), GROUPS)
STEPS = st.one_of(
    STORES,
    STORES,
    st.builds(Ask, NAMES, TEXTS, st.sampled_from([1.0, 0.5, -0.5])),
    st.builds(Delete, NAMES),
    st.builds(Withdraw, st.integers(0, 9)),
    st.just(Follow()),
    st.just(Restart()),
    st.builds(Exchange, st.integers(1, 2)),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, min_size=3, max_size=25))
def test_any_history_ends_as_a_fresh_start(
    empty: Path,
    history: list[Store | Delete | Ask | Withdraw | Follow | Restart | Exchange],
) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        mock.patch.object(table, "_DEAD", 3),
        world(Path(folder) / "shop", empty) as shop,
    ):
        for step in history:
            step.do(shop)
        shop.follow()
        followed = everything(shop.view(), SCOPES)
        shop.follower.restart()
        shop.follow()
        assert followed == everything(shop.view(), SCOPES)
