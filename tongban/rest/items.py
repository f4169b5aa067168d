"""Items (事项) and the guides published for them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Query, Router, Schema
from pydantic import ConfigDict, Field

from tongban.catalog import api as catalog
from tongban.kernel.errors import Broken
from tongban.rest import paging
from tongban.rest.invalid import about
from tongban.rest.params import Cursor, ItemCode, Limit, Words

router = Router(tags=["事项和办事指南"])


class Item(Schema):
    """Something one may apply for."""

    model_config = ConfigDict(populate_by_name=True)

    code: str = Field(description="事项编码；Z开头的是本地编码，不是国家编码", examples=["ZISPJY"])
    basic_code: str = Field(description="国家基本编码，12位；没有核实的为空字符串", examples=[""])
    name: str = Field(description="事项名称", examples=["食品经营许可（新办）"])
    type: catalog.ItemType = Field(description="事项类型", examples=["LICENCE"])
    department: str | None = Field(
        validation_alias="department_id",
        description="决定部门的编码；由部门以外的单位办理时为空",
        examples=["ZD320213ADM"],
    )
    audiences: list[catalog.Audience] = Field(description="服务对象：PERSON（个人）、ORGANISATION（企业和其他组织）")
    themes: list[str] = Field(description="主题", examples=[["开办经营"]])
    state: catalog.ItemState = Field(description="状态：ACTIVE、SUSPENDED、CANCELLED（在用、暂停、取消）")


class Items(Schema):
    """A page of items."""

    items: list[Item] = Field(description="这一页的事项")
    total: int = Field(description="全部页共有多少个", examples=[141])
    next: str | None = Field(description="下一页的翻页标记；没有下一页时为空")


class GuideInForce(Schema):
    """The version of a guide that cases opened today are decided under."""

    version: int = Field(description="版本号，从1开始", examples=[1])
    effective_from: dt.datetime = Field(description="从什么时候起生效", examples=["2026-09-01T00:00:00+08:00"])
    digest: str = Field(description="规范化文本的SM3摘要，可用来核对内容没有改动")
    document: dict[str, Any] = Field(description="办事指南全文：规范第七条的十四项内容、办理规则和表单")


class ItemWithGuide(Schema):
    """An item with its guide."""

    item: Item = Field(description="事项")
    guide: GuideInForce | None = Field(description="现行的办事指南；还没有发布时为空，不能在线申请")


@router.get("", response=Items, summary="列出或搜索事项")
def items(
    request: HttpRequest,
    q: Annotated[
        Words | None,
        Query(description="搜索名称、主题和部门，1到60个字；多个词用空格分开。", examples=["食品"]),
    ] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Items:
    """按名称排列；用next取下一页。搜索按相关程度排列，最多给出100个，不分页。"""
    del request
    with about("cursor"):
        at = paging.place(cursor, limit)
        if q is not None and cursor is not None:
            raise Broken(paging.NO_PAGES)
    if q is not None:
        found = [Item.model_validate(each) for each in catalog.search_items(q, limit=limit)]
        return Items(items=found, total=len(found), next=None)
    listed = catalog.items()
    total = listed.count()
    page = listed[at.first : at.first + at.size]
    return Items(items=[Item.model_validate(each) for each in page], total=total, next=at.after(total))


@router.get("/{code}", response=ItemWithGuide, summary="查询一个事项和它的办事指南")
def item(
    request: HttpRequest,
    code: Annotated[ItemCode, Path(description="事项编码，以ZI开头，例如ZISPJY。", examples=["ZISPJY"])],
) -> ItemWithGuide:
    """办事指南发布后不再改动；修改时发布新的版本，已经受理的办件仍按原来的版本办理。"""
    del request
    found = catalog.item(code)
    guide = catalog.published(code, at=timezone.now())
    return ItemWithGuide(
        item=Item.model_validate(found), guide=GuideInForce.model_validate(guide) if guide is not None else None
    )
