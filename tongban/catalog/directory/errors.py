"""Refusals of the directory."""

from __future__ import annotations

from typing import ClassVar

from tongban.kernel.errors import Broken, NotFound, WrongState


class UnreadableFile(Broken):
    """这个文件读不了，没有导入任何内容。请上传 CSV 或者 JSON 文件，格式见页面上的说明和样例文件。"""

    code: ClassVar[str] = "unreadable_file"


class UnknownUpload(NotFound):
    """没有找到这次导入，可能已经撤回。请回到导入页面查看。"""

    code: ClassVar[str] = "unknown_upload"


class UploadWaiting(WrongState):
    """还有一个文件没有处理完。请先确认或者撤回它，再上传新的文件。"""

    code: ClassVar[str] = "upload_waiting"


class NotWhatWasShown(WrongState):
    """确认的文件和页面上展示的不一致，没有导入任何内容。请重新打开这次导入，核对后再确认。"""

    code: ClassVar[str] = "not_what_was_shown"


class DirectoryMoved(WrongState):
    """上传以后目录有了变动，展示的差异已经不准。请撤回这次导入，重新上传后核对。"""

    code: ClassVar[str] = "directory_moved"


class FaultyLines(Broken):
    """文件里有的行有问题，没有导入任何内容。请按列出的各行修改后重新上传。"""

    code: ClassVar[str] = "faulty_lines"


class UnknownEntry(NotFound):
    """基本目录里没有这一项，请核对编码。"""

    code: ClassVar[str] = "unknown_entry"


class EntryGone(WrongState):
    """这一项已经不在最新的基本目录里，不能认领。"""

    code: ClassVar[str] = "entry_gone"


class OtherLevel(Broken):
    """这一项不由您部门所在的层级行使，不能认领。"""

    code: ClassVar[str] = "other_level"


class AlreadyClaimed(WrongState):
    """您的部门已经认领了这一项，可以直接编制办事指南。"""

    code: ClassVar[str] = "already_claimed"


class AlreadyDeclined(WrongState):
    """您的部门已经回复不涉及这一项。要改，请先撤回原来的回复。"""

    code: ClassVar[str] = "already_declined"


class NothingToTakeBack(WrongState):
    """没有可以撤回的认领或者回复。已经发布过办事指南的，不能撤回认领，请按动态调整的程序办理。"""

    code: ClassVar[str] = "nothing_to_take_back"
