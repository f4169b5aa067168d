"""Refusals of messages."""

from __future__ import annotations

from tongban.kernel.errors import Broken


class UnfitMessage(Broken):
    """这条消息的模板或内容不对，没有发出。"""

    code = "unfit_message"
