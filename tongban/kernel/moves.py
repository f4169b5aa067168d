"""A lifecycle written down as a table: refusals, buttons, diagrams and tests are derived from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tongban.kernel import law
from tongban.kernel.errors import NotAllowed, WrongState


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the table: ``verb`` leads from ``source`` to ``target``, may be done by ``roles``, by ``article``.

    ``article`` holds citations (``kernel.law``): the record keeps the codes, people read ``cited``. ``note``: from
    when or under which condition, where the table alone would be misread.
    """

    verb: str
    source: str
    target: str
    roles: frozenset[str]
    article: str
    note: str = ""

    @property
    def cited(self) -> str:
        """Return the provisions in words."""
        return law.cite(self.article)

    @property
    def told(self) -> str:
        """Return the provisions in words, and what is to be known besides."""
        return f"{self.cited}；{self.note}" if self.note else self.cited


def move(
    verb: str, sources: Sequence[str], target: str | None, *, by: Iterable[str], article: str, note: str = ""
) -> tuple[Move, ...]:
    """Write one line for each source; a target of None keeps the state (an act that changes no state)."""
    roles = frozenset(by)
    return tuple(Move(verb, source, target or source, roles, article, note) for source in sources)


class Moves:
    """The table of moves of one lifecycle, keyed by (verb, source)."""

    def __init__(self, *groups: tuple[Move, ...], labels: Mapping[str, str]) -> None:
        """Take groups of lines; ``labels`` gives the Chinese word of every state and verb."""
        self.lines = tuple(line for group in groups for line in group)
        self._by_key = {(line.verb, line.source): line for line in self.lines}
        self._open = {state: [line for line in self.lines if line.source == state] for state in self._states()}
        self._sources = {
            verb: frozenset(line.source for line in self.lines if line.verb == verb) for verb in self.verbs()
        }
        self.labels = labels
        if len(self._by_key) != len(self.lines):
            raise ValueError("two moves share one verb and source")
        used = {name for line in self.lines for name in (line.verb, line.source, line.target)}
        if nameless := used - labels.keys():
            raise ValueError(f"without a Chinese word: {sorted(nameless)}")
        for line in self.lines:
            law.parsed(line.article)

    def target(self, verb: str, *, state: str, roles: Iterable[str]) -> str:
        """Return where the verb leads; NotAllowed if nobody with these roles may ever do it, else WrongState."""
        mine = frozenset(roles)
        if not any(line.verb == verb and line.roles & mine for line in self.lines):
            raise NotAllowed
        line = self._by_key.get((verb, state))
        if line is None:
            raise WrongState(self._sentence(verb, state), open_verbs=self.open_to(state=state, roles=mine))
        if not line.roles & mine:
            raise NotAllowed
        return line.target

    def open_to(self, *, state: str, roles: Iterable[str]) -> tuple[str, ...]:
        """Return the verbs open now to someone with these roles: the buttons, in the order of the table."""
        mine = frozenset(roles)
        return tuple(line.verb for line in self._open.get(state, ()) if line.roles & mine)

    def article(self, verb: str, source: str) -> str:
        """Return the citations on which a line of the table rests."""
        return self._by_key[verb, source].article

    def by(self, verb: str, source: str) -> frozenset[str]:
        """Return the roles in which the verb is done from a state; none where the table has no such line."""
        line = self._by_key.get((verb, source))
        return line.roles if line else frozenset()

    def sources(self, verb: str) -> frozenset[str]:
        """Return the states from which the verb is possible."""
        return self._sources.get(verb, frozenset())

    def verbs(self) -> tuple[str, ...]:
        """Return each verb once, in the order of the table."""
        return tuple(dict.fromkeys(line.verb for line in self.lines))

    def label(self, name: str) -> str:
        """Return the Chinese word of a state or verb."""
        return self.labels[name]

    def mermaid(self) -> str:
        """Draw the table as a Mermaid state diagram."""
        rows = [f"    {line.source} --> {line.target}: {self.label(line.verb)}（{line.told}）" for line in self.lines]
        names = dict.fromkeys(name for line in self.lines for name in (line.source, line.target))
        heads = [f"    {name}: {self.label(name)}" for name in names]
        return "\n".join(["stateDiagram-v2", *heads, *rows, ""])

    def _states(self) -> frozenset[str]:
        return frozenset(line.source for line in self.lines)

    def _sentence(self, verb: str, state: str) -> str:
        return f"现在是“{self.label(state)}”，不能“{self.label(verb)}”。请刷新页面查看最新进展。"
