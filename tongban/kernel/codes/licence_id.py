"""电子证照标识 (GB/T 36904): type 21, issuer 18, serial, version 3 and a check character, under a fixed OID root.

The check is MOD 37,36 over type, issuer, serial and version together, without the root and without the dots.
Licences in circulation also name their issuer by a region of six digits: these are read, but never made.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tongban.kernel.codes import credit_code, iso7064, region
from tongban.kernel.codes.text import clean
from tongban.kernel.errors import Broken

ROOT = "1.2.156.3005.2"
LAST_VERSION = 999
_SERIAL = re.compile(r"[0-9A-Z]+")
_FORM = re.compile(
    re.escape(ROOT) + r"\.([0-9A-Z]{18})([0-9]{3})\.([0-9A-Z]{18}|[0-9]{6})\.([0-9A-Z]+)\.([0-9]{3})\.([0-9A-Z])"
)


@dataclass(frozen=True, slots=True)
class LicenceType:
    """证照类型代码: the organisation that defined the type, and its number there."""

    owner: credit_code.CreditCode
    number: int

    @property
    def code(self) -> str:
        """Return the 21 characters."""
        return f"{self.owner.code}{self.number:03}"


@dataclass(frozen=True, slots=True)
class LicenceId:
    """One version of one licence; a new version keeps the serial."""

    licence_type: LicenceType
    issuer: str
    serial: str
    version: int

    @property
    def check(self) -> str:
        """Return the check character."""
        return iso7064.check_character(f"{self.licence_type.code}{self.issuer}{self.serial}{self.version:03}")

    @property
    def code(self) -> str:
        """Return the whole identifier with its root and dots."""
        return f"{ROOT}.{self.licence_type.code}.{self.issuer}.{self.serial}.{self.version:03}.{self.check}"


def build(*, licence_type: LicenceType, issuer: credit_code.CreditCode, serial: str, version: int = 1) -> LicenceId:
    """Give a licence its identifier. Broken if the serial is not digits and capitals, or the version not 1 to 999."""
    if not _SERIAL.fullmatch(serial):
        raise Broken("证照流水号只能由数字和大写字母组成，请修改。")
    if not 1 <= version <= LAST_VERSION:
        raise Broken("证照版本号应在1至999之间，请修改。")
    return LicenceId(licence_type, issuer.code, serial, version)


def parse(text: str) -> LicenceId:
    """Read an identifier; the dots are needed, because the serial has no fixed length."""
    parts = _FORM.fullmatch(clean(text))
    if not parts or parts[5] == "000":
        message = f"电子证照标识应以{ROOT}开头，各段用点隔开，请完整复制后重试。"
        raise Broken(message)
    owner, number, issuer, serial, version, check = parts.groups()
    licence_type = LicenceType(credit_code.parse(owner), int(number))
    found = LicenceId(licence_type, _issuer(issuer), serial, int(version))
    if found.check != check:
        raise Broken("电子证照标识最后一位不对，可能没有复制完整，请核对后重试。")
    return found


def _issuer(code: str) -> str:
    if len(code) == credit_code.LENGTH:
        return credit_code.parse(code).code
    return region.parse(code).county
