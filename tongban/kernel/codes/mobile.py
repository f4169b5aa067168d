"""Mobile numbers of the mainland: eleven digits, the first 1, the second 3 to 9."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tongban.kernel.codes import text as texts
from tongban.kernel.errors import Broken

# Telephones store +86 in front of what people copy.
_FORM = re.compile(r"(?:(?:\+|00)?86)?(1[3-9][0-9]{9})")


@dataclass(frozen=True, slots=True)
class MobileNumber:
    """A number to which a message can be sent. It is personal data: its repr does not show it."""

    code: str = field(repr=False)

    @property
    def masked(self) -> str:
        """Return what others may see of it."""
        return mask(self.code)


def mask(code: str) -> str:
    """Show the first three and last four digits."""
    return texts.mask(code, head=3, tail=4)


def parse(text: str) -> MobileNumber:
    """Read a mobile number as people type it."""
    found = _FORM.fullmatch(texts.clean(text))
    if not found:
        raise Broken("手机号码应为11位数字，以13至19开头，请核对后重新填写。")
    return MobileNumber(found[1])
