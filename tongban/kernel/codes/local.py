"""Codes of our own, for what has no national code yet.

They begin with Z, a letter outside the alphabet of the credit code and never the start of an item code, so nobody
can take one for national. Each sort is a type of its own, and none is accepted where a national code is asked for.
The sort is spelled in the first two characters; what follows is ours to choose and carries no check character.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, Self

from tongban.kernel.codes.text import clean
from tongban.kernel.errors import Broken

_BODY = re.compile(r"[0-9A-Z]{2,28}")


@dataclass(frozen=True, slots=True)
class LocalCode:
    """What all local codes share; use one of the sorts below."""

    prefix: ClassVar[str] = "Z"
    label: ClassVar[str] = "本地"

    code: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a local code of this sort; Broken for every other text, national codes included."""
        code = clean(text)
        if not code.startswith(cls.prefix) or not _BODY.fullmatch(code.removeprefix(cls.prefix)):
            message = f"{cls.label}编码应以{cls.prefix}开头，后面只有字母和数字，请核对后重新填写。"
            raise Broken(message)
        return cls(code)

    @classmethod
    def of(cls, *parts: str) -> Self:
        """Make a code out of its parts, such as a region and a short name."""
        return cls.parse(cls.prefix + "".join(parts))


@dataclass(frozen=True, slots=True)
class LocalItemCode(LocalCode):
    """An item that has no basic code in the national directory."""

    prefix: ClassVar[str] = "ZI"
    label: ClassVar[str] = "本地事项"


@dataclass(frozen=True, slots=True)
class LocalBasicItemCode(LocalCode):
    """An entry of the basic directory, which items of several departments may share."""

    prefix: ClassVar[str] = "ZB"
    label: ClassVar[str] = "本地基本目录"


@dataclass(frozen=True, slots=True)
class LocalLicenceTypeCode(LocalCode):
    """A type of licence whose national code nobody has found."""

    prefix: ClassVar[str] = "ZL"
    label: ClassVar[str] = "本地证照类型"


@dataclass(frozen=True, slots=True)
class LocalDepartmentCode(LocalCode):
    """A department whose credit code is not verified."""

    prefix: ClassVar[str] = "ZD"
    label: ClassVar[str] = "本地部门"


@dataclass(frozen=True, slots=True)
class LocalPlaceCode(LocalCode):
    """A hall, service centre or service station."""

    prefix: ClassVar[str] = "ZP"
    label: ClassVar[str] = "本地服务场所"


def is_local(text: str) -> bool:
    """Tell whether a text wears the mark of a local code; no national code does."""
    return clean(text).startswith(LocalCode.prefix)
