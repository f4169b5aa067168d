"""What the room refuses. A document stands from the verb that issued it: none of these says that it does not."""

from __future__ import annotations

from typing import ClassVar

from tongban.kernel.errors import NotFound, Unavailable


class DocumentNotFound(NotFound):
    """没有找到这份文书，请核对后重试。"""

    code: ClassVar[str] = "document_not_found"


class DocumentAltered(Unavailable):
    """这份文书没有通过核验，为保证安全暂不显示。请拨打 12345 或联系作出文书的部门。"""

    code: ClassVar[str] = "document_altered"


class FontMissing(Unavailable):
    """系统缺少中文字体，暂时不能生成文书文件。文书已经作出，效力不受影响，请稍后再来下载。"""

    code: ClassVar[str] = "document_font_missing"


class TemplateChanged(Unavailable):
    """这份文书所用的模板与作出时不一致，暂时不能生成文件。文书已经作出，效力不受影响，请联系系统管理员。"""

    code: ClassVar[str] = "document_template_changed"
