"""What the room refuses."""

from __future__ import annotations

from typing import ClassVar

from tongban.kernel.errors import Broken, NotAllowed, NotFound, WrongState


class NotYourData(NotAllowed):
    """这里只有本人可以查看和办理。代理人、帮办代办人只能办理受托的事项；单位由法定代表人、未成年人由监护人办理。"""

    code: ClassVar[str] = "not_your_data"


class RequestNotFound(NotFound):
    """没有找到这份请求。请从列表里重新打开。"""

    code: ClassVar[str] = "request_not_found"


class AskedAlready(WrongState):
    """这一项已经有一份请求正在核实，请等结果，或者先撤回它。"""

    code: ClassVar[str] = "asked_already"


class ReasonMissing(Broken):
    """请写明理由，当事人要看得懂。"""

    code: ClassVar[str] = "reason_missing"


class ClosingAlready(WrongState):
    """您已经申请注销，现在是冷静期。要继续使用，撤回注销就可以。"""

    code: ClassVar[str] = "closing_already"


class NotClosing(WrongState):
    """现在没有正在进行的注销。"""

    code: ClassVar[str] = "not_closing"


class NoProofNow(WrongState):
    """这段时间现在不能出具完整清单的证明：记录每十分钟封存一次，法律规定暂不告知的内容也不能出具。请换一段时间，或者逐条下载证明。"""

    code: ClassVar[str] = "no_proof_now"


class NothingToShow(NotFound):
    """没有可以显示的完整号码。请返回办件核对。"""

    code: ClassVar[str] = "nothing_to_show"
