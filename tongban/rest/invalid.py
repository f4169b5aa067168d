"""What is wrong with a parameter, in a Chinese sentence that also says what is right; never what was sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja.errors import HttpError, ValidationError
from pydantic_core import PydanticCustomError

from tongban.kernel.errors import Refused
from tongban.rest.problems import INVALID, FieldError, answer

# The types of error that pydantic can give for the parameters of this API; any other gets the last sentence.
_SENTENCES = {
    "missing": "缺少这个参数。",
    "int_parsing": "要填整数。",
    "bool_parsing": "要填true或者false。",
    "int_parsing_size": "超出了允许的范围。",
    "greater_than_equal": "超出了允许的范围。",
    "less_than_equal": "超出了允许的范围。",
    "enum": "不在可选的值里。",
    "string_pattern_mismatch": "格式不对。",
    "string_type": "要填文字。",
    "model_attributes_type": "要写成JSON对象。",
    "string_too_short": "太短了。",
    "string_too_long": "太长了。",
    "list_type": "要写成JSON数组。",
}
_OTHERWISE = "填写得不对。"
_OWN = "sentence"


def sentence(text: str) -> PydanticCustomError:
    """Return the error a validator of ours raises; its text is shown as it is, so it must repeat no input."""
    return PydanticCustomError(_OWN, "{text}", {"text": text})


@contextmanager
def about(name: str) -> Iterator[None]:
    """Make a refusal that concerns a query parameter what it is to the caller: a wrong parameter, 422."""
    try:
        yield
    except Refused as refusal:
        raise ValidationError([{"type": _OWN, "loc": ("query", name), "ctx": {"text": refusal.message}}]) from None


@contextmanager
def called(name: str) -> Iterator[None]:
    """Give a refusal the name that the thing has among the parameters of this operation."""
    try:
        yield
    except Refused as refusal:
        refusal.field = name
        raise


def checked(parse: Callable[[str], str]) -> Callable[[str], str]:
    """Make a validator of a kernel parser: it gives the code as it should be written, or the refusal's sentence."""

    def validate(value: str) -> str:
        try:
            return parse(value)
        except Refused as refusal:
            raise sentence(refusal.message) from None

    return validate


def handler(described: Callable[[str], Mapping[str, str]]) -> Callable[[HttpRequest, ValidationError], HttpResponse]:
    """Return the handler for invalid parameters; ``described`` tells what those of an operation mean."""

    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        operation = request.resolver_match.url_name if request.resolver_match else None
        meanings = described(operation or "")
        return problem([_field_error(each, meanings) for each in error.errors])

    return invalid


def unreadable(_request: HttpRequest, _error: HttpError) -> HttpResponse:
    """Answer for a body that is no JSON."""
    return problem([FieldError(field="body", message="内容不是正确的JSON，请核对格式。")])


def problem(fields: list[FieldError]) -> HttpResponse:
    """Answer 422 with all that is wrong; the detail is made of the same sentences."""
    return answer(INVALID, " ".join(f"{each.field}：{each.message}" for each in fields), errors=fields)


def _field_error(error: Mapping[str, Any], described: Mapping[str, str]) -> FieldError:
    where = [str(each) for each in error["loc"]]
    in_body = where[0] == "body"
    field = (where[2] if len(where) > 2 else "body") if in_body else where[min(1, len(where) - 1)]  # noqa: PLR2004 - a body's fields come after its name
    if error["type"] == _OWN:
        return FieldError(field=field, message=str(error["ctx"]["text"]))
    return FieldError(field=field, message=_SENTENCES.get(error["type"], _OTHERWISE) + described.get(field, ""))
