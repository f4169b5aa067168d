"""What a form definition may say: the whole subset. A key that is not here is refused (docs/guide-format.md).

The definition is plain JSON Schema for everybody else; the x- keys only ever add to what it demands. There is no
``$ref`` in the subset, so a definition can never make the server fetch anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, StringConstraints, Tag

from tongban.catalog.forms.patterns import checked_pattern
from tongban.kernel.codes.region import Level

DIALECT: Literal["https://json-schema.org/draft/2020-12/schema"] = "https://json-schema.org/draft/2020-12/schema"
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
ID = r"^[a-z0-9][a-z0-9_-]{0,39}$"
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Number = Annotated[float, Field(allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0, le=20_000)]
Scalar = bool | str
ROW = "row"
MOST_COMPARED = 5


class Strict(BaseModel):
    """A part of a published document: unknown keys are refused, and nothing changes it afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, validate_default=True)


class Kind(StrEnum):
    """What a person is asked for, as a page has to draw it."""

    TEXT = "TEXT"
    LONG_TEXT = "LONG_TEXT"
    INTEGER = "INTEGER"
    NUMBER = "NUMBER"
    MONEY = "MONEY"
    BOOLEAN = "BOOLEAN"
    CONFIRMATION = "CONFIRMATION"
    CHOICE = "CHOICE"
    CHOICES = "CHOICES"
    DATE = "DATE"
    REGION = "REGION"
    TABLE = "TABLE"


class Is(Strict):
    """True when the answer to ``field`` is one of ``in``; of several choices, when at least one of them is."""

    field: Key
    one_of: tuple[Scalar, ...] = Field(alias="in", min_length=1)


class AllOf(Strict):
    """True when every test is."""

    all: tuple[Is, ...] = Field(min_length=1)


class AnyOf(Strict):
    """True when at least one test is."""

    any: tuple[Is, ...] = Field(min_length=1)


def _sort_of_condition(raw: object) -> str:
    """Tell which sort of condition is meant, so that a fault is told of that one and not of all three."""
    given = raw.keys() if isinstance(raw, Mapping) else {"all", "any"} & set(dir(raw))
    return "AllOf" if "all" in given else "AnyOf" if "any" in given else "Is"


Condition = Annotated[
    Annotated[Is, Tag("Is")] | Annotated[AllOf, Tag("AllOf")] | Annotated[AnyOf, Tag("AnyOf")],
    Discriminator(_sort_of_condition),
]


class Relation(StrEnum):
    """How an answer must stand to another one, to the day on which it is handed in, or to the calendar."""

    OTHER_THAN = "OTHER_THAN"
    AFTER = "AFTER"
    NOT_BEFORE = "NOT_BEFORE"
    NOT_AFTER = "NOT_AFTER"
    BEFORE = "BEFORE"
    WORKING_DAY = "WORKING_DAY"


class Comparison(Strict):
    """An answer held against another: the earlier question ``field``, or ``today``, the day on which it is handed in.

    A working day is one by itself and is held against neither. ``message``: the sentence for an answer that is not so.
    """

    relation: Relation = Field(alias="is")
    field: Key | None = None
    today: Literal[True] | None = None
    message: Words | None = None


class Option(Strict):
    """One choice: a code that never changes, and the words for it, which may."""

    const: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]{0,59}$")]
    title: Words
    description: Words | None = None


class Choices(Strict):
    """The items of a field with several choices."""

    one_of: tuple[Option, ...] = Field(alias="oneOf", min_length=1, max_length=100)


class Table(Strict):
    """The rows of a field that is answered several times over: the same questions for each row.

    ``row``: what one row is called (人员, 设备). Its conditions look at earlier columns of the same row only.
    """

    type: Literal["object"]
    additional: Literal[False] = Field(alias="additionalProperties")
    row: Words | None = Field(default=None, alias="x-row")
    properties: dict[Key, Column] = Field(min_length=1, max_length=40)
    required: tuple[Key, ...] = ()

    @cached_property
    def form(self) -> Form:
        """Return a row as a form of one page, so that a row is read, checked and shown as a form is."""
        columns = {
            name: Question.model_validate(
                {"group": ROW, **{key: getattr(column, key) for key in column.model_fields_set}}
            )
            for name, column in self.properties.items()
        }
        page = {"id": ROW, "title": self.row or "行"}
        return Form.model_validate({"groups": [page], "properties": columns, "required": self.required})


def _sort_of_items(raw: object) -> str:
    return "Table" if isinstance(raw, Table) or (isinstance(raw, Mapping) and "properties" in raw) else "Choices"


class Prefill(Strict):
    """Where an answer may come from instead of being typed: which record, which of its entries, and its name."""

    record: Literal["PARTY", "LICENCE", "SHARED_DATA"] = Field(alias="from")
    key: Words
    name: Words


class Asked(Strict):
    """What is asked for in one place: a question of the form, or a column of a table in it."""

    type: Literal["string", "integer", "number", "boolean", "array"]
    label: Words = Field(alias="x-label")
    order: Annotated[int, Field(ge=0, le=10_000)] = Field(alias="x-order")
    help: Words | None = Field(default=None, alias="x-help")
    when: Condition | None = Field(default=None, alias="x-when")
    required_when_visible: bool = Field(default=False, alias="x-required-when-visible")
    sensitive: bool = Field(default=False, alias="x-sensitive")
    long: bool = Field(default=False, alias="x-long")
    unit: Words | None = Field(default=None, alias="x-unit")
    within: Annotated[str, StringConstraints(pattern=r"^[0-9]{2,9}$")] | None = Field(default=None, alias="x-within")
    down_to: Literal[Level.COUNTY, Level.TOWN, Level.VILLAGE] | None = Field(default=None, alias="x-down-to")
    at_most_field: Key | None = Field(default=None, alias="x-at-most-field")
    compare: Annotated[tuple[Comparison, ...], Field(min_length=1, max_length=MOST_COMPARED)] | None = Field(
        default=None, alias="x-compare"
    )
    pattern_message: Words | None = Field(default=None, alias="x-pattern-message")
    format: Literal["resident-id", "credit-code", "cn-mobile", "region", "date", "money"] | None = None
    pattern: Annotated[str, StringConstraints(max_length=200), AfterValidator(checked_pattern)] | None = None
    min_length: Count | None = Field(default=None, alias="minLength")
    max_length: Count | None = Field(default=None, alias="maxLength")
    minimum: Number | None = None
    maximum: Number | None = None
    exclusive_minimum: Number | None = Field(default=None, alias="exclusiveMinimum")
    const: Literal[True] | None = None
    one_of: tuple[Option, ...] | None = Field(default=None, alias="oneOf", min_length=1, max_length=100)
    items: Choices | Table | None = None
    min_items: Annotated[int, Field(ge=0, le=100)] | None = Field(default=None, alias="minItems")
    max_items: Annotated[int, Field(ge=1, le=100)] | None = Field(default=None, alias="maxItems")
    unique_items: Literal[True] | None = Field(default=None, alias="uniqueItems")

    @property
    def kind(self) -> Kind:
        """Return what a page has to draw."""
        if self.type == "string":
            return self._string_kind()
        if self.type == "boolean":
            return Kind.CONFIRMATION if self.const else Kind.BOOLEAN
        several = Kind.TABLE if self.table else Kind.CHOICES
        return {"integer": Kind.INTEGER, "number": Kind.NUMBER, "array": several}[self.type]

    @property
    def options(self) -> tuple[Option, ...]:
        """Return the choices, for one or for several."""
        return self.items.one_of if isinstance(self.items, Choices) else self.one_of or ()

    @property
    def table(self) -> Table | None:
        """Return what a row holds, of a question that is answered by rows."""
        return self.items if isinstance(self.items, Table) else None

    def _string_kind(self) -> Kind:
        if self.one_of:
            return Kind.CHOICE
        by_format = {"date": Kind.DATE, "region": Kind.REGION, "money": Kind.MONEY}
        return by_format.get(self.format or "", Kind.LONG_TEXT if self.long else Kind.TEXT)


class Column(Asked):
    """One column of a table, or one question of a group that is filled in several times. No table within a table."""

    items: Choices | None = None


class Question(Asked):
    """One field of a form. ``criterion``: the id of the criterion of the guide that its 否 says is not met."""

    group: Key = Field(alias="x-group")
    criterion: Annotated[str, StringConstraints(pattern=ID)] | None = Field(default=None, alias="x-criterion")
    source: Prefill | None = Field(default=None, alias="x-source")
    items: (
        Annotated[Annotated[Choices, Tag("Choices")] | Annotated[Table, Tag("Table")], Discriminator(_sort_of_items)]
        | None
    ) = None


class Group(Strict):
    """A page of the form: one subject at a time."""

    id: Key
    title: Words
    help: Words | None = None


class Form(Strict):
    """A whole form. ``required``: always asked and needed; a field with ``x-when`` says so itself."""

    dialect: Literal["https://json-schema.org/draft/2020-12/schema"] = Field(default=DIALECT, alias="$schema")
    type: Literal["object"] = "object"
    additional: Literal[False] = Field(default=False, alias="additionalProperties")
    groups: tuple[Group, ...] = Field(alias="x-groups", min_length=1, max_length=40)
    properties: dict[Key, Question] = Field(min_length=1, max_length=300)
    required: tuple[Key, ...] = ()

    def ordered(self) -> tuple[tuple[str, Question], ...]:
        """Return the fields as they are asked: by group, then by x-order, then by name."""
        place = {group.id: number for number, group in enumerate(self.groups)}
        last = len(place)
        found = sorted(
            self.properties.items(), key=lambda pair: (place.get(pair[1].group, last), pair[1].order, pair[0])
        )
        return tuple(found)

    def needed(self, name: str) -> bool:
        """Tell whether a visible field must be answered."""
        return name in self.required or self.properties[name].required_when_visible

    def plain(self) -> dict[str, Any]:
        """Return the definition as the JSON Schema that is published."""
        head = {"$schema": self.dialect, "type": self.type, "additionalProperties": self.additional}
        return head | self.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def read(raw: Mapping[str, Any]) -> Form:
    """Read a definition; pydantic.ValidationError if it says anything outside the subset."""
    return Form.model_validate(raw)
