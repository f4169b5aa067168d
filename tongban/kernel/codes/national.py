"""The only way out for codes: what is sent to the province or the nation passes here."""

from __future__ import annotations

from tongban.kernel.codes.credit_code import CreditCode
from tongban.kernel.codes.item import BasicCode, HandlingCode, ImplementationCode
from tongban.kernel.codes.licence_id import LicenceId
from tongban.kernel.codes.region import RegionCode
from tongban.kernel.errors import Broken

NationalCode = CreditCode | BasicCode | ImplementationCode | HandlingCode | LicenceId | RegionCode


def national(code: NationalCode) -> str:
    """Return the text to export; a local code, a bare string or anything else is refused.

    The type keeps local codes out when the programme is checked, the refusal when it runs.
    """
    if not isinstance(code, NationalCode):
        raise Broken("这不是国家统一编码，不能对外报送。请先取得国家编码，再重新报送。")
    return code.code
