"""What the room refuses. No sentence names a key, a purpose or a content."""

from __future__ import annotations

from typing import ClassVar

from tongban.kernel.errors import Unavailable, WrongState


class Unreadable(Unavailable):
    """这份内容与保存时不一致，为保证安全已停止使用。请联系系统管理员核查。"""

    code: ClassVar[str] = "crypto_unreadable"


class KeyMissing(Unavailable):
    """加密这份内容所用的密钥不在本系统中。请系统管理员从备份中恢复密钥后重试。"""

    code: ClassVar[str] = "crypto_key_missing"


class KeyServiceDown(Unavailable):
    """密钥服务暂时没有应答，加密的内容现在不能读写，请稍后再试。已经提交的内容不会丢失。"""

    code: ClassVar[str] = "crypto_key_service_down"


class KeyServiceWrong(Unavailable):
    """密钥服务的设置不正确。请系统管理员把环境变量TONGBAN_KEY_SERVICE设为“模块:名称”的形式，并确认这个模块已经安装。"""

    code: ClassVar[str] = "crypto_key_service_wrong"


class KeyInUse(WrongState):
    """这把密钥还在使用，不能停用。请等全部内容改用新密钥后再试。"""

    code: ClassVar[str] = "crypto_key_in_use"


class KeySettling(WrongState):
    """旧密钥还不能停用：从开始更换起要等十分钟，让正在办理的内容也改用新密钥。请十分钟后再试。"""

    code: ClassVar[str] = "crypto_key_settling"


class NotRotating(WrongState):
    """现在没有在更换密钥，没有旧密钥可以停用。"""

    code: ClassVar[str] = "crypto_not_rotating"


class KeysUnsafe(Unavailable):
    """密钥文件不安全或已损坏，系统拒绝使用。请系统管理员检查密钥目录的权限和内容。"""

    code: ClassVar[str] = "crypto_keys_unsafe"


class KeysUnwritable(Unavailable):
    """密钥目录无法写入，系统不能生成密钥。请系统管理员检查磁盘空间和目录权限。"""

    code: ClassVar[str] = "crypto_keys_unwritable"


class SuiteUnknown(Unavailable):
    """签名算法的设置无法识别，系统不能签名。请系统管理员把环境变量TONGBAN_SIGNATURE_SUITE设为SM或INTL。"""

    code: ClassVar[str] = "crypto_suite_unknown"


class BadTimestamp(Unavailable):
    """这份时间戳已损坏，或者不是对这份内容加盖的，不能作为证明。请联系系统管理员核查。"""

    code: ClassVar[str] = "crypto_bad_timestamp"


class TimestampAddressWrong(Unavailable):
    """时间戳服务的地址不正确。请系统管理员把环境变量TONGBAN_TIMESTAMP_URL设为以http://或https://开头的地址。"""

    code: ClassVar[str] = "crypto_timestamp_address_wrong"


class TimestampUnavailable(Unavailable):
    """暂时无法取得时间戳，请稍后重试；已经保存的内容不受影响。多次失败时，请系统管理员检查时间戳服务的地址和网络。"""

    code: ClassVar[str] = "crypto_timestamp_unavailable"


class BadToken(Unavailable):
    """这个登录凭据不是本系统签发的，或者已经损坏，不能使用。请重新登录。"""

    code: ClassVar[str] = "crypto_bad_token"
    status: ClassVar[int] = 422
