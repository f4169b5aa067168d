"""Refusals that only revising gives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from tongban.kernel.errors import Broken, NotAllowed, NotFound, WrongState


class UnknownRevision(NotFound):
    """没有找到这份修订，或者它不在您的管理范围内。请从修订列表里重新打开。"""

    code: ClassVar[str] = "unknown_revision"


class UnknownRemark(NotFound):
    """没有找到这条意见，请刷新页面核对。"""

    code: ClassVar[str] = "unknown_remark"


class RevisingAlready(WrongState):
    """这个事项已经有一份正在进行的修订。请打开它接着办，或者先放弃它。"""

    code: ClassVar[str] = "revising_already"


class Overtaken(WrongState):
    """您打开以后，别人已经改过这份修订，您的内容没有保存。请先看别人改了什么，再改一次。"""

    code: ClassVar[str] = "revision_overtaken"

    def __init__(
        self,
        by: UUID | None = None,
        at: datetime | None = None,
        sections: Sequence[str] = (),
        changes: Sequence[object] = (),
    ) -> None:
        """Carry who changed it last since it was seen, when, which sections, and what saving would have changed back.

        ``changes`` are what differs between what is kept and what was to be saved, row by row.
        """
        self.by, self.at, self.sections, self.changes = by, at, tuple(sections), tuple(changes)
        super().__init__()


class BaseMoved(WrongState):
    """开始修订以后，现行的办事指南已经换了一版。请先看改了什么，载入现行版本的改动，再重新提交审核。"""

    code: ClassVar[str] = "guide_moved_on"


class NotMoved(WrongState):
    """这份修订就是从现行的办事指南改起的，没有别的改动要载入。"""

    code: ClassVar[str] = "guide_not_moved"


class NotNow(WrongState):
    """这份修订现在不能改。退回或者放弃以后才能再改。"""

    code: ClassVar[str] = "revision_not_editable"


class FourEyes(NotAllowed):
    """编写、审核、合法性审核和审定要由不同的人办理。您已经办过其中一步，请由别的同事办理。"""

    code: ClassVar[str] = "four_eyes"


class Inherited(Broken):
    """事项名称、编码、类型和依据由基本目录统一，不能在办事指南里改。需要改的，请先调整基本目录。"""

    code: ClassVar[str] = "inherited"


class UnfitContent(Broken):
    """这部分内容存不下：不能有看不见的控制字符、过大的数字或者过深的层次，整份不能超过1兆。"""

    code: ClassVar[str] = "unfit_content"


class UnknownSection(NotFound):
    """办事指南里没有这一部分，请从左边的目录里选择。"""

    code: ClassVar[str] = "unknown_section"


class ReasonNeeded(Broken):
    """请写明理由，至少一条，让编写的人知道改什么。"""

    code: ClassVar[str] = "reason_needed"


class BasisNeeded(Broken):
    """请写明依据（法律、法规或者政策的名称和文号）和理由。"""

    code: ClassVar[str] = "basis_needed"


class TooLong(Broken):
    """写得太长了，请缩短。"""

    code: ClassVar[str] = "too_long"


class OpinionsOpen(WrongState):
    """还有部门没有反馈意见，而且期限没有到。请等反馈，或者期限过后再报请审定。"""

    code: ClassVar[str] = "opinions_open"


class RemarksOpen(WrongState):
    """还有意见没有了结。请逐条答复、了结以后再提交或者发布。"""

    code: ClassVar[str] = "remarks_open"


class RemarkOfOthers(NotAllowed):
    """这条意见由提出的人或者同岗位的同事了结。请先答复，等他们核对。"""

    code: ClassVar[str] = "remark_of_others"


class NotAddressed(NotAllowed):
    """这条意见不是向您提的，由编写的人答复。您可以另提一条。"""

    code: ClassVar[str] = "remark_not_addressed"


class NotRenamed(WrongState):
    """这份修订与事项清单、基本目录一致，没有改动要载入。"""

    code: ClassVar[str] = "directory_not_moved"


class MoreThanName(WrongState):
    """目录改的不只是名称，审核过的内容会受影响。请退回修改，再载入目录的改动，重新提交审核。"""

    code: ClassVar[str] = "directory_moved_on"


class NotAsked(NotFound):
    """没有征求过您部门的意见，或者已经反馈过。"""

    code: ClassVar[str] = "not_asked"


class NothingChanged(Broken):
    """内容和现行办事指南一样，没有要发布的变更。"""

    code: ClassVar[str] = "nothing_changed"


class NothingMended(Broken):
    """退回以后，内容、依据和理由都没有改动。请按退回的理由修改；认为不用改的，逐条写明为什么，再提交。"""

    code: ClassVar[str] = "nothing_mended"


class FarAhead(Broken):
    """生效日期离现在一年以上，像是写错了年份。请核对；没有写错的，勾选“年份没有写错”再发布。"""

    code: ClassVar[str] = "effective_far_ahead"


class InThePast(Broken):
    """生效时间已经过去，请选今天以后的日子，或者选“立即生效”。"""

    code: ClassVar[str] = "effective_in_the_past"


class TooFarAhead(Broken):
    """生效日期离现在太远，不能定到那一天。请核对以后换一个近的日子，到时候再定后面的。"""

    code: ClassVar[str] = "effective_too_far_ahead"


class InEffectAlready(WrongState):
    """新版本已经生效，不能再撤回。需要改的，请另起一份变更。"""

    code: ClassVar[str] = "in_effect_already"


class WrongItemState(WrongState):
    """事项现在的状态不适合这样办。请刷新页面核对它是在用、暂停还是取消。"""

    code: ClassVar[str] = "wrong_item_state"


class BadGuideFile(Broken):
    """文件读不出来，没有载入任何内容。请按提示修改后再试。"""

    code: ClassVar[str] = "bad_guide_file"
