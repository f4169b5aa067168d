"""The one correction of a case: what it was asked for, what may be filled in for it, and what it changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from tongban.cases.corrections import rules as correction_rules
from tongban.cases.errors import CaseNotFound
from tongban.cases.models import Case, CaseMaterial
from tongban.cases.promises.rules import element_of
from tongban.cases.queries.finding import answers
from tongban.cases.queries.hanging import correction_notice, supplied_to
from tongban.cases.queries.promising import standing_promises
from tongban.cases.queries.sealing import unseal
from tongban.catalog import api as catalog


@dataclass(frozen=True, slots=True)
class Correction:
    """The one correction notice of a case. ``original``: the form as it stood before it was answered.

    ``files``: what was handed in for points that are no material, by the element.
    """

    points: list[correction_rules.AskedPoint]
    issued_at: datetime
    answered_at: datetime | None
    original: dict[str, Any] | None
    files: dict[str, list[CaseMaterial]]

    @property
    def still_open(self) -> Correction:
        """Return it with the points that may still be answered, which is all of them until the first supplement."""
        answered = self.answered_at is not None
        return replace(self, points=correction_rules.open_points(self.points, answered=answered))


def correctable(case: Case) -> list[catalog.Element]:
    """Return what this applicant's correction notice may point at (行政许可法32(1)4, 工作规范21(3)).

    Only what the pinned guide asks of these answers, or what was handed in anyway: criteria, materials and fields.
    What a promise stands for is not missing, and a condition that was promised is not asked about.
    """
    supplied = {row.material for row in supplied_to(case)}
    promised = {element_of(key) for key in standing_promises(case)}
    found = case.guide.guide.asked_elements(answers(case), supplied=supplied)
    return [element for element in found if element.id not in promised]


def _called(title: str) -> str:
    """Return a title as what is said of it follows: a criterion is a sentence and ends in a full stop."""
    return title.rstrip("。")


def correction_of(case: Case) -> Correction | None:
    """Return the correction notice of a case, if there was one."""
    notice = correction_notice(case)
    if notice is None:
        return None
    guide = _told_under(case, {point["element"] for point in notice.points})
    names = {element.id: _called(element.title) for element in guide.elements()}
    uploads = {f"materials.{entry.id}": entry.id for entry in guide.materials}
    fields = {f"form.{name}": name for name in guide.form.properties}
    replies = unseal(case.id, bytes(notice.replies)) if notice.replies is not None else {}
    points = [
        correction_rules.AskedPoint(
            element=key,
            name=names[key],
            text=point["text"],
            field=fields.get(key, ""),
            upload=uploads.get(key, ""),
            reply=replies.get(key, ""),
            unmet=key in notice.unmet,
        )
        for point in notice.points
        for key in [point["element"]]
    ]
    original = unseal(case.id, bytes(notice.original)) if notice.original is not None else None
    files = _files(case, points) if notice.answered_at else {}
    return Correction(points, notice.issued_at, notice.answered_at, original, files)


def _files(case: Case, points: Sequence[correction_rules.AskedPoint]) -> dict[str, list[CaseMaterial]]:
    named = {point.element for point in points if point.in_words}
    found: dict[str, list[CaseMaterial]] = {}
    for row in case.materials.filter(material__in=named).select_related("file").order_by("at", "id") if named else ():
        found.setdefault(row.material, []).append(row)
    return found


def _told_under(case: Case, points: AbstractSet[str]) -> catalog.Guide:
    """Return the guide that has everything a notice points at: that of the case, unless a newer one was adopted since.

    Ids stay from version to version, so the latest version that knows all of them names them as the notice did.
    """
    guide = case.guide.guide
    if points <= {element.id for element in guide.elements()}:
        return guide
    older = (one.guide for one in catalog.versions(case.item_code) if one.version < case.guide.version)
    return next((one for one in older if points <= {element.id for element in one.elements()}), guide)


@dataclass(frozen=True, slots=True)
class Correcting:
    """A correction while it is filled in, read in one way for the page and for the verb.

    ``before`` and ``answers``: the form as it was handed in, and as it would stand; ``pointed``: the fields that the
    notice points at; ``following``: those that may or must be filled in because of them; ``both``: those that were
    changed and said to be right; ``shown``: those that are asked now; ``needed``: the materials that the notice or the
    corrected answers ask for, by id, in the order of the guide.
    """

    correction: Correction
    before: dict[str, Any]
    answers: dict[str, Any]
    pointed: tuple[str, ...]
    following: tuple[str, ...]
    both: tuple[str, ...]
    shown: tuple[str, ...]
    needed: dict[str, catalog.Material]

    @property
    def fields(self) -> tuple[str, ...]:
        """Return every field that may be filled in."""
        return (*self.pointed, *self.following)

    @property
    def changed(self) -> list[str]:
        """Return the fields whose answer is another now, or that have one no more."""
        return correction_rules.changed(self.before, self.answers)

    @property
    def same(self) -> list[str]:
        """Return the fields pointed at that are still asked and whose answer is the one that was handed in."""
        return [name for name in self.pointed if name in self.shown and name not in self.changed]

    @property
    def newly_needed(self) -> dict[str, catalog.Material]:
        """Return the materials that only the corrected answers ask for."""
        told = {point.upload for point in self.correction.points}
        return {key: one for key, one in self.needed.items() if key not in told}


def correcting(
    case: Case, posted: Mapping[str, Sequence[str]] | None = None, *, stands_by: Collection[str] = ()
) -> Correcting:
    """Return what the correction of a case may fill in, and the answers with what was ``posted`` of it.

    After a first supplement, of the points that it left unmet, or of which it said that they were right.
    ``stands_by``: the fields of which the applicant says that they were right; they stay, whatever was not typed there.
    """
    whole = correction_of(case)
    if whole is None:
        raise CaseNotFound
    told = whole.still_open
    form, before = case.guide.guide.form, answers(case)
    points = {point.field for point in told.points}
    pointed = tuple(name for name, _ in form.ordered() if name in points)
    both = _both(form, before, posted or {}, frozenset(stands_by) & frozenset(pointed))
    free = [name for name in pointed if name not in stands_by or name in both]
    now = before if posted is None else catalog.corrected(form, posted, saved=before, pointed=free)
    asked = catalog.opened(form, pointed, before)
    held = {name: value for name, value in before.items() if name not in asked}
    return Correcting(
        correction=told,
        before=before,
        answers=now,
        pointed=pointed,
        following=(*(name for name in asked if name not in points), *catalog.strained(form, now | held, asked)),
        both=both,
        shown=catalog.visible(form, now),
        needed=_needed(case, told, now),
    )


def _both(
    form: catalog.Form, before: Mapping[str, Any], posted: Mapping[str, Sequence[str]], stands_by: Collection[str]
) -> tuple[str, ...]:
    """Return the fields that the applicant stands by and typed something else into."""
    typed = catalog.clean(form, posted, keep_hidden=True)
    return tuple(name for name in typed if name in stands_by and typed[name] != before.get(name))


def _needed(case: Case, told: Correction, now: Mapping[str, Any]) -> dict[str, catalog.Material]:
    """Return the materials to be handed in: those pointed at and still asked for, and those newly asked for."""
    points = {point.upload for point in told.points}
    supplied = {*case.materials.values_list("material", flat=True), *standing_promises(case)}
    asked = ((one.material.id, one) for one in case.guide.guide.materials_for(now))
    return {key: one.material for key, one in asked if key in points or (one.required and key not in supplied)}
