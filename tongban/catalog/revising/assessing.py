"""How far a draft is: each of the fourteen elements, what keeps it from being published, and its score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from tongban.catalog import quality, reading
from tongban.catalog.checks import against, city_of
from tongban.catalog.guide.content import GuideContent
from tongban.catalog.guide.document import Guide
from tongban.catalog.guide.elements import SECTIONS
from tongban.catalog.guide.faults import faults_of
from tongban.catalog.lint.findings import Finding, Severity
from tongban.catalog.lint.rules import lint, score
from tongban.catalog.models import Revision
from tongban.crypto import api as crypto
from tongban.kernel.days import day_of

NAMES = {**SECTIONS, "regime": "办理规则", "special": "特别程序", "form": "表单"}
# What may be left out of a guide without being missing.
_MAY_BE_EMPTY = frozenset({"fees", "special"})


@dataclass(frozen=True, slots=True)
class Part:
    """How far one section is: whether anything stands there, and what is wrong with it."""

    section: str
    name: str
    there: bool
    faults: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def problems(self) -> int:
        """Return how many things are to be mended."""
        return len(self.faults) + len(self.findings)

    @property
    def wrong(self) -> bool:
        """Tell whether something has to be mended before it can be published."""
        must = any(one.severity == Severity.MUST for one in self.findings)
        return not self.there or bool(self.faults) or must

    @property
    def text(self) -> str:
        """Return in Chinese how far it is: 齐全, 缺, or how many problems."""
        if not self.there:
            return "缺"
        return f"有问题 {self.problems}" if self.problems else "齐全"


@dataclass(frozen=True, slots=True)
class Assessed:
    """A draft looked over. ``guide`` and ``score`` are there when it can be read as a guide at all.

    ``faults`` are those of the whole: what contradicts itself, the item or the city.
    """

    parts: tuple[Part, ...]
    faults: tuple[str, ...]
    findings: tuple[Finding, ...]
    guide: Guide | None
    score: int | None

    @property
    def blocking(self) -> tuple[str, ...]:
        """Return everything that keeps it from being published, in sentences."""
        told = {fault for part in self.parts for fault in part.faults}
        missing = [f"{part.name}：缺少这一项" for part in self.parts if not part.there and self.guide is None]
        must = [one.sentence for one in self.findings if one.severity == Severity.MUST]
        own = [fault for part in self.parts for fault in part.faults]
        return tuple(dict.fromkeys([*missing, *own, *(one for one in self.faults if one not in told), *must]))


def assess(held: Revision, *, at: datetime) -> Assessed:
    """Look a draft over as publication would on this day: nothing is kept of it."""
    document = {"schema_version": 1, **held.document}
    try:
        guide = Guide.model_validate(document)
    except ValidationError as error:
        return Assessed(_parts(document, _by_section(error), ()), (), (), None, None)
    found = lint(guide, quality.about(held.item), quality.surroundings_of({one.place for one in guide.windows}))
    faults = (*faults_of(guide), *against(guide, held.item, city_of([guide]), on=day_of(at)))
    return Assessed(_parts(document, {}, found), faults, found, guide, score(found))


def section_faults(document: Mapping[str, Any], section: str) -> list[tuple[tuple[str, ...], str]]:
    """Return what keeps one section from being read, each fault with its place in it (``("0", "name")``)."""
    try:
        GuideContent.model_validate({"schema_version": 1, **document})
    except ValidationError as error:
        rows = zip(reading.faults_in(error), reading.sentences(error), strict=True)
        return [
            (tuple(map(str, fault["loc"][1:])), sentence.partition("：")[2])
            for fault, sentence in rows
            if fault["loc"] and fault["loc"][0] == section
        ]
    return []


def published_digest(held: Revision) -> str:
    """Return the digest that the document has once it is published; nothing for one that is no guide yet."""
    try:
        guide = Guide.model_validate({"schema_version": 1, **held.document})
    except ValidationError:
        return ""
    return crypto.sm3(reading.canonical(guide).encode())


def _parts(
    document: Mapping[str, Any], faults: Mapping[str, list[str]], findings: tuple[Finding, ...]
) -> tuple[Part, ...]:
    return tuple(
        Part(
            name,
            title,
            _there(document, name),
            tuple(faults.get(name, ())),
            tuple(one for one in findings if one.place.partition(".")[0] == name),
        )
        for name, title in NAMES.items()
    )


def _there(document: Mapping[str, Any], section: str) -> bool:
    said = document.get(section)
    if section in _MAY_BE_EMPTY:
        return section == "special" or said is not None
    return bool(said)


def _by_section(error: ValidationError) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for fault, sentence in zip(reading.faults_in(error), reading.sentences(error), strict=True):
        if fault["loc"] and not (fault["type"] == "missing" and len(fault["loc"]) == 1):
            found.setdefault(str(fault["loc"][0]), []).append(sentence)
    return found


def count_by_severity(findings: tuple[Finding, ...]) -> dict[str, int]:
    """Return how many findings there are of each severity."""
    return dict(Counter(one.severity.value for one in findings))
