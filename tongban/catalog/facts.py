"""What is known of an item that has no published guide yet, with its source and how sure it is.

Facts inform; nothing is applied for on their strength. Only a published guide is executed.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator

from tongban.catalog.forms.definition import Strict, Words
from tongban.catalog.guide.terms import Audience, Body, ItemType, MaterialForm, MaterialSource, Origin, ProjectType
from tongban.kernel.limits import UNIT_NAMES, Unit
from tongban.kernel.wording import punctuated

Confidence = Literal["高", "中", "低"]
Note = Annotated[str, Field(max_length=1000)]


class KnownLaw(Strict):
    """A law the item rests on. ``articles`` is empty when only the law is known."""

    law: Words
    articles: tuple[int, ...] = ()
    law_verified: bool
    article_verified: bool
    source: Note = ""
    effective: date | None = None
    status: Note = ""


class KnownLimit(Strict):
    """A limit as it was found; half a working day occurs, and 0 means on the spot."""

    amount: Annotated[float, Field(ge=0)]
    unit: Unit
    note: Note = ""

    @property
    def text(self) -> str:
        """Return the limit as people read it."""
        return f"{self.amount:g}{UNIT_NAMES[self.unit]}" if self.amount else "当场"


class KnownMaterial(Strict):
    """A material as it was found."""

    name: Words
    form: MaterialForm
    source: MaterialSource
    licence: Note = ""
    shared_data: Note = ""
    required: bool
    condition: Note = ""
    exempt_if_shared: bool = False


class KnownFacts(Strict):
    """All that was found about an item. ``provenance`` is for those who keep the list, ``origins`` for its readers."""

    level: Note
    department: Note
    project_type: ProjectType
    service_field: Note = ""
    legal: tuple[KnownLaw, ...] = ()
    statutory: KnownLimit | None = None
    extension: KnownLimit | None = None
    promised: KnownLimit | None = None
    fee: Note = ""
    result: Note = ""
    validity: Note = ""
    criteria: tuple[Note, ...] = ()
    materials: tuple[KnownMaterial, ...] = ()
    special: tuple[Note, ...] = ()
    notes: tuple[Note, ...] = ()
    provenance: tuple[Note, ...] = ()
    origins: tuple[Origin, ...] = ()
    confidence: Confidence


class ItemRow(Strict):
    """One line of ``items.jsonl``. ``decides`` is empty when no department of the city fits; ``body`` then says who."""

    code: Words
    basic_code: Words | None = None
    name: Words
    type: ItemType
    decides: Words | None
    body: Body | Literal[""] = ""
    supervises: tuple[Words, ...] = ()
    audiences: tuple[Audience, ...] = Field(min_length=1)
    themes: tuple[Words, ...] = ()
    search_words: tuple[Words, ...] = ()
    facts: KnownFacts

    @field_validator("facts", mode="before")
    @classmethod
    def _in_full_width(cls, facts: Any) -> Any:  # noqa: ANN401 - any JSON, before it is checked
        """Write what people read with Chinese punctuation, however it was typed."""
        return _written(facts)


def _written(part: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(part, str):
        return punctuated(part)
    if isinstance(part, dict):
        return {key: _written(value) for key, value in part.items()}
    return [_written(one) for one in part] if isinstance(part, list) else part
