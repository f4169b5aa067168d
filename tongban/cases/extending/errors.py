"""Refusals about proposals to make the limit longer."""

from __future__ import annotations

from tongban.kernel.errors import WrongState


class ExtensionProposed(WrongState):
    """已经提请延长办理期限，请等“决定”岗位的同事办理，不用重复提请。"""

    code = "extension_proposed"


class NoExtensionProposed(WrongState):
    """没有人提请延长办理期限，或者已经答复过了。"""

    code = "no_extension_proposed"
