"""What a guide (办事指南) holds: the fourteen elements of article 7, the legal regime, and the form."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from tongban.catalog.forms.definition import Form, Strict, Words
from tongban.catalog.guide.limits import Limits
from tongban.catalog.guide.parts import (
    Basics,
    Code,
    Contacts,
    Criterion,
    Departments,
    Fees,
    Legal,
    Material,
    Question,
    Remedy,
    Result,
    RightsAndDuties,
    Special,
    Step,
    Window,
)


class GuideContent(Strict):
    """The content of one version of a guide, without anything that is worked out from it."""

    schema_version: Literal[1]
    regime: Code | Words
    basics: Basics
    department: Departments
    windows: tuple[Window, ...]
    criteria: tuple[Criterion, ...]
    materials: tuple[Material, ...]
    process: tuple[Step, ...]
    limits: Limits
    fees: Fees
    results: tuple[Result, ...]
    legal: tuple[Legal, ...]
    questions: tuple[Question, ...]
    contacts: Contacts
    rights: RightsAndDuties
    remedies: tuple[Remedy, ...]
    special: tuple[Special, ...] = ()
    form: Form = Field(repr=False)
