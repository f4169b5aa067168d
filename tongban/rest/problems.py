"""Every error of the API as RFC 9457 problem details: one place, one form, nothing of the input repeated."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from ninja import Schema
from ninja.responses import NinjaJSONEncoder
from pydantic import Field

from tongban.kernel import errors

logger = logging.getLogger("tongban.rest")

MEDIA = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """A family of errors: its status, its stable code and what it means, for the answers and for the docs."""

    status: int
    code: str
    title: str
    meaning: str


INVALID = Kind(422, "invalid_request", "请求的参数不对", "参数缺少、写错、超出范围或不认识；errors逐项说明。")
METHOD = Kind(405, "method_not_allowed", "不支持这种请求方法", "可以使用的方法见响应头Allow。")
INTERNAL = Kind(500, "internal", "系统出错了", "请稍后再试；反映问题时请附响应头X-Request-ID。")
NOT_FOUND = Kind(errors.NotFound.status, "not_found", "没有找到", "地址不存在，或没有这个编码对应的内容。")
UNAVAILABLE = Kind(errors.Unavailable.status, "unavailable", "暂时无法使用", "请按响应头Retry-After的秒数稍后再试。")
SIGN_IN = Kind(401, "not_signed_in", "需要登录", "这项内容要登录以后才能读取：请带上登录得到的会话Cookie。")
NOT_JSON = Kind(
    415,
    "not_json",
    "内容要用JSON发送",
    "请求头Content-Type写application/json，并且从本站或者自己的程序发送，不能从别的网站的网页发送。",
)
TOO_LARGE = Kind(413, "too_large", "内容太大", "一次发送的内容超过了30 MB，请少附几个文件，或者在网页上提交。")
REFUSALS: dict[type[errors.Refused], Kind] = {
    errors.NotAllowed: Kind(errors.NotAllowed.status, "not_allowed", "没有权限", "这项操作需要相应的权限。"),
    errors.NotFound: NOT_FOUND,
    errors.WrongState: Kind(
        errors.WrongState.status, "wrong_state", "当前状态下不能这样做", "open_verbs列出现在可以做的操作。"
    ),
    errors.Unavailable: UNAVAILABLE,
    errors.Refused: Kind(
        errors.Refused.status, "rule_broken", "不符合规定", "内容看得懂，但不符合规定；detail说明是哪一条。"
    ),
}
KINDS = (INVALID, METHOD, NOT_JSON, TOO_LARGE, INTERNAL, SIGN_IN, *REFUSALS.values())


class NotSignedIn(errors.Refused):
    """请先登录。这里只给登录的人看自己的办件，或者职责范围内的办件。"""

    code = "not_signed_in"
    status = 401


class FieldError(Schema):
    """One thing that is wrong with one field."""

    field: str = Field(description="参数或字段的名称", examples=["start"])
    message: str = Field(description="哪里不对、怎样才对", examples=["日期要写成2026-09-29这样的格式。"])


class Problem(Schema):
    """Problem details, RFC 9457, with a stable code."""

    type: str = Field(description="这类错误的说明所在的地址", examples=["/api/v1/docs#invalid_request"])
    title: str = Field(description="这类错误的名称", examples=["请求的参数不对"])
    status: int = Field(description="HTTP状态码", examples=[422])
    code: str = Field(
        description="稳定的错误代码，供程序判断：type所指的一类，或者其中更细的一种，例如not_found中的unknown_region",
        examples=["invalid_request"],
    )
    detail: str = Field(description="给人看的说明", examples=["start：日期要写成2026-09-29这样的格式。"])
    errors: list[FieldError] = Field(default_factory=list, description="逐项的错误，没有时为空")
    open_verbs: list[str] | None = Field(default=None, description="现在可以做的操作，只在409时给出")


def answer(
    kind: Kind, detail: str = "", *, code: str = "", errors: Iterable[FieldError] = (), open_verbs: Iterable[str] = ()
) -> HttpResponse:
    """Write a problem; ``code`` is that of the refusal where it is finer than its family's."""
    problem = Problem(
        type=f"/api/v1/docs#{kind.code}",
        title=kind.title,
        status=kind.status,
        code=code or kind.code,
        detail=detail or kind.meaning,
        errors=list(errors),
        open_verbs=list(open_verbs) or None,
    )
    body = NinjaJSONEncoder(ensure_ascii=False).encode(problem.model_dump(exclude_none=True))
    response = HttpResponse(body, status=kind.status, content_type=MEDIA)
    response.headers["Cache-Control"] = "no-store"
    if kind is UNAVAILABLE:
        response.headers["Retry-After"] = "60"
    return response


def refused(_request: HttpRequest, refusal: errors.Refused) -> HttpResponse:
    """Turn a refusal of the domain into its status, with its own code and sentence."""
    if isinstance(refusal, NotSignedIn):
        return answer(SIGN_IN, refusal.message)
    kind = next(kind for family, kind in REFUSALS.items() if isinstance(refusal, family))
    fields = [FieldError(field=refusal.field, message=refusal.message)] if refusal.field else []
    verbs = refusal.open_verbs if isinstance(refusal, errors.WrongState) else ()
    return answer(kind, refusal.message, code=refusal.code, errors=fields, open_verbs=verbs)


def broken(_request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer for a fault of ours, or a dead database: the log gets its type and frames, the caller nothing of it."""
    logger.error("the API failed", exc_info=error)
    if isinstance(error, (OperationalError, InterfaceError)):
        return answer(UNAVAILABLE)
    return answer(INTERNAL)
