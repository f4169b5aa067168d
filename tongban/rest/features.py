"""The feature lists of article 9, where items are handled, and where the same service is done differently."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Query, Router, Schema
from pydantic import Field

from tongban.catalog import api as catalog
from tongban.catalog.directory import api as directory
from tongban.kernel.errors import Broken
from tongban.rest import paging
from tongban.rest.invalid import about
from tongban.rest.params import Content, Cursor, DepartmentCode, FeatureParameter, Limit, RegionCode

router = Router(tags=["事项和办事指南"])
NO_TITLE = "没有这项内容，请核对；不填时不限内容。"
Region = Annotated[RegionCode | None, Query(description="区划代码，只看这个地区的。", examples=["320213"])]


class FeatureList(Schema):
    """A list of article 9."""

    code: directory.Feature = Field(description="清单代码，不会变", examples=["AT_ONCE"])
    name: str = Field(description="规范第九条里的名称", examples=["马上办"])
    rule: str = Field(description="规则：什么样的事项在清单里", examples=["即办件，并且承诺时限是当场办结。"])
    since: dt.date = Field(description="规则从哪天起适用", examples=["2026-09-01"])
    total: int = Field(description="清单里有几个事项", examples=[41])


class FeatureLists(Schema):
    """All lists."""

    features: list[FeatureList] = Field(description="九张清单，按第九条的顺序")


class Featured(Schema):
    """An item on a list."""

    item: str = Field(description="事项编码", examples=["ZIGSSL"])
    name: str = Field(description="事项名称", examples=["公司设立登记"])
    department: str | None = Field(description="决定部门的编码")
    region: str = Field(description="在哪个地区办，区划代码", examples=["320200"])
    version: int = Field(description="依据第几版办事指南", examples=[1])
    why: str = Field(description="为什么在清单里", examples=["即办件，承诺当场办结"])


class Feature(Schema):
    """One list with a page of its items."""

    feature: FeatureList = Field(description="清单和它的规则")
    items: list[Featured] = Field(description="这一页的事项，按名称排列")
    next: str | None = Field(description="下一页的翻页标记；没有下一页时为空")


class Said(Schema):
    """What some items say of an element."""

    text: str = Field(description="怎么写", examples=["5个工作日"])
    items: list[str] = Field(description="这样写的事项", examples=[["ZIGGWS", "ZIGGWS320213"]])


class Difference(Schema):
    """An element that is not the same everywhere."""

    element: str = Field(description="办事指南的哪一项", examples=["limits"])
    title: str = Field(description="内容", examples=["承诺时限"])
    must: bool = Field(description="按规范第六条应当统一", examples=[False])
    local: bool = Field(description="哪个部门在哪里办，本来就各不相同", examples=[False])
    spread: str = Field(description="相差多少；说不出时为空字符串", examples=["相差2个工作日"])
    pairs: int = Field(description="两两比较，有几对不同", examples=[2])
    said: list[Said] = Field(description="各写了什么，写的多的在前")


class Service(Schema):
    """A service that is not done the same everywhere."""

    code: str = Field(description="基本目录的本地编码", examples=["ZBGGWS"])
    name: str = Field(description="名称", examples=["公共场所卫生许可（新办）"])
    implementations: int = Field(description="有几个部门实施、发布了指南", examples=[3])
    differences: list[Difference] = Field(description="不同之处，按十四项要素的顺序")


class Differences(Schema):
    """A page of services that are not done the same everywhere."""

    services: list[Service] = Field(description="这一页的事项，实施的部门多的在前")
    total: int = Field(description="共有几项", examples=[20])
    next: str | None = Field(description="下一页的翻页标记；没有下一页时为空")


class Rate(Schema):
    """How many items of a department or region are handled in a centre."""

    code: str = Field(description="部门或者地区的编码", examples=["320213"])
    name: str = Field(description="名称", examples=["梁溪区"])
    items: int = Field(description="有现行办事指南的事项", examples=[21])
    entered: int = Field(description="在政务服务中心、便民服务中心（站）办的", examples=[20])
    percent: float = Field(description="进驻率，百分比，保留一位小数", examples=[95.2])


class Outside(Schema):
    """An item that is not handled in a centre."""

    item: str = Field(description="事项编码", examples=["ZIYHKH"])
    name: str = Field(description="事项名称", examples=["企业银行基本账户预约开户"])
    reason: str = Field(description="没有进驻的理由", examples=["由银行网点办理。"])


class Centres(Schema):
    """Who is handled in the centres."""

    by_region: list[Rate] = Field(description="按地区，低的在前")
    by_department: list[Rate] = Field(description="按部门，低的在前")
    outside: list[Outside] = Field(description="这一页没有进驻的事项")
    total: int = Field(description="没有进驻的共有几项", examples=[7])
    next: str | None = Field(description="下一页的翻页标记；没有下一页时为空")


@router.get("/features", response=FeatureLists, summary="列出特色服务清单")
def features(request: HttpRequest, region: Region = None) -> FeatureLists:
    """规范第九条的九张清单，由现行办事指南按规则算出；指南没有写明的，不在清单里。"""
    del request
    numbers = directory.feature_counts(directory.traits(at=timezone.now(), region=region or ""))
    return FeatureLists(features=[_list(code, number) for code, number in numbers.items()])


@router.get("/features/{code}", response=Feature, summary="查询一张特色服务清单")
def feature(
    request: HttpRequest,
    code: Annotated[FeatureParameter, Path(description="清单代码，例如AT_ONCE（马上办）。", examples=["AT_ONCE"])],
    region: Region = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Feature:
    """每个事项都写明为什么在清单里、依据第几版指南；用next取下一页。"""
    del request
    with about("cursor"):
        at = paging.place(cursor, limit)
    found = directory.on_list(directory.traits(at=timezone.now(), region=region or ""), code)
    total = found.count()
    items = [_featured(row, code) for row in found[at.first : at.first + at.size]]
    return Feature(feature=_list(code, total), items=items, next=at.after(total))


@router.get("/guides/differences", response=Differences, summary="查询同一事项在各地区的差异")
def guides_differences(
    request: HttpRequest,
    region: Region = None,
    title: Annotated[
        Content | None, Query(description="只看这项内容不同的，例如承诺时限。", examples=["承诺时限"])
    ] = None,
    cursor: Cursor = None,
    limit: Annotated[int, Query(description="每页条数，1到20，不填为10。", ge=1, le=20, examples=[10])] = 10,
) -> Differences:
    """名称、类型、依据应当统一；时限、材料、收费等可以不同。由现行办事指南逐项比较。"""
    del request
    with about("cursor"):
        at = paging.place(cursor, limit)
    with about("title"):
        if title is not None and title not in directory.COMPARED:
            raise Broken(NO_TITLE)
    now = timezone.now()
    found = directory.services_that_differ(at=now, title=title or "", region=region or "")
    total = found.count()
    compared = directory.compare_services(list(found[at.first : at.first + at.size]), at=now)
    return Differences(services=[_service(one) for one in compared], total=total, next=at.after(total))


@router.get("/guides/centres", response=Centres, summary="查询事项进驻情况")
def guides_centres(
    request: HttpRequest,
    region: Region = None,
    department: Annotated[
        DepartmentCode | None, Query(description="部门编码，以ZD开头，只看这个部门的。", examples=["ZD320213ADM"])
    ] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Centres:
    """进驻：现行办事指南在四级服务场所有窗口，并且没有写明在别处办。没有进驻的列出理由。"""
    del request
    with about("cursor"):
        at = paging.place(cursor, limit)
    found = directory.traits(at=timezone.now(), region=region or "", department=department or "")
    outside = found.filter(entered=False)
    total = outside.count()
    return Centres(
        by_region=[Rate.model_validate(one) for one in directory.rates(found, "region")],
        by_department=[Rate.model_validate(one) for one in directory.rates(found, "department")],
        outside=[_outside(row) for row in outside[at.first : at.first + at.size]],
        total=total,
        next=at.after(total),
    )


def _list(code: directory.Feature, total: int) -> FeatureList:
    rule = directory.FEATURES[code]
    return FeatureList(code=code, name=rule.name, rule=rule.text, since=rule.since, total=total)


def _featured(row: directory.GuideTraits, code: directory.Feature) -> Featured:
    item = row.version.item
    return Featured(
        item=item.code,
        name=item.name,
        department=item.department_id,
        region=item.region_id,
        version=row.version.version,
        why=directory.why_of(row, code),
    )


def _outside(row: directory.GuideTraits) -> Outside:
    return Outside(item=row.version.item.code, name=row.version.item.name, reason=row.reason)


def _service(one: directory.Differing) -> Service:
    return Service(
        code=one.basic.code,
        name=one.basic.name,
        implementations=one.implementations,
        differences=[_difference(each) for each in one.differences],
    )


def _difference(one: catalog.Difference) -> Difference:
    return Difference(
        element=one.element,
        title=one.title,
        must=one.must,
        local=one.local,
        spread=one.spread,
        pairs=one.pairs,
        said=[Said(text=text, items=codes) for text, codes in one.groups],
    )
