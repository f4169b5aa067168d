"""What the room refuses. No sentence names a key, a purpose or a content."""

from __future__ import annotations

from typing import ClassVar

from tongban.kernel.errors import Unavailable


class Unreadable(Unavailable):
    """这份内容与保存时不一致，为保证安全已停止使用。请联系系统管理员核查。"""

    code: ClassVar[str] = "crypto_unreadable"


class KeyMissing(Unavailable):
    """加密这份内容所用的密钥不在本系统中。请系统管理员从备份中恢复密钥后重试。"""

    code: ClassVar[str] = "crypto_key_missing"


class KeysUnsafe(Unavailable):
    """密钥文件不安全或已损坏，系统拒绝使用。请系统管理员检查密钥目录的权限和内容。"""

    code: ClassVar[str] = "crypto_keys_unsafe"


class KeysUnwritable(Unavailable):
    """密钥目录无法写入，系统不能生成密钥。请系统管理员检查磁盘空间和目录权限。"""

    code: ClassVar[str] = "crypto_keys_unwritable"


class SuiteUnknown(Unavailable):
    """签名算法的设置无法识别，系统不能签名。请系统管理员把环境变量TONGBAN_SIGNATURE_SUITE设为SM或INTL。"""

    code: ClassVar[str] = "crypto_suite_unknown"
