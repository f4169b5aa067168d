"""How far a draft is: each of the fourteen elements, what keeps it from being published, and its score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from tongban.catalog import quality, reading
from tongban.catalog.checks import city_of, located_against
from tongban.catalog.guide.content import GuideContent
from tongban.catalog.guide.document import Guide
from tongban.catalog.guide.elements import SECTIONS
from tongban.catalog.guide.faults import ALONE, located
from tongban.catalog.guide.partly import partly, told
from tongban.catalog.lint.findings import Finding, Severity
from tongban.catalog.lint.rules import lint, score
from tongban.catalog.models import Revision
from tongban.crypto import api as crypto
from tongban.kernel.days import day_of

NAMES = {**SECTIONS, "regime": "办理规则", "special": "特别程序", "form": "表单"}
# What may be left out of a guide without being missing.
_MAY_BE_EMPTY = frozenset({"fees", "special"})


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: in which section, in which row of it (by its id), at which place, and what to do.

    ``path``: the names and numbers that lead to it within the section, as far as they are known; ``must``: it keeps the
    guide from being published, else ``severity`` says how much it weighs.
    """

    section: str
    sentence: str
    row: str = ""
    path: tuple[str, ...] = ()
    must: bool = True
    severity: str = ""

    @property
    def text(self) -> str:
        """Return the sentence with the section it is in."""
        name = NAMES.get(self.section, "")
        return self.sentence if not name or self.sentence.startswith(name) else f"{name}：{self.sentence}"


@dataclass(frozen=True, slots=True)
class Part:
    """How far one section is: whether anything stands there, and what is wrong with it."""

    section: str
    name: str
    there: bool
    found: tuple[Problem, ...] = ()

    @property
    def problems(self) -> int:
        """Return how many things are to be mended."""
        return len(self.found)

    @property
    def wrong(self) -> bool:
        """Tell whether something has to be mended before it can be published."""
        return not self.there or any(one.must for one in self.found)

    @property
    def text(self) -> str:
        """Return in Chinese how far it is: 齐全, 缺, or how many problems."""
        if not self.there:
            return "缺"
        return f"有问题 {self.problems}" if self.problems else "齐全"


@dataclass(frozen=True, slots=True)
class Assessed:
    """A draft looked over. ``guide`` and ``score`` are there when it can be read as a guide at all.

    ``problems``: everything to mend, what must be before what should, in the order of the sections: what is missing or
    cannot be read, what contradicts itself, the item or the city, and what lint finds. Where a section cannot be read,
    the rest is judged all the same, so that all is told at once.
    """

    parts: tuple[Part, ...]
    problems: tuple[Problem, ...]
    findings: tuple[Finding, ...]
    guide: Guide | None
    score: int | None

    @property
    def must(self) -> tuple[Problem, ...]:
        """Return everything that keeps it from being published."""
        return tuple(one for one in self.problems if one.must)

    @property
    def blocking(self) -> tuple[str, ...]:
        """Return everything that keeps it from being published, in sentences."""
        return tuple(dict.fromkeys(one.sentence for one in self.must))


def assess(held: Revision, *, at: datetime) -> Assessed:
    """Look a draft over as publication would on this day: nothing is kept of it."""
    document = {"schema_version": 1, **held.document}
    unread: list[Problem] = []
    whole: Guide | None = None
    try:
        guide = whole = Guide.model_validate(document)
    except ValidationError as error:
        guide, unread = partly(document, error), _unread(error, document)
    places = set(told(lambda given: {one.place for one in given.windows}, guide))
    findings = lint(guide, quality.about(held.item), quality.surroundings_of(places))
    against = located_against(guide, held.item, city_of([guide]), on=day_of(at))
    faults = [Problem(section, sentence) for section, sentence in (*located(guide, ALONE), *against)]
    problems = _ordered([*unread, *faults, *(_found(one, document) for one in findings)])
    return Assessed(_parts(document, problems), problems, findings, whole, score(findings) if whole else None)


def section_faults(document: Mapping[str, Any], section: str) -> list[tuple[tuple[str, ...], str]]:
    """Return what keeps one section from being read, each fault with its place in it (``("0", "name")``)."""
    return [(path, sentence.partition("：")[2]) for path, sentence in _section_faults(document, section)]


def section_sentences(document: Mapping[str, Any], section: str) -> list[str]:
    """Return the same in sentences that name the place in words."""
    return [sentence for _, sentence in _section_faults(document, section)]


def _section_faults(document: Mapping[str, Any], section: str) -> Iterator[tuple[tuple[str, ...], str]]:
    try:
        GuideContent.model_validate({"schema_version": 1, **document})
    except ValidationError as error:
        rows = zip(reading.faults_in(error), reading.sentences(error, document), strict=True)
        for fault, sentence in rows:
            if fault["loc"] and fault["loc"][0] == section:
                yield tuple(map(str, fault["loc"][1:])), sentence


def published_digest(held: Revision) -> str:
    """Return the digest that the document has once it is published; nothing for one that is no guide yet."""
    try:
        guide = Guide.model_validate({"schema_version": 1, **held.document})
    except ValidationError:
        return ""
    return crypto.sm3(reading.canonical(guide).encode())


def _parts(document: Mapping[str, Any], problems: Sequence[Problem]) -> tuple[Part, ...]:
    return tuple(
        Part(name, title, _there(document, name), tuple(one for one in problems if one.section == name))
        for name, title in NAMES.items()
    )


def _there(document: Mapping[str, Any], section: str) -> bool:
    said = document.get(section)
    if section in _MAY_BE_EMPTY:
        return section == "special" or said is not None
    return bool(said)


def _unread(error: ValidationError, document: Mapping[str, Any]) -> list[Problem]:
    """Return what cannot be read; a section that is not there is missing as a whole."""
    found = []
    for fault, sentence in zip(reading.faults_in(error), reading.sentences(error, document), strict=True):
        section, *path = (str(one) for one in fault["loc"] or ("",))
        found.append(Problem(section, sentence, _row(document, section, path), tuple(path)))
    return found


def _row(document: Mapping[str, Any], section: str, path: Sequence[str]) -> str:
    rows, place = document.get(section), path[0] if path else ""
    if not isinstance(rows, list) or not place.isdecimal() or int(place) >= len(rows):
        return ""
    row = rows[int(place)]
    return str(row.get("id", "")) if isinstance(row, Mapping) else ""


def _found(one: Finding, document: Mapping[str, Any]) -> Problem:
    section, _, rest = one.place.partition(".")
    rows = document.get(section)
    number = (
        next((place for place, row in enumerate(rows) if isinstance(row, Mapping) and str(row.get("id")) == rest), None)
        if isinstance(rows, list)
        else None
    )
    path, row = ((str(number),), rest) if number is not None else (tuple(filter(None, (rest,))), "")
    return Problem(section, one.sentence, row, path, one.severity == Severity.MUST, one.severity_name)


def _ordered(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return problems once each, what must be mended first, section by section; what is of none comes last."""
    order = {name: place for place, name in enumerate(NAMES)}
    once: dict[tuple[str, str], Problem] = {}
    for one in problems:
        once.setdefault((one.section, one.sentence), one)
    return tuple(sorted(once.values(), key=lambda one: (not one.must, order.get(one.section, len(order)))))
