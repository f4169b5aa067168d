"""Every refusal the domain can give. The code is stable; the sentence is for people; HTTP numbers the families."""

from __future__ import annotations

import inspect
from typing import ClassVar


class Refused(Exception):
    """这项操作没有办成，没有产生任何影响。"""

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 422

    def __init__(self, message: str = "", *, field: str = "") -> None:
        """Keep the sentence a person reads; without one, the class docstring is the sentence."""
        self.message = message or inspect.getdoc(type(self)) or ""
        self.field = field
        super().__init__(self.message)


class NotAllowed(Refused):
    """您没有办理这项操作的权限。如有需要，请联系本部门管理员。"""

    code = "not_allowed"
    status = 403


class NotFound(Refused):
    """没有找到您要的内容，请核对后重试。"""

    code = "not_found"
    status = 404


class WrongState(Refused):
    """当前状态下不能进行这项操作，请刷新页面查看最新进展。"""

    code = "wrong_state"
    status = 409

    def __init__(self, message: str = "", *, field: str = "", open_verbs: tuple[str, ...] = ()) -> None:
        """Also name the verbs that are open now, so that a channel can offer them."""
        super().__init__(message, field=field)
        self.open_verbs = open_verbs


class Broken(Refused):
    """提交的内容不符合规定，请按提示修改。"""

    code = "rule_broken"
    status = 422


class Faulty(Broken):
    """有内容需要修改，请按提示逐项修改。"""

    code = "faulty"

    def __init__(self, faults: dict[str, str]) -> None:
        """Carry every fault at once (field → what to do); told as one, it is the first."""
        field, sentence = next(iter(faults.items()))
        super().__init__(sentence, field=field)
        self.faults = faults


class TooOften(Refused):
    """操作太频繁了，请稍后再试。"""

    code = "too_often"
    status = 429


class Unavailable(Refused):
    """这项功能暂时无法使用，请稍后再试。已经提交的内容不会丢失。"""

    code = "unavailable"
    status = 503
