"""What a city adds to the facts so that guides can be drafted from them: ``drafting.toml`` and ``districts.toml``."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from tongban.catalog.forms.definition import Key, Option, Scalar, Strict, Words
from tongban.catalog.guide.parts import Amount, Code, Id, Legal, Limit, Note, Pledge
from tongban.catalog.guide.terms import CountedFrom, FeeKind, ServiceObject

RegionCode = Annotated[str, StringConstraints(pattern=r"^([0-9]{6}|[0-9]{9}|[0-9]{12})$")]


class Situation(Strict):
    """How a condition that a material has in the facts becomes something the form decides, or a plain note.

    One of: ``ask`` (a question of yes or no under ``key``), ``field`` with ``one_of`` (a question of the item's own
    form), ``optional`` (no condition at all: the material may be left out, and why). ``text`` is what applicants read
    of the condition, where the facts are too short to be understood.
    """

    item: Code
    condition: Note
    key: Key = "situation"
    ask: Words | None = None
    field: Key | None = None
    one_of: tuple[Scalar, ...] = Field(default=(), alias="in")
    optional: Note = ""
    text: Note = ""


class Picked(Option):
    """A choice that brings with it the materials of one condition of the facts; of none, when it is empty."""

    condition: Note = ""


class Choice(Strict):
    """One question whose choices stand for several conditions of an item's materials."""

    item: Code
    key: Key
    ask: Words
    help: Note = ""
    options: tuple[Picked, ...] = Field(min_length=2)


class Charge(Strict):
    """A fee of the facts, taken apart: free with a note, or what is charged."""

    said: Words
    free: bool = False
    note: Note = ""
    name: Note = ""
    kind: FeeKind = FeeKind.FIXED_PRICE
    standard: Note = ""


class Worked(Strict):
    """A step of the examination as a city works it: by whom, within what time, and beside which others.

    ``by``: the code of the department, empty for the one that decides.
    """

    id: Id
    name: Words
    text: Words
    by: Note = ""
    limit: Amount | None = None
    parallel: Id | None = None


class Renewed(Strict):
    """An item that renews a licence. ``apply``: how long before its end, where the item's own law says so."""

    apply: Amount | None = None


class Pledged(Pledge):
    """A condition of the facts that may be promised (告知承诺). ``criterion``: which one, counted from 1."""

    criterion: Annotated[int, Field(ge=1, le=99)]


class Adjusted(Strict):
    """What a guide says otherwise than the facts, and why (``note``, for those who keep the list)."""

    item: Code
    note: Words
    statutory: Amount | None = None
    counted_from: CountedFrom = CountedFrom.ACCEPTANCE
    promised: Amount | None = None
    applicants: tuple[ServiceObject, ...] = ()
    in_person: bool = False
    renamed: dict[str, Words] = Field(default_factory=dict)
    reconsideration: Words | None = None
    litigation: Amount | None = None
    litigation_law: Words | None = None
    litigation_article: Words | None = None
    first_reconsideration: bool = False
    regime: Words | None = None
    prescreen: Limit | None = None
    renewal: Renewed | None = None
    steps: tuple[Worked, ...] = ()
    pledges: tuple[Pledged, ...] = ()


class Outside(Strict):
    """An item that is handled outside the service centres, and why."""

    item: Code
    reason: Words


class Plan(Strict):
    """Everything that is the same for all guides of the city, and what is particular to some.

    ``appeals``: who hears appeals against bodies of a line that answers to no local government. ``city_rules``: what
    the rights of applicants rest on where the law of licensing does not apply. ``commitments``: what it rests on that
    conditions may be promised; items of which some may cite it by its id.
    """

    city: RegionCode
    consultation: Words
    complaint: tuple[Words, ...]
    city_government: Words
    province_government: Words
    appeals: dict[str, Words] = Field(default_factory=dict)
    city_rules: Legal
    commitments: Legal | None = None
    choices: tuple[Choice, ...] = ()
    situations: tuple[Situation, ...] = ()
    charges: tuple[Charge, ...] = ()
    adjusted: tuple[Adjusted, ...] = ()
    outside: tuple[Outside, ...] = ()

    def adjusted_for(self, item: str) -> Adjusted | None:
        """Return what is particular to an item."""
        return next((one for one in self.adjusted if one.item == item), None)

    def outside_of(self, item: str) -> str:
        """Return why an item is handled outside the centres; nothing where it is handled in one."""
        return next((one.reason for one in self.outside if one.item == item), "")


class Differing(Strict):
    """What one district does otherwise than the city, with where that comes from."""

    item: Code
    region: RegionCode
    note: Words
    promised: Amount | None = None
    statutory: Amount | None = None


class Districts(Strict):
    """Which services are done by which districts too, by the department of the same line there."""

    regions: tuple[RegionCode, ...]
    items: tuple[Code, ...]
    differing: tuple[Differing, ...] = ()
