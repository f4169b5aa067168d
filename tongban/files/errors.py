"""What the room refuses."""

from __future__ import annotations

from typing import ClassVar

from tongban.kernel.errors import Broken, NotAllowed, NotFound, Unavailable


class Empty(Broken):
    """这个文件是空的，请重新选择文件。"""

    code: ClassVar[str] = "file_empty"


class TooLarge(Broken):
    """这个文件超过 20 MB。请压缩或分成几个文件后上传。"""

    code: ClassVar[str] = "file_too_large"


class WrongType(Broken):
    """只能上传 PDF、JPG 或 PNG 文件，这个文件的内容不是其中任何一种。请转换格式后上传，只改文件名没有用。"""

    code: ClassVar[str] = "file_wrong_type"


class DamagedPicture(Broken):
    """这张图片不完整或已损坏。请打开看一看，重新拍照或导出后上传。"""

    code: ClassVar[str] = "file_damaged_picture"


class PictureTooLarge(Broken):
    """这张图片的尺寸太大（超过 8000 万像素）。请缩小后上传。"""

    code: ClassVar[str] = "file_picture_too_large"


class DamagedPdf(Broken):
    """这个 PDF 文件不完整。请重新导出或下载后上传。"""

    code: ClassVar[str] = "file_damaged_pdf"


class EncryptedPdf(Broken):
    """这个 PDF 文件设了密码或使用限制，工作人员可能打不开。请去掉密码后上传。"""

    code: ClassVar[str] = "file_encrypted_pdf"


class PdfWithoutPages(Broken):
    """这个 PDF 文件里没有一页内容，打开是空的。请重新导出后上传。"""

    code: ClassVar[str] = "file_pdf_without_pages"


class PdfActs(Broken):
    """这个 PDF 会自己运行程序、打开别的文件或者提交数据，不能给公众看。请用“打印为 PDF”另存一份，再上传。"""

    code: ClassVar[str] = "file_pdf_acts"


class HandleExpired(NotAllowed):
    """这个文件链接已经过期。请返回上一页，重新打开文件。"""

    code: ClassVar[str] = "file_handle_expired"


class HandleUnknown(NotFound):
    """这个文件链接不正确。请返回上一页，重新打开文件。"""

    code: ClassVar[str] = "file_handle_unknown"


class StorageFailed(Unavailable):
    """文件暂时无法保存，没有上传成功。已经填写的内容不会丢失，请稍后再试。"""

    code: ClassVar[str] = "file_storage_failed"


class Missing(Unavailable):
    """这个文件暂时读取不到。请稍后再试，仍不成功请拨打 12345 或联系窗口。"""

    code: ClassVar[str] = "file_missing"


class Altered(Unavailable):
    """这个文件与上传时不一致，为保证安全已停止使用。请拨打 12345 或联系窗口。"""

    code: ClassVar[str] = "file_altered"
