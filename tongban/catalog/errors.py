"""Refusals that only the catalogue gives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from tongban.kernel.errors import Broken, NotFound, WrongState


class UnknownItem(NotFound):
    """没有找到这个事项，请核对事项编码，或者换个词搜索。"""

    code: ClassVar[str] = "unknown_item"


class UnknownGuide(NotFound):
    """没有找到这份办事指南，请回到事项页面查看现在有效的版本。"""

    code: ClassVar[str] = "unknown_guide"


class GuideRecalled(UnknownGuide):
    """这一版办事指南在施行以前已经撤回，没有施行。请看现在有效的指南。"""

    code: ClassVar[str] = "guide_recalled"
    status: ClassVar[int] = 410

    def __init__(self, item: str = "", version: int = 0, at: datetime | None = None, reason: str = "") -> None:
        """Carry of which item, which version, when it was taken back and why, as far as that is known."""
        self.item, self.version, self.at, self.reason = item, version, at, reason
        super().__init__()


class UnknownNotice(NotFound):
    """没有找到这条公告，可能网址抄错了。请从事项变动公告里找。"""

    code: ClassVar[str] = "unknown_notice"


class ChangeRecalled(UnknownNotice):
    """这条公告在实行以前已经撤回，没有实行。事项照原来的办法办理。"""

    code: ClassVar[str] = "change_recalled"
    status: ClassVar[int] = 410

    def __init__(self, notice: object = None) -> None:
        """Carry the announcement that it was taken back (``noticing.Notice``)."""
        self.notice = notice
        super().__init__()


class UnknownSynonyms(NotFound):
    """没有找到这组同义词，可能已经被删除，请回到列表核对。"""

    code: ClassVar[str] = "unknown_synonyms"


class UnknownLifeEvent(NotFound):
    """没有找到这件事的办事向导，请回到首页，按主题或者搜索来找。"""

    code: ClassVar[str] = "unknown_life_event"


class GuideFaulty(Broken):
    """办事指南有问题，没有发布。请按列出的各条修改后再发布。"""

    code: ClassVar[str] = "guide_faulty"

    def __init__(self, faults: Sequence[str]) -> None:
        """List every fault at once, so that one round of changes is enough."""
        self.faults = tuple(faults)
        super().__init__(f"办事指南有{len(self.faults)}处问题，没有发布：{'；'.join(self.faults)}。")


class NotAfterLastVersion(WrongState):
    """新版本的生效时间必须晚于已发布版本的生效时间，也不能早于发布时间。"""

    code: ClassVar[str] = "guide_not_after_last"


class BadItems(Broken):
    """事项资料有问题，没有载入任何内容。"""

    code: ClassVar[str] = "bad_items"
