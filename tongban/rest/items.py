"""Items (事项) and the guides published for them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from ninja import Path, Query, Router
from pydantic import BaseModel, ConfigDict, Field

from tongban.catalog import api as catalog
from tongban.kernel.errors import Broken
from tongban.orgs import api as orgs
from tongban.rest import paging
from tongban.rest.invalid import about
from tongban.rest.params import (
    AreaCode,
    AudienceParameter,
    Cursor,
    DepartmentCode,
    ItemCode,
    Limit,
    PageNumber,
    Since,
    Theme,
    TypeParameter,
    Words,
)

router = Router(tags=["事项和办事指南"])
JSON = "application/json; charset=utf-8"
NO_CURSOR = "搜索或者用page翻页时不用cursor，请去掉它。"
TWO_NAMES = (
    "事项目录里的名称已经改了；这份指南还是公布时的名称，是同一个事项，要修订以后才换成新的名称，在那以前照它办理。"
)
NO_THEME = "没有这个主题，请核对；不填时不限主题。"


class Matched(BaseModel):
    """A text of an item that answers the search."""

    field: str = Field(description="哪一项：name、words、results、materials、themes、bodies", examples=["name"])
    text: str = Field(description="全文", examples=["食品经营许可（新办）"])
    words: list[str] = Field(description="其中答上了搜索的词", examples=[["食品经营许可"]])


class Item(BaseModel):
    """Something one may apply for."""

    code: str = Field(description="事项编码；Z开头的是本地编码，不是国家编码", examples=["ZISPJY"])
    basic_code: str = Field(description="国家基本编码，12位；没有核实的为空字符串", examples=[""])
    implementation_code: str = Field(
        description="国家实施编码，31位，业务办理项33位；没有核实的为空字符串", examples=[""]
    )
    name: str = Field(description="事项名称", examples=["食品经营许可（新办）"])
    type: catalog.ItemType = Field(description="事项类型", examples=["LICENCE"])
    department: str | None = Field(description="决定部门的编码；由部门以外的单位办理时为空", examples=["ZD320213ADM"])
    region: str = Field(description="在哪个地区办理，区划代码", examples=["320213"])
    audiences: list[catalog.Audience] = Field(description="服务对象：PERSON（个人）、ORGANISATION（企业和其他组织）")
    themes: list[str] = Field(description="主题", examples=[["开办经营"]])
    state: catalog.ItemState = Field(description="状态：ACTIVE、SUSPENDED、CANCELLED（在用、暂停、取消）")
    badges: list[catalog.Badge] = Field(
        description="现行办事指南的特点：AT_ONCE、ONLINE、NO_TRIP、FREE（马上办、网上办、不用跑、不收费）"
    )
    guide_url: str = Field(description="办事指南页面的地址", examples=["/items/ZISPJY/"])
    matched: list[Matched] = Field(description="为什么找到它；没有搜索时为空")


class Items(BaseModel):
    """A page of items."""

    items: list[Item] = Field(description="这一页的事项；填了region的，只有在那里能办的")
    total: int = Field(description="items全部页共有多少个，不含elsewhere", examples=[141])
    elsewhere: list[Item] = Field(
        description="搜索并且填了region时：那里没有、只在别的地区办的，最多5个，最相关的在前，每个的region是它的地区；"
        "只在第1页给出，其余情形为空"
    )
    next: str | None = Field(description="下一页的翻页标记；没有下一页或者是搜索时为空")
    doubtful: bool = Field(
        default=False, description="没有找到完全相符的，给出的只是最接近的；不搜索时为false", examples=[False]
    )
    corrected: str = Field(default="", description="您是不是要找：可能想说的词，例如改正了错别字的；没有的为空字符串")
    nearest: list[Item] = Field(
        default=[], description="您是不是要找：搜索什么都没有找到时最接近的事项，最多5个，不计入total；其余情形为空"
    )


class Change(BaseModel):
    """An item that changed."""

    code: str = Field(description="事项编码", examples=["ZISPJY"])
    name: str = Field(description="事项名称", examples=["食品经营许可（新办）"])
    state: catalog.ItemState = Field(description="现在的状态：ACTIVE、SUSPENDED、CANCELLED（在用、暂停、取消）")
    gone: bool = Field(description="已经取消，请从您的副本里删除", examples=[False])
    version: int | None = Field(description="现行办事指南的版本号；没有时为空", examples=[1])
    digest: str = Field(description="现行办事指南规范化文本的SM3摘要；没有时为空字符串")
    changed_at: dt.datetime = Field(description="最近一次变动的时间", examples=["2026-09-01T00:00:00+08:00"])


class Changes(BaseModel):
    """A page of changes."""

    changes: list[Change] = Field(description="变动的事项，每个只出现一次，是现在的样子")
    next: str = Field(description="下次从这里接着读，填在since里", examples=["0-128"])
    more: bool = Field(description="后面是不是还有", examples=[False])


class GuideFile(BaseModel):
    """A sample or a blank form of a guide."""

    place: str = Field(description="属于哪一项：材料的样例、空白表，或者审批结果的样例", examples=["materials.1.blank"])
    name: str = Field(description="名称", examples=["食品经营许可申请书（空白表）"])
    sm3: str = Field(description="上传的文件的SM3摘要；由系统按指南生成的为空字符串")
    url: str = Field(description="打开它的地址", examples=["/items/ZISPJY/files/…/materials.1.blank/"])


class GuideInForce(BaseModel):
    """The version of a guide that cases opened today are decided under."""

    model_config = ConfigDict(from_attributes=True)

    version: int = Field(description="版本号，从1开始", examples=[1])
    effective_from: dt.datetime = Field(description="从什么时候起生效", examples=["2026-09-01T00:00:00+08:00"])
    digest: str = Field(description="规范化文本的SM3摘要，可用来核对内容没有改动")
    document: dict[str, Any] = Field(description="办事指南全文：规范第七条的十四项内容、办理规则和表单")
    files: list[GuideFile] = Field(description="样例和空白表，没有的为空")


class Suspension(BaseModel):
    """Why nobody can apply for an item now."""

    until: dt.datetime | None = Field(description="从什么时候起恢复办理；还不知道的为空")
    notice: str = Field(description="告诉办事人的话，例如暂停期间到哪里办；没有的为空字符串")
    basis: str = Field(description="暂停的依据；没有记载的为空字符串")


class TwoNames(BaseModel):
    """That the directory has renamed an item whose guide was published under the name before."""

    now: str = Field(description="事项目录里现在的名称，与item.name相同", examples=["食品经营许可（新办）"])
    guide: str = Field(description="现行办事指南公布时的名称", examples=["食品经营许可证核发"])
    notice: str = Field(description="告诉办事人的话")


class ItemWithGuide(BaseModel):
    """An item with its guide."""

    item: Item = Field(description="事项")
    guide: GuideInForce | None = Field(description="现行的办事指南；还没有发布时为空，不能在线申请")
    suspension: Suspension | None = Field(description="暂停办理的：到什么时候、为什么、另到哪里办；没有暂停的为空")
    two_names: TwoNames | None = Field(
        description="事项目录改了名称、现行办事指南还没有修订的：两个名称，是同一个事项；名称一致或者没有指南的为空"
    )


@router.get("", response=Items, summary="列出或搜索事项")
def items(
    request: HttpRequest,
    q: Annotated[
        Words | None,
        Query(description="想办的事，1到60个字：口语、错别字、拼音、首字母都可以。", examples=["开饭店"]),
    ] = None,
    region: Annotated[
        AreaCode | None,
        Query(description="只要在这个地区能办的，填行政区划代码或功能区编码，例如320213。", examples=["320213"]),
    ] = None,
    audience: Annotated[
        AudienceParameter | None,
        Query(alias="object", description="服务对象：PERSON、ORGANISATION（个人、组织）。", examples=["PERSON"]),
    ] = None,
    theme: Annotated[Theme | None, Query(description="主题，例如餐饮。", examples=["餐饮"])] = None,
    type: Annotated[  # noqa: A002 - the name of the parameter
        TypeParameter | None, Query(description="事项类型，例如LICENCE（行政许可）。", examples=["LICENCE"])
    ] = None,
    department: Annotated[
        DepartmentCode | None, Query(description="决定部门的编码，例如ZD320213ADM。", examples=["ZD320213ADM"])
    ] = None,
    page: PageNumber = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Items | HttpResponse:
    """不搜索时按名称排列，用next或page取下一页。搜索时相同的事项只出现一次，最相关的在前，用page翻页。"""
    del request
    wanted = catalog.Wanted(
        q or "",
        region or "",
        audience=audience,
        theme=theme or "",
        type=type,
        department=department or "",
    )
    _check(wanted)
    at = _place(cursor, page, limit, searching=q is not None)
    return _listed(wanted, at) if q is None else _found(wanted, at)


@router.get("/changes", response=Changes, summary="读取事项的变动")
def item_changes(
    request: HttpRequest,
    since: Annotated[Since | None, Query(description="上次给出的next的值；从头读起时不填。", examples=["0-0"])] = None,
    limit: Limit = 50,
) -> Changes:
    """给保存副本的系统：按留痕的顺序给出变动过的事项。取消的事项gone为true；digest与副本不同的请重新读取全文。"""
    del request
    epoch, position = map(int, since.split("-")) if since else (None, 0)
    with about("since"):
        feed = catalog.changes(position, epoch=epoch, at=timezone.now(), limit=limit)
    told = [
        Change(
            code=one.item.code,
            name=one.item.name,
            state=catalog.ItemState(one.item.state),
            gone=one.gone,
            version=one.version,
            digest=one.digest,
            changed_at=one.at,
        )
        for one in feed.changes
    ]
    return Changes(changes=told, next=f"{feed.epoch}-{feed.position}", more=feed.more)


@router.get("/{code}", response=ItemWithGuide, summary="查询一个事项和它的办事指南")
def item(
    request: HttpRequest,
    code: Annotated[ItemCode, Path(description="事项编码，以ZI开头，例如ZISPJY。", examples=["ZISPJY"])],
) -> ItemWithGuide:
    """办事指南发布后不再改动；修改时发布新的版本，已经受理的办件仍按原来的版本办理。"""
    del request
    found = catalog.item(code)
    if found.state == catalog.ItemState.DRAFT:
        raise catalog.UnknownItem
    guide = catalog.published(code, at=timezone.now())
    return ItemWithGuide(
        item=_item(found, _badges([found]).get(found.pk, [])),
        guide=_in_force(code, guide) if guide is not None else None,
        suspension=_suspension(found),
        two_names=_two_names(found, guide) if guide is not None else None,
    )


def _suspension(found: catalog.Item) -> Suspension | None:
    if found.state != catalog.ItemState.SUSPENDED:
        return None
    ended = catalog.last_change(found)
    if ended is None:
        return Suspension(until=None, notice="", basis="")
    return Suspension(until=ended.ends_at, notice=ended.notice, basis=ended.basis)


def _two_names(found: catalog.Item, version: catalog.GuideVersion) -> TwoNames | None:
    called = version.guide.basics.name
    return TwoNames(now=found.name, guide=called, notice=TWO_NAMES) if called != found.name else None


def _in_force(code: str, version: catalog.GuideVersion) -> GuideInForce:
    files = [
        GuideFile(
            place=place,
            name=paper.name,
            sm3=paper.sm3 or "",
            url=reverse("guide-file", args=[code, version.digest, place]),
        )
        for place, paper in version.guide.papers().items()
    ]
    return GuideInForce(
        version=version.version,
        effective_from=version.effective_from,
        digest=version.digest,
        document=version.document,
        files=files,
    )


def _place(cursor: str | None, page: int | None, limit: int, *, searching: bool) -> paging.Place:
    """Return which page is asked for, by one of the two ways."""
    with about("cursor"):
        at = paging.place(cursor, limit)
        if cursor is not None and (searching or page is not None):
            raise Broken(NO_CURSOR)
    return at if page is None else paging.Place(page, limit)


def _check(wanted: catalog.Wanted) -> None:
    """Refuse filters that name nothing there is: they would find nothing, and nobody would know why."""
    with about("region"):
        if wanted.region:
            orgs.area(wanted.region)
    with about("theme"):
        if wanted.theme and not catalog.items(theme=wanted.theme).exists():
            raise Broken(NO_THEME)
    with about("department"):
        if wanted.department:
            orgs.department(wanted.department)


def _listed(wanted: catalog.Wanted, at: paging.Place) -> Items:
    listed = catalog.items(
        theme=wanted.theme or None,
        department=wanted.department or None,
        audience=wanted.audience,
        type=wanted.type,
        region=wanted.region or None,
    )
    total = listed.count()
    page = list(listed.defer("facts")[at.first : at.first + at.size])
    badges = _badges(page)
    listed_here = [_item(one, badges.get(one.pk, [])) for one in page]
    return Items(items=listed_here, total=total, elsewhere=[], next=at.after(total))


def _found(wanted: catalog.Wanted, at: paging.Place) -> HttpResponse:
    """Answer a search. What it says is of the right form as it is, and is not read again for that: a test holds it."""
    found = catalog.find(wanted, at=timezone.now())
    first = at.number == 1
    here, away = found.rows(at.number, at.size), found.rows_away() if first else []
    unfiltered = not wanted.traits and not wanted.department
    guessed = first and unfiltered and not here and not away
    near = catalog.nearest(wanted.words, region=wanted.region, at=timezone.now()) if guessed else []
    answer = {
        "items": list(map(_found_item, here)),
        "total": found.total,
        "elsewhere": list(map(_found_item, away)),
        "next": None,
        "doubtful": found.doubtful,
        "corrected": found.corrected if first and unfiltered else "",
        "nearest": list(map(_found_item, near)),
    }
    return HttpResponse(json.dumps(answer, ensure_ascii=False), content_type=JSON)


def _found_item(row: catalog.Row) -> dict[str, object]:
    matched = ((one, one.words) for one in row.matches)
    return _told(row.item, row.badges) | {
        "matched": [{"field": one.field, "text": one.text, "words": words} for one, words in matched if words]
    }


def _badges(items: Sequence[catalog.Item]) -> dict[UUID, list[catalog.Badge]]:
    """Return what may be said of these items' guides in force."""
    guided = catalog.published_among([one.pk for one in items], at=timezone.now())
    return {key: [catalog.Badge(one) for one in badges] for key, badges in catalog.badges_among(guided).items()}


def _item(found: catalog.Item, badges: Sequence[catalog.Badge]) -> Item:
    return Item.model_validate(_told(found, badges))


def _told(found: catalog.Item, badges: Sequence[catalog.Badge]) -> dict[str, object]:
    return {
        "code": found.code,
        "basic_code": found.basic_code,
        "implementation_code": found.implementation_code,
        "name": found.name,
        "type": found.type,
        "department": found.department_id,
        "region": found.region_id,
        "audiences": found.audiences,
        "themes": found.themes,
        "state": found.state,
        "badges": list(badges),
        "guide_url": _address(found.code),
        "matched": [],
    }


@lru_cache(maxsize=8192)
def _address(code: str) -> str:
    return reverse("item", args=[code])
