"""What each kind of document says: typed, complete when it is frozen, and free of anything that only a machine sees."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from pydantic import Field

from tongban.documents.parts import Line, Notice, Point, Remedy, Strict, Words


class Template(StrEnum):
    """The kinds of official document, each with its templates in ``templates/<name>/<version>.typ``."""

    RECEIPT = "receipt"
    CORRECTION = "correction"
    PRESCREENED = "prescreened"
    ACCEPTANCE = "acceptance"
    NON_ACCEPTANCE = "non_acceptance"
    EXTENSION = "extension"
    SPECIAL_PROCEDURE = "special_procedure"
    NEW_VERSION = "new_version"
    COMMITMENT_CHECK = "commitment_check"
    RECTIFICATION = "rectification"
    TERMINATION = "termination"
    GRANT = "grant"
    REFUSAL = "refusal"
    DELIVERY = "delivery"
    HEARING_RIGHTS = "hearing_rights"
    HEARING_NOTICE = "hearing_notice"
    HEARING_POSTPONED = "hearing_postponed"
    HEARING_MINUTES = "hearing_minutes"
    DEEMED_RENEWAL = "deemed_renewal"


class Receipt(Notice):
    """收件凭证: what was handed in, how, and what happens next. ``title``: what it is a receipt of, in its name."""

    title: Words = "收件凭证"
    received_on: date
    channel: Words
    materials: tuple[Line, ...] = Field(min_length=1)
    next_step: Words


class Correction(Notice):
    """补正材料一次性告知书 (行政许可法 32(4)): all that is to be corrected, at once.

    ``due_on``: the day asked for; ``consequence``: what follows when it passes, or when a point is left unmet.
    """

    received_on: date
    points: tuple[Point, ...] = Field(min_length=1)
    how: Words
    due_on: date | None = None
    consequence: Words | None = None


class Prescreened(Notice):
    """预审结果告知书: what was handed in online is complete; until when and where to bring the originals, what follows.

    ``after``: when the authority answers from then on; ``differing``, ``consequence``: what follows where the originals
    are not what was handed in, and where they do not come.
    """

    received_on: date
    due_on: date
    places: Words
    after: Words
    differing: Words
    consequence: Words


class FromReceipt(Strict):
    """A limit to decide that its law counts from receipt (行政许可法 42(1): 另有规定的，依照其规定), and until when.

    ``called``: what happened on the day ``since``; ``alone``: no promise ends sooner; ``over``: it was over before the
    acceptance.
    """

    since: date
    called: Words
    law: Words
    limit: Words
    due_on: date
    alone: bool
    over: bool


class Acceptance(Notice):
    """受理通知书 (行政许可法 32(5)). ``by_silence``: accepted by law, because no notice was given in time (32(4)).

    ``at_once``: it is decided on the spot, without a limit. ``unmet``: what was asked for and not handed in, with a
    reason that was taken.
    """

    received_on: date
    accepted_on: date
    limit: Words
    due_on: date
    excluded: tuple[Words, ...] = ()
    by_silence: bool = False
    at_once: bool = False
    from_receipt: FromReceipt | None = None
    unmet: tuple[Words, ...] = ()


class NonAcceptance(Notice):
    """不予受理决定书 (行政许可法 32(1), 32(2)). ``competent``: the authority to turn to, if it is another one."""

    received_on: date
    reason: Words
    competent: Words | None = None
    remedies: tuple[Remedy, ...] = Field(min_length=1)


class Extension(Notice):
    """延长办理期限通知书 (行政许可法 42): by how much, with whose approval, by which paper of theirs, and why.

    ``limit``: the statutory limit before, ``added`` to it; ``due_on``: its last day now, none while its clock stands.
    ``promised``: the limit of the guide's promise, which an extension leaves as it is.
    """

    accepted_on: date
    reason: Words
    approver: Words
    approval: Words | None = None
    limit: Words
    added: Words
    due_on: date | None = None
    promised: Words


class SpecialProcedure(Notice):
    """特别程序告知书 (行政许可法 45): which procedure, why, how long it takes, and which limits stand meanwhile."""

    accepted_on: date
    procedure: Words
    reason: Words
    began_on: date
    expected_until: date
    stopped: tuple[Words, ...] = Field(min_length=1)


class NewVersion(Notice):
    """适用新版办事指南告知书 (工作规范 8): by which version a running application is handled from now on, and why.

    ``before`` and ``after``: the versions in words; ``in_force_on``: since when the new one is; ``grounds``: what is
    better for applicants, or the rule of transition; ``changes``: everything that is otherwise, a sentence each;
    ``clocks``: what becomes of clocks whose length is otherwise, a sentence each.
    """

    before: Words
    after: Words
    in_force_on: date
    grounds: tuple[Line, ...] = Field(min_length=1)
    reason: Words
    changes: tuple[Words, ...] = ()
    clocks: tuple[Words, ...] = ()


class CommitmentCheck(Notice):
    """告知承诺核查结果告知书 (行政许可法 61): what was committed to, and what the check after the decision found.

    ``commitment``: the material that it stands for; ``wording``: what was signed for.
    """

    decided_on: date
    commitment: Words
    wording: Words
    reason: Words
    remedies: tuple[Remedy, ...] = Field(min_length=1)


class Rectification(Notice):
    """责令限期整改通知书 (行政许可法 61): what the check found unmet, what is to be done about each, and until when."""

    title: Words = "责令限期整改通知书"
    decided_on: date
    reason: Words
    points: tuple[Point, ...] = Field(min_length=1)
    due_on: date
    remedies: tuple[Remedy, ...] = Field(min_length=1)


class Termination(Notice):
    """终止办理告知书: that an application ends without a decision, on which ground and why.

    ``withdrawn``: the decision that was made and not delivered, which is taken back with it (容缺). ``competent``: the
    authority to turn to, where the matter is of another one (行政许可法 32(1)2).
    """

    received_on: date
    ground: Words
    reason: Words
    competent: Words | None = None
    withdrawn: Words | None = None
    remedies: tuple[Remedy, ...] = Field(min_length=1)


class Grant(Notice):
    """What is granted (准予行政许可决定书: 行政许可法 38(1), 44).

    ``title`` and ``outcome`` in the words of the sort of item: 准予行政许可, or 予以办理. ``contents``: what is
    granted, to whom, where, for how long. ``departing``: why, where the examination found otherwise, or the applicant
    said so of a criterion; ``against``: which of the two, in a sentence.
    """

    title: Words
    outcome: Words
    accepted_on: date
    contents: tuple[Line, ...] = ()
    departing: Words | None = None
    against: Words | None = None
    delivery: Words
    remedies: tuple[Remedy, ...] = ()


class Refusal(Notice):
    """What is refused (不予行政许可决定书: 行政许可法 38(2)): the reasons, and the right to review and to sue.

    ``title`` and ``outcome`` in the words of the sort of item, ``delivery`` by when and how it comes, as in Grant.
    """

    title: Words
    outcome: Words
    accepted_on: date
    reason: Words
    delivery: Words
    remedies: tuple[Remedy, ...] = Field(min_length=1)


class Delivery(Notice):
    """送达回证: what was delivered in which way, who received it, checked by what, and how that was acknowledged.

    ``witness`` and ``circumstances``: of a receiver who would not sign (留置送达).
    """

    delivered: tuple[Line, ...] = Field(min_length=1)
    way: Words
    receiver: Words
    checked: Words | None = None
    signed: Words
    witness: Words | None = None
    circumstances: Words | None = None
    received_on: date


class HearingRights(Notice):
    """听证权利告知书 (行政许可法36, 47): that somebody may say what they think, and ask for a hearing, until when.

    ``interested``: it is for whose interest the matter bears on, not for the applicant. ``code``: by which they look it
    up without an account.
    """

    interested: bool
    matter: Words
    views_until: date | None = None
    ask_until: date
    code: Words | None = None


class HearingNotice(Notice):
    """听证通知书 (行政许可法48): when and where, who presides, and which limits stand meanwhile (45).

    ``announced``: where the public was told, of a hearing that nobody asked for (46).
    """

    begins: Words
    until: date
    place: Words
    presider: Words
    announced: Words | None = None
    stopped: tuple[Words, ...] = ()


class HearingPostponed(Notice):
    """听证改期通知书 (行政许可法48): to which day a hearing is put off, from which (``before``), and why.

    ``consent``: who agreed to be told later than the law says. ``stopped``: the limits that stand until then.
    """

    before: Words
    begins: Words
    until: date
    place: Words
    presider: Words
    reason: Words
    consent: Words | None = None
    stopped: tuple[Words, ...] = ()


class HearingMinutes(Notice):
    """听证笔录 (行政许可法48): what was said at the hearing, for those who took part to confirm and sign."""

    begins: Words
    place: Words
    presider: Words
    attended: Words
    minutes: Words


class DeemedRenewal(Notice):
    """视为准予延续告知书 (行政许可法50): a licence counts as renewed, as nothing was decided before its expiry."""

    received_on: date
    expires_on: date


_KINDS: Final[Mapping[Template, type[Notice]]] = {
    Template.RECEIPT: Receipt,
    Template.CORRECTION: Correction,
    Template.PRESCREENED: Prescreened,
    Template.ACCEPTANCE: Acceptance,
    Template.NON_ACCEPTANCE: NonAcceptance,
    Template.EXTENSION: Extension,
    Template.SPECIAL_PROCEDURE: SpecialProcedure,
    Template.NEW_VERSION: NewVersion,
    Template.COMMITMENT_CHECK: CommitmentCheck,
    Template.RECTIFICATION: Rectification,
    Template.TERMINATION: Termination,
    Template.GRANT: Grant,
    Template.REFUSAL: Refusal,
    Template.DELIVERY: Delivery,
    Template.HEARING_RIGHTS: HearingRights,
    Template.HEARING_NOTICE: HearingNotice,
    Template.HEARING_POSTPONED: HearingPostponed,
    Template.HEARING_MINUTES: HearingMinutes,
    Template.DEEMED_RENEWAL: DeemedRenewal,
}


def parsed(template: Template, facts: Mapping[str, object]) -> Notice:
    """Return the facts of one kind of document; a missing, unknown or empty one is a ValueError that names it."""
    return _KINDS[template].model_validate(facts)
