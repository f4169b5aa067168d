"""How good the published guides are, and the registry of licence types they name."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from tongban.catalog import api as catalog
from tongban.rest import paging
from tongban.rest.invalid import about
from tongban.rest.params import Cursor, DepartmentCode, Limit, RegionCode, Words

router = Router(tags=["事项和办事指南"])


class Rule(Schema):
    """A rule that guides are held to."""

    code: catalog.Code = Field(description="规则代码，不会变", examples=["VAGUE"])
    name: str = Field(description="规则要求什么", examples=["没有让人猜的说法"])
    severity: catalog.Severity = Field(description="轻重：MUST、SHOULD、MAY（必须改、应当改、建议改）")
    weight: int = Field(description="每查出一处扣几分；同一条规则最多扣三处", examples=[3])
    breached: int = Field(description="有几份指南没有做到", examples=[14])


class Standing(Schema):
    """How good the guides of one department or region are."""

    code: str = Field(description="部门或者地区的编码", examples=["ZD320213ADM"])
    name: str = Field(description="名称", examples=["无锡市梁溪区行政审批局"])
    guides: int = Field(description="现行指南几份", examples=[11])
    score: float = Field(description="平均分，保留一位小数", examples=[95.4])
    lowest: int = Field(description="最低分", examples=[90])


class Finding(Schema):
    """One thing to mend."""

    rule: catalog.Code = Field(description="规则代码")
    place: str = Field(description="在指南里的位置，例如materials.3", examples=["materials.3"])
    sentence: str = Field(description="问题和怎么改")


class Guide(Schema):
    """The score of one guide."""

    item: str = Field(description="事项编码", examples=["ZISPJY"])
    name: str = Field(description="事项名称", examples=["食品经营许可（新办）"])
    version: int = Field(description="版本号", examples=[1])
    department: str | None = Field(description="决定部门的编码")
    region: str = Field(description="在哪个地区办，区划代码", examples=["320213"])
    score: int = Field(description="分数，0到100", examples=[97])
    findings: list[Finding] = Field(description="要改的地方")


class Quality(Schema):
    """The quality of guides."""

    score: float | None = Field(description="平均分，保留一位小数；没有指南时为空", examples=[96.3])
    total: int = Field(description="现行指南几份", examples=[181])
    rules: list[Rule] = Field(description="全部规则")
    by_region: list[Standing] = Field(description="按地区，低的在前")
    by_department: list[Standing] = Field(description="按部门，低的在前")
    guides: list[Guide] = Field(description="这一页的指南，低的在前")
    next: str | None = Field(description="下一页的翻页标记；没有下一页时为空")


class LicenceType(Schema):
    """A type of licence."""

    code: str = Field(description="证照类型代码，21位；ZL开头的是本地编码，不是国家代码", examples=["ZL020"])
    name: str = Field(description="名称，办事指南里都用它", examples=["食品经营许可证"])
    issuer: str = Field(description="发证部门的种类", examples=["市场监管"])
    holders: list[str] = Field(description="谁持有：PERSON、ORGANISATION、SELF_EMPLOYED（自然人、法人、个体工商户）")
    validity: str = Field(description="有效期，用文字写；没有查到的为空字符串", examples=["5年"])
    source: str = Field(description="从哪里来", examples=["记忆"])
    confidence: str = Field(description="可信程度：高、中、低", examples=["中"])


class LicenceTypes(Schema):
    """A page of licence types."""

    licence_types: list[LicenceType] = Field(description="这一页的证照类型")
    total: int = Field(description="全部页共有多少种", examples=[112])
    next: str | None = Field(description="下一页的翻页标记；没有下一页时为空")


@router.get("/guides/quality", response=Quality, summary="查询办事指南的质量")
def guides_quality(
    request: HttpRequest,
    region: Annotated[RegionCode | None, Query(description="区划代码，只看这个地区的。", examples=["320213"])] = None,
    department: Annotated[
        DepartmentCode | None, Query(description="部门编码，以ZD开头，只看这个部门的。", examples=["ZD320213ADM"])
    ] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Quality:
    """每份100分，每查出一处按规则扣分，同一条规则最多扣三处，扣完为止；部门、地区是各份的平均。"""
    del request
    with about("cursor"):
        at = paging.place(cursor, limit)
    now = timezone.now()
    found = catalog.qualities(at=now, region=region or "", department=department or "")
    total, breaches = found.count(), catalog.breaches(found, at=now)
    differing = catalog.names_that_differ(at=now)
    return Quality(
        score=catalog.mean(found),
        total=total,
        rules=[_rule(code, rule, breaches[code]) for code, rule in catalog.RULES.items()],
        by_region=[Standing.model_validate(each) for each in catalog.standings(found, "region")],
        by_department=[Standing.model_validate(each) for each in catalog.standings(found, "department")],
        guides=[_guide(each, differing) for each in found[at.first : at.first + at.size]],
        next=at.after(total),
    )


@router.get("/licence-types", response=LicenceTypes, summary="列出或查找证照类型")
def licence_types(
    request: HttpRequest,
    q: Annotated[
        Words | None, Query(description="查找名称、发证部门或者代码，1到60个字；多个词用空格分开。", examples=["食品"])
    ] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> LicenceTypes:
    """按名称排列；用next取下一页。"""
    del request
    with about("cursor"):
        at = paging.place(cursor, limit)
    found = catalog.licence_types(q or "")
    total = found.count()
    page = found[at.first : at.first + at.size]
    return LicenceTypes(
        licence_types=[LicenceType.model_validate(each) for each in page], total=total, next=at.after(total)
    )


def _rule(code: catalog.Code, rule: catalog.Rule, breached: int) -> Rule:
    weight = catalog.WEIGHTS[rule.severity]
    return Rule(code=code, name=rule.name, severity=rule.severity, weight=weight, breached=breached)


def _guide(quality: catalog.GuideQuality, differing: frozenset[str]) -> Guide:
    item = quality.version.item
    return Guide(
        item=item.code,
        name=item.name,
        version=quality.version.version,
        department=item.department_id,
        region=item.region_id,
        score=catalog.total_of(quality),
        findings=[
            Finding(rule=one.code, place=one.place, sentence=one.sentence)
            for one in catalog.findings_of(quality, differing)
        ],
    )
