"""Refusals to sign for, or to decide on, something else than a page showed."""

from __future__ import annotations

from collections.abc import Sequence

from tongban.kernel.errors import Broken, WrongState


class MovedBeforeDeciding(Broken):
    """您打开这一页以后，这个办件又有了新的情况，还没有作出决定。请看过现在的内容和审查结论，再作决定。"""

    code = "moved_before_deciding"


class NotAsShown(WrongState):
    """您打开这一页以后，申请的内容在别的窗口或者设备上改过，还没有提交。请核对下面现在的内容，确认无误以后再提交。"""

    code = "not_as_shown"

    def __init__(self, changed: Sequence[str] = ()) -> None:
        """Name what is otherwise than the page showed: fields, materials and promises by their elements.

        ``form.area``, ``materials.3``, ``promises.criteria.5``, ``applicant``; nothing where that cannot be told.
        """
        super().__init__()
        self.changed = tuple(changed)
