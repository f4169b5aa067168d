"""What a form of the desk is made of: the verb, what it asks, and how it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict

from tongban.cases import api as cases
from tongban.cases.api import Verb
from tongban.kernel.actors import Actor
from tongban.web.desk import timing
from tongban.web.fields import Field


@dataclass(frozen=True, slots=True)
class Ask:
    """A verb's form. ``label`` names the text that is written; ``danger`` marks what cannot be taken back.

    ``adopts`` shows what the newer guide says otherwise, ``decides`` what the steps concluded; ``team`` reads who could
    take part, ``presides`` who could preside; ``told`` says that the applicant gets a message of it. ``terms``: what
    the rules of a case are for the verb; ``fields``: what is asked besides the text.
    """

    verb: Verb
    do: Callable[[str, QueryDict, Actor, datetime], object]
    key: str
    label: str = ""
    hint: str = ""
    submit: str = ""
    danger: bool = False
    examines: bool = False
    grounds: bool = False
    corrects: bool = False
    adopts: bool = False
    decides: bool = False
    told: bool = True
    team: bool = False
    presides: bool = False
    terms: Callable[[cases.Case], str] = timing.no_terms
    fields: Callable[[timing.Page, QueryDict, timing.Faults], list[Field]] = timing.no_fields

    @property
    def name(self) -> str:
        """Return the verb in Chinese."""
        return cases.LABELS[self.verb]

    @property
    def slug(self) -> str:
        """Return the verb as it stands in the address."""
        return self.verb.lower()
