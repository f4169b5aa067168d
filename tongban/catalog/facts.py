"""What is known of an item that has no published guide yet, with its source and how sure it is.

Facts inform; nothing is applied for on their strength. Only a published guide is executed.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator

from tongban.catalog.forms.definition import Strict, Words
from tongban.catalog.guide.terms import Audience, Body, ItemType, MaterialForm, MaterialSource, Origin, ProjectType
from tongban.catalog.registry import HOLDER_NAMES
from tongban.kernel.codes import credit_code
from tongban.kernel.codes.local import LocalBasicItemCode, LocalItemCode, LocalLicenceTypeCode
from tongban.kernel.errors import Broken
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
    """All that was found about an item. ``provenance`` is for those who keep the list, ``origins`` for its readers.

    ``labels`` (马上办, 网上办 …) are what others say of the item; only the ways of applying are drafted from them.
    """

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
    labels: tuple[Note, ...] = ()
    provenance: tuple[Note, ...] = ()
    origins: tuple[Origin, ...] = ()
    confidence: Confidence


class ItemRow(Strict):
    """One line of ``items.jsonl``: a service as one department does it.

    ``basic`` is our code of its entry in the basic directory, made of ``code`` unless given; ``region`` that of the
    department unless given. ``decides`` is empty when no department of the city fits; ``body`` then says who.
    """

    code: Words
    basic: Words | None = None
    basic_code: Words | None = None
    name: Words
    type: ItemType
    region: Words | None = None
    decides: Words | None
    body: Body | Literal[""] = ""
    supervises: tuple[Words, ...] = ()
    audiences: tuple[Audience, ...] = Field(min_length=1)
    themes: tuple[Words, ...] = ()
    search_words: tuple[Words, ...] = ()
    facts: KnownFacts

    @property
    def basic_local_code(self) -> str:
        """Return our code of the entry in the basic directory."""
        return self.basic or f"{LocalBasicItemCode.prefix}{self.code.removeprefix(LocalItemCode.prefix)}"

    @field_validator("facts", mode="before")
    @classmethod
    def _in_full_width(cls, facts: Any) -> Any:  # noqa: ANN401 - any JSON, before it is checked
        """Write what people read with Chinese punctuation, however it was typed."""
        return _written(facts)


class LicenceRow(Strict):
    """One line of ``licences.csv``. ``holders`` are Chinese words with 、 between them."""

    code: Words
    name: Words
    issuer: Words
    holders: Words
    validity: Note = ""
    source: Words
    confidence: Confidence
    note: Note = ""

    @field_validator("code")
    @classmethod
    def _national_or_local(cls, code: str) -> str:
        """Hold a national code to its form, the digits of its maker's credit code included (GB/T 36903)."""
        local = code.startswith(LocalLicenceTypeCode.prefix)
        if not local and (len(code) != TYPE_CODE or not code[MAKER:].isdigit()):
            raise ValueError(_NO_TYPE_CODE)
        try:
            if local:
                return LocalLicenceTypeCode.parse(code).code
            return f"{credit_code.parse(code[:MAKER]).code}{code[MAKER:]}"
        except Broken as refusal:
            raise ValueError(refusal.message) from None

    @field_validator("holders")
    @classmethod
    def _known_holders(cls, holders: str) -> str:
        if unknown := set(holders.split("、")) - set(HOLDER_NAMES.values()):
            raise ValueError(f"没有“{'、'.join(sorted(unknown))}”这种持证主体，只有{'、'.join(HOLDER_NAMES.values())}")
        return holders

    def columns(self) -> dict[str, Any]:
        """Return what the registry keeps."""
        by_name = {name: one.value for one, name in HOLDER_NAMES.items()}
        return self.model_dump() | {"holders": [by_name[name] for name in self.holders.split("、")]}


TYPE_CODE, MAKER = 21, 18
_NO_TYPE_CODE = "证照类型代码应为21位：定义机构的统一社会信用代码加3位顺序号；没有查到的，用ZL开头的本地编码"


def _written(part: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(part, str):
        return punctuated(part)
    if isinstance(part, dict):
        return {key: _written(value) for key, value in part.items()}
    return [_written(one) for one in part] if isinstance(part, list) else part
