"""Regions and the departments in them."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import ConfigDict, Field

from tongban.kernel.codes.region import Level
from tongban.orgs import api as orgs
from tongban.rest.invalid import about, called
from tongban.rest.params import AreaCode, LevelParameter, RegionCode

router = Router(tags=["行政区划和部门"])


class Named(Schema):
    """A region by code and name."""

    code: str = Field(description="行政区划代码", examples=["320213"])
    name: str = Field(description="名称", examples=["梁溪区"])


class Region(Named):
    """A region of the five levels."""

    model_config = ConfigDict(populate_by_name=True)

    level: Level = Field(
        description="层级：PROVINCE、CITY、COUNTY、TOWN、VILLAGE（省、市、区县、镇街、村社区）", examples=["COUNTY"]
    )
    parent: str | None = Field(
        validation_alias="parent_id", description="上级的行政区划代码，省没有上级", examples=["320200"]
    )


class RegionInPath(Region):
    """A region with those above it."""

    path: list[Named] = Field(description="从市到本级的各级地区")


class Department(Schema):
    """A body that decides, supervises or serves."""

    code: str = Field(description="部门编码；Z开头的是本地编码，不是国家编码", examples=["ZD320200SC"])
    name: str = Field(description="全称", examples=["无锡市市场监督管理局"])
    short_name: str = Field(description="简称", examples=["市市场监管局"])
    kind: orgs.DepartmentKind = Field(description="性质", examples=["GOVERNMENT"])
    region: str = Field(validation_alias="region_id", description="所在地区的行政区划代码", examples=["320200"])
    credit_code: str | None = Field(description="统一社会信用代码；没有核实的为空")


@router.get("/regions", response=list[Region], summary="列出行政区划")
def regions(
    request: HttpRequest,
    parent: Annotated[
        RegionCode | None, Query(description="只要这个地区的下一级，填行政区划代码，例如320200。", examples=["320200"])
    ] = None,
    level: Annotated[
        LevelParameter | None,
        Query(
            description="只要这一级：PROVINCE、CITY、COUNTY、TOWN、VILLAGE（省、市、区县、镇街、村社区）。",
            examples=["COUNTY"],
        ),
    ] = None,
) -> list[orgs.Region]:
    """按代码排列。两个条件可以同时使用；都不填时列出全部。"""
    del request
    with about("parent"):
        return orgs.regions(parent=parent, level=level)


@router.get("/regions/{code}", response=RegionInPath, summary="查询一个地区")
def region(
    request: HttpRequest,
    code: Annotated[
        RegionCode, Path(description="行政区划代码，6位、9位或12位数字，例如320213。", examples=["320213"])
    ],
) -> RegionInPath:
    """连同它上面的各级地区。12位代码末尾的000可以省略。"""
    del request
    with called("code"):
        found = orgs.region(code)
        path = [Named.model_validate(each) for each in orgs.ancestors(code)]
    return RegionInPath(**Region.model_validate(found).model_dump(by_alias=False), path=path)


@router.get("/departments", response=list[Department], summary="列出部门")
def departments(
    request: HttpRequest,
    area: Annotated[
        AreaCode | None,
        Query(description="只要这个地区本级的部门，填行政区划代码或功能区编码，例如320200。", examples=["320200"]),
    ] = None,
) -> list[orgs.Department]:
    """政府部门、派出机构、事业单位和功能区管理委员会。"""
    del request
    with about("area"):
        return orgs.departments(area)
