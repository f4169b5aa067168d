"""The open API, version 1: read operations that anybody may use without signing in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDict
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation
from ninja.parser import Parser
from ninja.renderers import JSONRenderer

from tongban.kernel.errors import Refused
from tongban.rest import (
    calendar,
    complaints,
    contract,
    features,
    invalid,
    items,
    places,
    problems,
    quality,
    regions,
    seals,
)
from tongban.rest import own as own_cases
from tongban.rest import told as told_cases


class _Readable(JSONRenderer):
    """Chinese as it is, not as escapes."""

    json_dumps_params: Mapping[str, object] = {"ensure_ascii": False}


class _Given(Parser):
    """What was given of the parameters: an empty one was not, as where a form is sent with a field left empty."""

    def parse_querydict(
        self, data: MultiValueDict[str, str], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        """Return the parameters with their values."""
        found = super().parse_querydict(data, list_fields, request)
        return {name: value for name, value in found.items() if value != ""}


def _not_found(_request: HttpRequest, _error: Http404) -> HttpResponse:
    return problems.answer(problems.NOT_FOUND)


class _Api(NinjaAPI):
    """An operation is named by its function, in the document and among the routes alike."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return the name."""
        return operation.view_func.__name__


@cache
def document() -> contract.Document:
    """Return the OpenAPI document; it changes only with the code."""
    return contract.write(api)


def described(operation_id: str) -> Mapping[str, str]:
    """Return the meaning of each parameter of an operation, by name."""
    return contract.meanings(document(), operation_id)


api = _Api(
    title="通办开放接口",
    version="1",
    description=(
        "读取行政区划、服务场所、工作日历、办事指南和留痕公示，无需登录；读取自己的办件、提意见和投诉要先登录。"
        "查询参数的值为空，等于没有填这个参数。出错时返回RFC 9457问题详情：code稳定不变，"
        "detail是给人看的说明。响应带ETag，可用If-None-Match避免重复传输。"
    ),
    urls_namespace="rest",
    openapi_url=None,
    docs_url=None,
    renderer=_Readable(),
    parser=_Given(),
)
api.add_router("", regions.router)
api.add_router("/places", places.router)
api.add_router("/items", items.router)
api.add_router("", quality.router)
api.add_router("", features.router)
api.add_router("/calendar", calendar.router)
api.add_router("/ledger", seals.router)
own = _Api(
    title="通办办件接口",
    version="1",
    description=(
        "登录以后读取办件：办事人自己的，工作人员职责范围内的；以及作为利害关系人被告知的事项；"
        "并可以对自己的办件提意见、投诉。"
        "出错时返回RFC 9457问题详情，和开放接口相同。"
    ),
    urls_namespace="rest-own",
    openapi_url=None,
    docs_url=None,
    renderer=_Readable(),
    parser=_Given(),
)
own.add_router("/cases", own_cases.router)
own.add_router("/cases", complaints.router)
own.add_router("/told", told_cases.router)


@cache
def own_document() -> contract.Document:
    """Return the OpenAPI document of what is told to those who are signed in."""
    return contract.write(own, more=(problems.SIGN_IN,))


@cache
def whole_document() -> contract.Document:
    """Return the OpenAPI document of both, as it is published: who looks for cases finds them."""
    return contract.joined(document(), own_document(), cookie=settings.SESSION_COOKIE_NAME)


def _own_described(operation_id: str) -> Mapping[str, str]:
    return contract.meanings(own_document(), operation_id)


for family, handler in (
    (Refused, problems.refused),
    (Http404, _not_found),
    (ValidationError, invalid.handler(described)),
    (HttpError, invalid.unreadable),
    (Exception, problems.broken),
):
    api.exception_handler(family)(handler)
    own.exception_handler(family)(invalid.handler(_own_described) if family is ValidationError else handler)
