"""Reach: which rows exist for whom, declared once as data. It is asked of one row here, and compiled to SQL elsewhere.

A room names the columns that grants apply to, and what each role reaches of them. From that and an actor follows one
condition; whether it holds of a row and what it is in SQL are two readings of the same thing, so that a list and a rule
cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from tongban.kernel.actors import Actor, ActorKind, Grant, Role

EVERYWHERE = "*"
REMEMBERED = 1024  # actors whose conditions are kept: they follow from the actor alone, so that none is ever stale


@dataclass(frozen=True, slots=True)
class Among:
    """The column holds one of these values."""

    column: str
    values: frozenset[object]

    def holds(self, row: object) -> bool:
        """Tell whether it holds of a row."""
        return getattr(row, self.column) in self.values


@dataclass(frozen=True, slots=True)
class Holding:
    """The row holds several under this name, and one of them is among these; ``path``: where its table has them."""

    name: str
    path: str
    values: frozenset[object]

    def holds(self, row: object) -> bool:
        """Tell whether it holds of a row."""
        return not self.values.isdisjoint(getattr(row, self.name))


@dataclass(frozen=True, slots=True)
class Begins:
    """The column begins with one of these: a region and everything inside it."""

    column: str
    stems: frozenset[str]

    def holds(self, row: object) -> bool:
        """Tell whether it holds of a row."""
        return str(getattr(row, self.column)).startswith(tuple(self.stems))


@dataclass(frozen=True, slots=True)
class Since:
    """The column holds this moment or a later one."""

    column: str
    moment: datetime

    def holds(self, row: object) -> bool:
        """Tell whether it holds of a row."""
        return bool(getattr(row, self.column) >= self.moment)


@dataclass(frozen=True, slots=True)
class Except:
    """Not what the condition says."""

    condition: Condition

    def holds(self, row: object) -> bool:
        """Tell whether it holds of a row."""
        return not self.condition.holds(row)


@dataclass(frozen=True, slots=True)
class Every:
    """All of the conditions; of none, everything."""

    conditions: tuple[Condition, ...] = ()

    def holds(self, row: object) -> bool:
        """Tell whether it holds of a row."""
        return all(one.holds(row) for one in self.conditions)


@dataclass(frozen=True, slots=True)
class Either:
    """One of the conditions at least; of none, nothing."""

    conditions: tuple[Condition, ...] = ()

    def holds(self, row: object) -> bool:
        """Tell whether it holds of a row."""
        return any(one.holds(row) for one in self.conditions)


Condition = Among | Holding | Begins | Since | Except | Every | Either
ALL, NONE = Every(), Either()


def among(column: str, *values: object) -> Among:
    """Say that a column holds one of some values."""
    return Among(column, frozenset(values))


def every(*conditions: Condition) -> Condition:
    """Join conditions that all have to hold; what says nothing is left out."""
    said = [one for one in dict.fromkeys(conditions) if one != ALL]
    if NONE in said:
        return NONE
    return said[0] if len(said) == 1 else Every(tuple(said))


def either(*conditions: Condition) -> Condition:
    """Join conditions of which one has to hold; what never holds is left out."""
    said = [one for one in dict.fromkeys(conditions) if one != NONE]
    if ALL in said:
        return ALL
    return said[0] if len(said) == 1 else Either(tuple(said))


def nobodys_own(_: Actor) -> Condition:
    """Say that no row is anybody's own: there is nothing here for citizens."""
    return NONE


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """What of one kind of rows exists for an actor, and in which roles.

    ``department`` and ``region``: the columns that grants apply to. ``roles``: what a grant of the role reaches within
    them; a role that is not there reaches nothing. ``named``: the roles whose grant has to name a department. ``own``:
    what is an actor's own. ``recusing``: columns that hold a party, each with the form in which it does;
    where it is one of ``actor.recused``, the row does not exist for a member of staff. ``bearing``: under which names
    a row holds parties on whose interests it bears, which recuse alike, each with where its table has them.
    """

    roles: Mapping[Role, Condition]
    department: str = "department"
    region: str = "region"
    own: Callable[[Actor], Condition] = nobodys_own
    recusing: Mapping[str, Callable[[UUID], object]] = field(default_factory=dict)
    bearing: Mapping[str, str] = field(default_factory=dict)
    named: frozenset[Role] = frozenset()

    def visible(self, actor: Actor) -> Condition:
        """Return the condition under which a row exists for the actor."""
        return either(self.own(actor), self.granted(actor))

    @lru_cache(REMEMBERED)  # noqa: B019 - a declaration lives as long as the programme
    def granted(self, actor: Actor) -> Condition:
        """Return the condition under which a row exists for the actor as a member of staff, by their grants."""
        return every(self._by_grants(self.working(actor)), self.impartial(actor))

    @lru_cache(REMEMBERED)  # noqa: B019 - the same
    def heads(self, actor: Actor) -> list[tuple[list[str], Condition]]:
        """Return the same by departments: of which ones, and under which condition within each of them.

        The first page of several departments is then the first of their first pages, each in the order of an index.
        Nothing where a grant is for every department: there is no way to part them.
        """
        working = self.working(actor)
        named = {code for grant in working for code in grant.departments}
        if EVERYWHERE in named:
            return []
        alike: dict[Condition, list[str]] = {}
        for code in sorted(named):
            alike.setdefault(self._within(code, working, actor), []).append(code)
        return [(codes, condition) for condition, codes in alike.items()]

    def roles_of(self, actor: Actor, row: object) -> frozenset[Role]:
        """Return the roles in which the actor reaches a row by grants; none means that it does not exist for them."""
        return frozenset(grant.role for grant in self.grants_on(actor, row))

    def grants_on(self, actor: Actor, row: object) -> list[Grant]:
        """Return the grants by which the actor reaches a row."""
        if not self.impartial(actor).holds(row):
            return []
        return [grant for grant, reached in self._grants(actor) if reached.holds(row)]

    @lru_cache(REMEMBERED)  # noqa: B019 - the same
    def impartial(self, actor: Actor) -> Condition:
        """Return the condition under which a row is none that the actor has to keep out of."""
        if actor.kind is not ActorKind.STAFF or not actor.recused:
            return ALL
        forms = self.recusing.items()
        whose = (Except(Among(column, frozenset(map(form, actor.recused)))) for column, form in forms)
        bears = (Except(Holding(name, path, frozenset(actor.recused))) for name, path in self.bearing.items())
        return every(*whose, *bears)

    def but_for_recusal(self, actor: Actor) -> Condition:
        """Return the condition under which a row would exist for the actor, and does not only because of recusal."""
        return every(self._by_grants(self.working(actor)), Except(self.impartial(actor)))

    def working(self, actor: Actor) -> list[Grant]:
        """Return the grants that let the actor reach any of these rows at all."""
        return [one for one in actor.grants if one.role in self.roles and (one.named or one.role not in self.named)]

    def _within(self, code: str, working: Iterable[Grant], actor: Actor) -> Condition:
        here = [one for one in working if code in one.departments]
        return every(self._joined((self._place(one), one.role) for one in here), self.impartial(actor))

    def _by_grants(self, grants: Iterable[Grant]) -> Condition:
        return self._joined((self._scope(one), one.role) for one in grants)

    def _joined(self, reached: Iterable[tuple[Condition, Role]]) -> Condition:
        """Join what grants reach, those that reach as far for several roles once, always in the same order."""
        scopes: dict[Condition, list[Condition]] = {}
        for scope, role in sorted(reached, key=repr):
            scopes.setdefault(scope, []).append(self.roles[role])
        return either(*(every(scope, either(*what)) for scope, what in scopes.items()))

    @lru_cache(REMEMBERED)  # noqa: B019 - the same
    def _grants(self, actor: Actor) -> list[tuple[Grant, Condition]]:
        return [(one, every(self._scope(one), self.roles[one.role])) for one in self.working(actor)]

    def _scope(self, grant: Grant) -> Condition:
        return every(Among(self.department, grant.departments) if grant.named else ALL, self._place(grant))

    def _place(self, grant: Grant) -> Condition:
        return Begins(self.region, grant.stems) if grant.stems else ALL


def as_it_is(one: UUID) -> object:
    """Say that a column holds the id itself."""
    return one
