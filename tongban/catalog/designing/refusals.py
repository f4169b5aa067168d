"""The refusal of designing: it always names what stands in the way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from tongban.kernel.errors import Broken


class DesignRefused(Broken):
    """这样改不行，没有改动任何内容。请按提示换个改法。"""

    code: ClassVar[str] = "design_refused"

    def __init__(self, reasons: Sequence[str]) -> None:
        """Name every reason at once, each with its place."""
        self.reasons = tuple(reasons)
        super().__init__(f"这样改不行，没有改动任何内容：{'；'.join(self.reasons)}。")
