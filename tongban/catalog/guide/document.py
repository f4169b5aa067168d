"""The guide (办事指南): the published document from which everything that happens to a case is derived."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from tongban.catalog.forms.conditions import holds, visible
from tongban.catalog.guide.content import GuideContent
from tongban.catalog.guide.elements import Element, elements_of
from tongban.catalog.guide.parts import Legal, Material, Paper, Step
from tongban.catalog.guide.terms import MaterialSource, Need, StepKind
from tongban.kernel.errors import NotFound

_NOT_HANDED_IN = frozenset({MaterialSource.SYSTEM, MaterialSource.ON_SITE})
PAPERS = ("sample", "blank")
"""What a material can have besides itself; a result has a sample only."""
_UNANSWERED: tuple[object, ...] = (None, "", [])


@dataclass(frozen=True, slots=True)
class Asked:
    """A material as these answers call for it. ``required``: the applicant has to hand it in."""

    material: Material
    required: bool


class Guide(GuideContent):
    """One version of a guide: the fourteen elements of article 7, the legal regime, and the form.

    ``regime`` is a code that the duties room understands; nothing here does.
    """

    def elements(self) -> tuple[Element, ...]:
        """Return everything of this guide that a notice may point at, in the order of the fourteen elements."""
        return elements_of(self)

    def element(self, element_id: str) -> Element:
        """Return one element by its id, such as ``materials.3`` or ``form.uscc``; NotFound if the guide has none."""
        for element in self.elements():
            if element.id == element_id:
                return element
        message = f"办事指南里没有“{element_id}”这一项，只能指向已公布的内容。"
        raise NotFound(message)

    def material(self, material_id: str) -> Material:
        """Return a material by its own id (without ``materials.``); NotFound if there is none."""
        for material in self.materials:
            if material.id == material_id:
                return material
        message = f"办事指南的材料清单里没有编号 {material_id}。"
        raise NotFound(message)

    def materials_for(self, answers: Mapping[str, Any]) -> tuple[Asked, ...]:
        """Return the materials that these answers call for, in order.

        A material whose condition does not hold is not asked for at all; an optional one may be left out; one that the
        system makes out of the answers, or staff take on the spot, is never to be handed in.
        """
        asked = (one for one in self.materials if one.need != Need.WHEN or holds(one.when, answers))
        return tuple(Asked(one, required=_to_hand_in(one)) for one in asked)

    def asked_elements(self, answers: Mapping[str, Any], *, supplied: Collection[str] = ()) -> tuple[Element, ...]:
        """Return what the correction notice of an applicant with these answers may point at, in order.

        The criteria, the materials to be handed in, the optional ones that were (``supplied``: ids without
        ``materials.``), and the fields that are shown and needed or answered. A criterion is pointed at where what was
        handed in does not let it be seen; whether it is met is for the examination, not for the notice, which is about
        what is incomplete or not in legal form (行政许可法第三十二条第一款第四项).
        """
        wanted = {f"criteria.{one.id}" for one in self.criteria}
        wanted |= {f"form.{name}" for name in visible(self.form, answers) if self._counts(name, answers)}
        wanted |= {
            f"materials.{one.material.id}"
            for one in self.materials_for(answers)
            if one.required or (one.material.id in supplied and one.material.source not in _NOT_HANDED_IN)
        }
        return tuple(element for element in self.elements() if element.id in wanted)

    def _counts(self, name: str, answers: Mapping[str, Any]) -> bool:
        return self.form.needed(name) or answers.get(name) not in _UNANSWERED

    def step(self, kind: StepKind) -> Step:
        """Return the first step of a kind; NotFound if the process has none."""
        for step in self.process:
            if step.kind == kind:
                return step
        raise NotFound

    def law(self, legal_id: str) -> Legal:
        """Return an element of the legal basis by its own id; NotFound if there is none."""
        for legal in self.legal:
            if legal.id == legal_id:
                return legal
        raise NotFound

    def papers(self) -> dict[str, Paper]:
        """Return the samples and blank forms by their places: ``materials.3.blank``, ``results.1.sample``."""
        found = {f"materials.{one.id}.{what}": getattr(one, what) for one in self.materials for what in PAPERS}
        found |= {f"results.{one.id}.sample": one.sample for one in self.results}
        return {place: paper for place, paper in found.items() if paper is not None}

    @property
    def jointly(self) -> bool:
        """Tell whether several departments handle it together (行政许可法26(2): 统一、联合、集中办理).

        That is so where departments are named that join in and one of them has a step of its own to do; whoever is only
        named, as a department that supervises, handles nothing.
        """
        joint = {body.code for body in self.department.joint} - {self.department.decides.code}
        return any(step.kind == StepKind.EXAMINATION and step.by in joint for step in self.process)

    @property
    def places_in_words(self) -> str:
        """Return where one can come in person, each with its counters."""
        return "、".join(f"{one.name}（{one.counters}）" for one in self.windows)

    @property
    def free_of_charge(self) -> bool:
        """Tell whether nothing is charged."""
        return not self.fees.entries


def _to_hand_in(material: Material) -> bool:
    return material.need != Need.OPTIONAL and material.source not in _NOT_HANDED_IN
