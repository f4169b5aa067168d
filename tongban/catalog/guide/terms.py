"""The words of a guide: one internal enumeration for each coded element, and its Chinese name.

Interfaces outside number these differently (the same 1 and 2 mean opposite things in two of them), so no number stands
here except the type of item, whose digits are part of the national basic code.
"""

from __future__ import annotations

from enum import StrEnum


class ItemType(StrEnum):
    """事项类型: what sort of act is applied for. Punishment, coercion, levies and inspection are not services."""

    LICENCE = "LICENCE"
    PAYMENT = "PAYMENT"
    CONFIRMATION = "CONFIRMATION"
    REWARD = "REWARD"
    ADJUDICATION = "ADJUDICATION"
    OTHER_POWER = "OTHER_POWER"
    PUBLIC_SERVICE = "PUBLIC_SERVICE"


class Level(StrEnum):
    """行使层级: the level of government that exercises the power."""

    NATION = "NATION"
    PROVINCE = "PROVINCE"
    CITY = "CITY"
    COUNTY = "COUNTY"
    TOWN = "TOWN"
    VILLAGE = "VILLAGE"
    GRADED = "GRADED"


class Nature(StrEnum):
    """实施主体性质: in whose right the deciding body acts."""

    STATUTORY = "STATUTORY"
    AUTHORISED = "AUTHORISED"
    ENTRUSTED = "ENTRUSTED"
    OTHER = "OTHER"


class PowerSource(StrEnum):
    """权力来源: where the power comes from."""

    OWN = "OWN"
    DEVOLVED = "DEVOLVED"
    AUTHORISED_ABOVE = "AUTHORISED_ABOVE"
    AUTHORISED_PEER = "AUTHORISED_PEER"
    ENTRUSTED_ABOVE = "ENTRUSTED_ABOVE"
    ENTRUSTED_PEER = "ENTRUSTED_PEER"


class ServiceObject(StrEnum):
    """服务对象: who may apply."""

    NATURAL_PERSON = "NATURAL_PERSON"
    ENTERPRISE = "ENTERPRISE"
    INSTITUTION = "INSTITUTION"
    SOCIAL_ORGANISATION = "SOCIAL_ORGANISATION"
    UNINCORPORATED = "UNINCORPORATED"
    STATE_ORGAN = "STATE_ORGAN"
    OTHER = "OTHER"


class Audience(StrEnum):
    """个人 or 企业: the two doors of the portal."""

    PERSON = "PERSON"
    ORGANISATION = "ORGANISATION"


class ProjectType(StrEnum):
    """办件类型: done on the spot, or within a promised limit."""

    IMMEDIATE = "IMMEDIATE"
    PROMISED = "PROMISED"
    OTHER = "OTHER"


class Channel(StrEnum):
    """办理形式: by which ways an application may be made."""

    WINDOW = "WINDOW"
    WEB = "WEB"
    MOBILE = "MOBILE"
    KIOSK = "KIOSK"
    POST = "POST"
    OTHER = "OTHER"


class Scope(StrEnum):
    """通办范围: how far from home the matter may be handled."""

    NATION = "NATION"
    CROSS_PROVINCE = "CROSS_PROVINCE"
    CROSS_CITY = "CROSS_CITY"
    CROSS_COUNTY = "CROSS_COUNTY"
    WHOLE_TOWN = "WHOLE_TOWN"
    WHOLE_VILLAGE = "WHOLE_VILLAGE"
    NONE = "NONE"


class OnlineDepth(StrEnum):
    """网上办理深度: which stages are done online."""

    CONSULTATION = "CONSULTATION"
    RECEIPT = "RECEIPT"
    PRE_EXAMINATION = "PRE_EXAMINATION"
    ACCEPTANCE = "ACCEPTANCE"
    HANDLING = "HANDLING"
    RESULT_NOTICE = "RESULT_NOTICE"
    ELECTRONIC_LICENCE = "ELECTRONIC_LICENCE"
    OTHER = "OTHER"


class MaterialKind(StrEnum):
    """材料类型."""

    CERTIFICATE = "CERTIFICATE"
    FORM = "FORM"
    OTHER = "OTHER"


class PaperKind(StrEnum):
    """样例和空白表. UPLOADED: a file that was handed in; GENERATED: drawn from the guide when it is asked for."""

    UPLOADED = "UPLOADED"
    GENERATED = "GENERATED"


class MaterialForm(StrEnum):
    """材料形式: the original, a copy, or an electronic file. An electronic one always has equal force (第二十一条)."""

    ORIGINAL = "ORIGINAL"
    COPY = "COPY"
    ELECTRONIC = "ELECTRONIC"


class MaterialSource(StrEnum):
    """来源渠道: who makes the material."""

    APPLICANT = "APPLICANT"
    GOVERNMENT = "GOVERNMENT"
    INTERMEDIARY = "INTERMEDIARY"
    SYSTEM = "SYSTEM"
    ON_SITE = "ON_SITE"
    OTHER = "OTHER"


class PageSize(StrEnum):
    """纸张规格 of a material on paper."""

    A4 = "A4"
    A3 = "A3"


class Need(StrEnum):
    """材料必要性: always, when the answers say so, or if the applicant likes."""

    ALWAYS = "ALWAYS"
    WHEN = "WHEN"
    OPTIONAL = "OPTIONAL"


class StepKind(StrEnum):
    """办理环节."""

    RECEIPT = "RECEIPT"
    ACCEPTANCE = "ACCEPTANCE"
    EXAMINATION = "EXAMINATION"
    DECISION = "DECISION"
    MAKING = "MAKING"
    DELIVERY = "DELIVERY"


class Approver(StrEnum):
    """Who may grant an extension: 本机关负责人, or the head of the government (行政许可法第四十二条)."""

    HEAD_OF_BODY = "HEAD_OF_BODY"
    HEAD_OF_GOVERNMENT = "HEAD_OF_GOVERNMENT"


class CountedFrom(StrEnum):
    """From what day the statutory limit counts: 受理之日 (行政许可法42(1)), or 收到申请之日 by another law."""

    ACCEPTANCE = "ACCEPTANCE"
    RECEIPT = "RECEIPT"


class SpecialKind(StrEnum):
    """特别程序 and other steps that need their own time."""

    SITE_CHECK = "SITE_CHECK"
    HEARING = "HEARING"
    BIDDING = "BIDDING"
    AUCTION = "AUCTION"
    INSPECTION = "INSPECTION"
    TESTING = "TESTING"
    QUARANTINE = "QUARANTINE"
    APPRAISAL = "APPRAISAL"
    EXPERT_REVIEW = "EXPERT_REVIEW"
    PUBLICITY = "PUBLICITY"
    OTHER = "OTHER"


class FeeKind(StrEnum):
    """收费类型: how the amount is found."""

    TIERED_RATE_SUM = "TIERED_RATE_SUM"
    TIERED_FIXED_RATE = "TIERED_FIXED_RATE"
    TIERED_FIXED_PRICE = "TIERED_FIXED_PRICE"
    FLOATING_RATE = "FLOATING_RATE"
    FLOATING_PRICE = "FLOATING_PRICE"
    FIXED_PRICE = "FIXED_PRICE"


class ResultKind(StrEnum):
    """审批结果类型: a certificate, a document, an approval, something else, or nothing to take home."""

    CERTIFICATE = "CERTIFICATE"
    DOCUMENT = "DOCUMENT"
    APPROVAL = "APPROVAL"
    OTHER = "OTHER"
    NONE = "NONE"


class DeliveryWay(StrEnum):
    """送达方式."""

    DIRECT = "DIRECT"
    COLLECTION = "COLLECTION"
    POST = "POST"
    ANNOUNCEMENT = "ANNOUNCEMENT"
    ELECTRONIC = "ELECTRONIC"


class RemedyKind(StrEnum):
    """救济途径."""

    RECONSIDERATION = "RECONSIDERATION"
    LITIGATION = "LITIGATION"


class ItemState(StrEnum):
    """事项状态. DRAFT: claimed by a department that has not published a guide yet; nobody outside is offered it."""

    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    CANCELLED = "CANCELLED"
    DRAFT = "DRAFT"


# The digits that stand in positions 3 and 4 of a national basic code.
TYPE_CODES = {
    ItemType.LICENCE: "01",
    ItemType.PAYMENT: "05",
    ItemType.CONFIRMATION: "07",
    ItemType.REWARD: "08",
    ItemType.ADJUDICATION: "09",
    ItemType.OTHER_POWER: "10",
    ItemType.PUBLIC_SERVICE: "20",
}


class Body(StrEnum):
    """Who handles an item that no department of the city decides."""

    PEOPLES_GOVERNMENT = "PEOPLES_GOVERNMENT"
    TOWN_GOVERNMENT = "TOWN_GOVERNMENT"
    PROVIDER = "PROVIDER"
    MILITARY = "MILITARY"


class Origin(StrEnum):
    """Where what is known of an item without a guide comes from, as a reader may judge it."""

    LAW_TEXT = "LAW_TEXT"
    OTHER_GUIDE = "OTHER_GUIDE"
    PUBLIC_PAGES = "PUBLIC_PAGES"
    UNCHECKED = "UNCHECKED"
