"""Refusals only this room gives."""

from __future__ import annotations

from collections.abc import Sequence

from tongban.kernel.errors import Broken, NotAllowed, NotFound, WrongState


class UnknownRegion(NotFound):
    """没有找到这个地区，请从地区列表里重新选择。"""

    code = "unknown_region"


class UnknownDepartment(NotFound):
    """没有找到这个部门，请从部门列表里重新选择。"""

    code = "unknown_department"


class UnknownPlace(NotFound):
    """没有找到这个服务场所，请从办事大厅列表里重新选择。"""

    code = "unknown_place"


class CalendarNotLoaded(NotFound):
    """这一年的工作日历还没有载入，请换一个年份。"""

    code = "calendar_not_loaded"


class NoSuchArea(Broken):
    """没有这个地区代码，请从地区列表里重新选择。"""

    code = "no_such_area"


class AnnouncedAlready(Broken):
    """这一年的放假安排已经正式公布，不能再换成暂估的日历。"""

    code = "calendar_announced_already"


class BadData(Broken):
    """资料文件的内容有误，没有载入任何内容。"""

    code = "bad_data"


class Unfit(Broken):
    """有内容需要改正，请按提示逐项修改。"""

    code = "unfit"

    def __init__(self, faults: dict[str, str]) -> None:
        """Carry every fault at once: field → what to do."""
        super().__init__()
        self.faults = faults


class UnreadableNotice(Broken):
    """这个文件读不出来。请上传本系统格式的工作日历文件（TOML，UTF-8 编码），或者直接在页面上填写。"""

    code = "unreadable_notice"


class NothingNew(Broken):
    """填写的安排与现行日历完全相同，不需要提交。"""

    code = "nothing_new"


class NoticeInForce(Broken):
    """这一年的放假安排已经按正式通知生效。确实需要更正的，请写明更正的理由和依据。"""

    code = "notice_in_force"


class ProposedAlready(WrongState):
    """这一年已经有一份日历在等待复核或者正在生效，请先处理那一份。"""

    code = "calendar_proposed_already"


class OwnProposal(NotAllowed):
    """不能复核自己提交的内容。请另一位系统运行人员登录后办理。"""

    code = "own_proposal"


class OwnConfirmation(NotAllowed):
    """这条公告是您确认生效的，撤销要由另一位系统运行人员办理。"""

    code = "own_confirmation"


class NotYourProposal(NotAllowed):
    """只有提交人可以撤回还没有复核的内容。您认为不妥的，请退回并写明理由。"""

    code = "not_your_proposal"


class NeedsReason(Broken):
    """请写明退回的理由，让提交人知道怎样修改。"""

    code = "needs_reason"


class UnknownProposal(NotFound):
    """没有找到这份日历，请从工作日历列表里重新选择。"""

    code = "unknown_proposal"


class BentCalendar(Broken):
    """现行的工作日历或者停办公告与留痕不一致，不能据以重新计算时限。请系统运行人员立即核查。"""

    code = "bent_calendar"

    def __init__(self, found: Sequence[str]) -> None:
        """Carry what differs: years, and ids of closures."""
        super().__init__()
        self.found = tuple(found)


class UnknownClosure(NotFound):
    """没有找到这条停办公告，请从停办公告列表里重新选择。"""

    code = "unknown_closure"
