"""Refusals of the one correction notice, where the originals are looked at after what was handed in online."""

from __future__ import annotations

from tongban.kernel.errors import Broken, WrongState


class CorrectionTold(WrongState):
    """补正已经一次性告知过，不能再告知第二次。带来的原件仍不一致、仍有缺少的，可以说明理由不予受理；申请人再带来的，仍可以核验。"""

    code = "correction_told"


class OriginalsAwaited(WrongState):
    """预审已经通过，申请人还没有带原件来。带来以后核验，发现不一致或者缺少、以前没有告知过补正的，才能告知。"""

    code = "originals_awaited"


class OriginalsUnseen(Broken):
    """这个事项依法要当面核验原件。逐份核对、都一致的，请勾选后再当场办结；不一致或者缺少的，请办理“核验原件”写明。"""

    code = "originals_unseen"
