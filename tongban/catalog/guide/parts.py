"""The parts of a guide: each of the fourteen elements of article 7 (第七条) as a type.

Every part that can be pointed at carries an ``id`` that stays the same from version to version.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from tongban.catalog.forms.definition import Condition, Key, Strict, Words
from tongban.catalog.guide.terms import (
    Approver,
    Channel,
    DeliveryWay,
    FeeKind,
    ItemType,
    Level,
    MaterialForm,
    MaterialKind,
    MaterialSource,
    Nature,
    Need,
    OnlineDepth,
    PageSize,
    PaperKind,
    PowerSource,
    ProjectType,
    RemedyKind,
    ResultKind,
    Scope,
    ServiceObject,
    SpecialKind,
    StepKind,
)
from tongban.kernel.actors import Role
from tongban.kernel.limits import Unit, amount_text
from tongban.kernel.terms import WITHOUT_AMOUNT

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{2,36}$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=3000)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=3000)]
Mime = Annotated[str, StringConstraints(pattern=r"^[a-z]+/[a-z0-9.+-]+$")]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


def _with_an_amount(unit: Unit) -> Unit:
    if unit in WITHOUT_AMOUNT:
        raise ValueError("办理时限要写明数量和单位；当场办结的，数量写0，单位写工作日")
    return unit


class Amount(Strict):
    """A length of time. An amount of 0 means on the spot (当场)."""

    amount: Annotated[int, Field(ge=0, le=3660)]
    unit: Annotated[Unit, AfterValidator(_with_an_amount)]

    @property
    def text(self) -> str:
        """Return the length as people read it."""
        return amount_text(self.amount, self.unit)

    @property
    def legal_text(self) -> str:
        """Return the length as a statute says it, for official papers: natural days are plain 日 (60日)."""
        return f"{self.amount}日" if self.amount and self.unit == Unit.NATURAL_DAY else self.text


class Limit(Amount):
    """A length of time and where it comes from: ``legal`` is the id of an element of the legal basis."""

    legal: Id | None = None
    note: Note = ""


class Extension(Limit):
    """How much longer the decision may take when ``approver`` agrees and the applicant is told why."""

    approver: Approver


class Commitment(Limit):
    """告知承诺: a written commitment does instead of proof, and is checked within this time after the decision.

    ``wording``: the words that the applicant signs for, as the authority publishes them.
    """

    wording: Text


class Pledge(Commitment):
    """告知承诺 of a condition: that it is met, or will be, is promised in writing, and what proves it is spared.

    ``told``: what the authority tells beforehand: what the condition asks in terms that can be measured, and what a
    promise that is not kept leads to. ``meet``: within how long after the decision it has to be met; None: it is met
    when it is promised. ``spares``: the materials, by id, that need not be handed in by whoever promises.
    """

    told: Text
    meet: Limit | None = None
    spares: tuple[Id, ...] = ()


class Trips(Strict):
    """How often the applicant has to come in person, and why; 0 means not at all."""

    online: Annotated[int, Field(ge=0, le=9)]
    window: Annotated[int, Field(ge=0, le=9)]
    reason: Note = ""


class Conveniences(Strict):
    """便民服务: facts by which an item is on a list of article 9 and that follow from nothing else in the guide.

    ``near``: the centres and stations of towns and villages take it in; ``instant``: decided by published rules without
    a person; ``assisted``: somebody helps for free; ``banks``: whose branches take it in.
    """

    near: bool = False
    instant: bool = False
    assisted: bool = False
    banks: tuple[Words, ...] = ()


class Renewal(Strict):
    """延续 (行政许可法50): the item renews a licence. ``expiry``: the question of the form that asks for its last day.

    ``apply``: how long before the expiry to apply, where a special law says otherwise than the general one.
    """

    expiry: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
    apply: Limit | None = None


class Basics(Strict):
    """基本信息. ``outside``: why it is handled outside the service centres (不进驻); None where nobody says so.

    ``prescreen`` (预审, 工作规范22(2)): within how long an online application is looked through before the applicant
    comes with the originals, by the law that demands paper or a signature in person; None for every other item.
    ``renewal``: that it renews a licence, so that silence before the expiry renews it; None for every other item.
    """

    item: Code
    name: Words
    type: ItemType
    level: Level
    power_source: PowerSource
    project_type: ProjectType
    service_objects: tuple[ServiceObject, ...] = Field(min_length=1)
    channels: tuple[Channel, ...] = Field(min_length=1)
    scope: Scope
    online_depth: tuple[OnlineDepth, ...] = ()
    trips: Trips
    quota: Note = ""
    conveniences: Conveniences = Conveniences()
    outside: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)] | None = None
    prescreen: Limit | None = None
    renewal: Renewal | None = None
    summary: Text


class Body(Strict):
    """A department: its code decides, its name is what was published."""

    code: Code
    name: Words


class Departments(Strict):
    """部门信息: who does what. ``region`` is where the deciding body has jurisdiction."""

    region: Annotated[str, StringConstraints(pattern=r"^([0-9]{6}|[0-9]{9}|[0-9]{12})$")]
    nature: Nature
    entrusted_by: Words | None = None
    receives: Body
    accepts: Body
    examines: Body
    decides: Body
    delivers: Body
    supervises: Body | None = None
    joint: tuple[Body, ...] = ()


class Window(Strict):
    """办理窗口: a service place by its code; its address and hours are kept once, with the place."""

    id: Id
    place: Code
    name: Words
    counters: Words
    note: Note = ""


class Criterion(Strict):
    """受理标准: one condition that an application has to meet. ``commitment``: that it may be promised (告知承诺)."""

    id: Id
    text: Text
    legal: Id | None = None
    commitment: Pledge | None = None


class Paper(Strict):
    """样例或者空白表: a file that goes with a material or a result.

    What was uploaded is named by its digest, so that the digest of the guide covers it; what is generated is drawn from
    the guide and needs none. ``mime`` and ``size`` (bytes) tell a reader what they will open.
    """

    kind: PaperKind
    name: Words
    mime: Mime | None = None
    size: Annotated[int, Field(ge=1)] | None = None
    sm3: Digest | None = None


class Accepted(Strict):
    """What may be handed in for a material."""

    mime: tuple[Mime, ...] = Field(min_length=1)
    max_files: Annotated[int, Field(ge=1, le=50)]
    max_megabytes: Annotated[int, Field(ge=1, le=200)]


class Material(Strict):
    """办理材料. An electronic file always does, unless ``paper_legal`` names the law that demands paper.

    ``copies`` are of ``form``, ``photocopies`` come on top. ``legal``: on what ground it is asked for. ``datum``: the
    shared datum that can take its place. ``defer``: how long after acceptance it may follow on a promise (容缺).
    ``sample``: one as it should look; ``blank``: the form to be filled in.
    ``commitment``: that a written commitment takes its place, and when that is checked (告知承诺).
    """

    id: Id
    name: Words
    kind: MaterialKind
    form: MaterialForm
    copies: Annotated[int, Field(ge=1, le=20)] = 1
    photocopies: Annotated[int, Field(ge=0, le=20)] = 0
    page: PageSize | None = None
    source: MaterialSource
    source_name: Note = ""
    need: Need
    when: Condition | None = None
    when_text: Note = ""
    licence: Words | None = None
    exempt_if_licence: bool = False
    datum: Words | None = None
    defer: Limit | None = None
    commitment: Commitment | None = None
    legal: Id | None = None
    paper_legal: Id | None = None
    accepted: Accepted
    sample_note: Note = ""
    sample: Paper | None = None
    blank: Paper | None = None
    help: Note = ""


class Step(Strict):
    """办理流程: one step, who does it and how long it takes. ``role`` acts within the department ``by``.

    Neighbours with the same word in ``parallel`` are done at the same time. ``special``: the special procedures, by
    id, that may come up in this step.
    """

    id: Id
    kind: StepKind
    name: Words
    by: Code
    role: Role
    limit: Limit | None = None
    text: Text
    parallel: Id | None = None
    special: tuple[Id, ...] = ()


class Special(Strict):
    """特别程序. Time stops only when ``stops_clock`` and the law named says so (行政许可法第四十五条)."""

    id: Id
    kind: SpecialKind
    name: Words
    text: Text
    limit: Limit | None = None
    stops_clock: bool = False
    legal: Id | None = None


class Fee(Strict):
    """One charge, with the document that allows it."""

    id: Id
    name: Words
    kind: FeeKind
    standard: Text
    legal: Id
    reduction: Note = ""


class Fees(Strict):
    """收费情况: no entry means free of charge. ``pay_online``: what is charged can be paid without coming."""

    entries: tuple[Fee, ...] = ()
    pay_online: bool = False
    note: Note = ""


class Result(Strict):
    """审批结果. Without ``validity`` it is valid until something ends it.

    ``contents``: the fields of the form whose answers the decision has to state, in that order. ``sample``: what the
    applicant will hold in the end, marked as a sample.
    """

    id: Id
    name: Words
    kind: ResultKind
    licence: Words | None = None
    validity: Limit | None = None
    contents: tuple[Key, ...] = ()
    delivery: tuple[DeliveryWay, ...] = ()
    sample_note: Note = ""
    sample: Paper | None = None


class Legal(Strict):
    """法律依据: one law and its article. What nobody compared with the text of the law says so."""

    id: Id
    law: Words
    article: Words
    text: Note = ""
    effective: date | None = None
    law_verified: bool
    article_verified: bool
    source: Words


class Question(Strict):
    """常见问题."""

    id: Id
    question: Text
    answer: Text


class Contact(Strict):
    """Where to ask or complain: telephones with area code, and a place."""

    phones: tuple[Annotated[str, StringConstraints(pattern=r"^[0-9][0-9 -]{2,19}(（示例）)?$")], ...] = Field(
        min_length=1
    )
    place: Note = ""
    online: Note = ""


class Contacts(Strict):
    """咨询投诉."""

    consultation: Contact
    complaint: Contact


class Clause(Strict):
    """One right or one duty."""

    id: Id
    text: Text
    legal: Id | None = None


class RightsAndDuties(Strict):
    """权利义务."""

    rights: tuple[Clause, ...] = ()
    duties: tuple[Clause, ...] = ()


class Remedy(Strict):
    """法律救济: to whom one may turn, within what time, by which article."""

    id: Id
    kind: RemedyKind
    to: Words
    within: Limit
    text: Text
