"""意见、投诉 of one's own cases: said, followed and read with their answers. Who answers does so at the desk."""

from __future__ import annotations

import base64
import datetime as dt
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Body, Router, Status
from pydantic import BaseModel, BeforeValidator, Field, WithJsonSchema

from tongban.cases import api as cases
from tongban.cases.complaints import api as complaining
from tongban.kernel.wording import without_remarks
from tongban.rest.channel import LONGEST, MEGABYTE
from tongban.rest.invalid import sentence
from tongban.rest.own import Number, signed_in

router = Router(tags=["意见、投诉"])


class Complaint(BaseModel):
    """What somebody said of how their case is handled, and the answer."""

    id: UUID = Field(description="这一条的标识")
    about: complaining.About = Field(description="OPINION（意见）或者COMPLAINT（投诉）", examples=["COMPLAINT"])
    about_name: str = Field(description="是意见还是投诉", examples=["投诉"])
    words: str = Field(description="说的话")
    said_at: dt.datetime = Field(description="什么时候说的")
    files: int = Field(description="附了几个文件；内容在网页上查看", examples=[0])
    due: dt.date | None = Field(description="最晚哪天答复；答复以后为空")
    basis: str = Field(description="答复期限的依据")
    answer: str = Field(description="答复；还没有时为空")
    answered_at: dt.datetime | None = Field(description="什么时候答复的；还没有时为空")


class AllSaid(BaseModel):
    """What was said of a case, and what can be said now."""

    complaints: list[Complaint] = Field(description="说过的，先说的在前；没有时为空")
    sayable: list[complaining.About] = Field(description="现在可以提的：同一种要等上一条答复以后再提，提得太多时为空")


class Made(BaseModel):
    """What came of saying it."""

    id: UUID = Field(description="这一条的标识；到哪天答复，读取时给出")


def _decoded(given: object) -> bytes:
    try:
        return base64.b64decode(given if isinstance(given, str) else "*", validate=True)
    except ValueError:
        raise sentence("content不是正确的Base64编码。") from None


Content = Annotated[bytes, BeforeValidator(_decoded), WithJsonSchema({"type": "string", "contentEncoding": "base64"})]


class Enclosed(BaseModel):
    """A photo or a file that shows it."""

    name: str = Field(description="文件名", examples=["门口.jpg"])
    content: Content = Field(description="文件内容，Base64编码", examples=["JVBERi0xLjQ="])


class ToSay(BaseModel):
    """What to say."""

    about: str = Field(description="OPINION（提意见）或者COMPLAINT（投诉）。", examples=["COMPLAINT"])
    words: str = Field(
        description="要说的话：什么时候、发生了什么、希望怎样。最多2000字。", examples=["等了一周没有人联系我。"]
    )
    files: list[Enclosed] = Field(
        default_factory=list,
        description=(
            f"照片、文件，可以不附，最多{complaining.MOST_FILES}个：每个写name（文件名）和content（Base64编码的内容）。"
            f"PDF、JPG、PNG，每个不超过20 MB；整个请求不超过{LONGEST // MEGABYTE} MB，多的分几次提，或者在网页上提。"
        ),
    )


@router.get("/{number}/complaints", response=AllSaid, summary="查看对一个办件的意见、投诉和答复")
def case_complaints(request: HttpRequest, number: Number) -> AllSaid:
    """给申请人和受托代办的人。别人的办件和不存在的办件，答复一样；工作人员在工作台查看、答复。"""
    at = timezone.now()
    found = complaining.read_own(number=number, by=signed_in(request), at=at)
    return AllSaid(complaints=[_said(one) for one in found], sayable=complaining.sayable(found))


@router.post("/{number}/complaints", response={201: Made}, summary="对一个办件提意见、投诉")
def case_complain(request: HttpRequest, number: Number, said: Annotated[ToSay, Body()]) -> Status[Made]:
    """给申请人和受托代办的人，由没有经办的人员答复；申请和时限不受影响。上一条同类的没有答复时不能再提。"""
    by, at = signed_in(request), timezone.now()
    uploads = [cases.Upload(material="", data=one.content, name=one.name) for one in said.files]
    key = complaining.complain(number=number, about=said.about, words=said.words, uploads=uploads, by=by, at=at)
    return Status(201, Made(id=key))


def _said(one: complaining.Said) -> Complaint:
    return Complaint(
        id=one.id,
        about=one.about,
        about_name=one.about_name,
        words=one.words,
        said_at=one.at,
        files=len(one.files),
        due=one.clock.due_date if one.clock and one.answered_at is None else None,
        basis=without_remarks(one.clock.basis) if one.clock else "",
        answer=one.answer,
        answered_at=one.answered_at,
    )
