from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.kernel.codes import email
from tongban.kernel.errors import Broken

NAMES = st.from_regex(r"[A-Za-z0-9_+-]{1,20}(\.[a-z0-9]{1,5})?", fullmatch=True)


@given(NAMES, st.sampled_from(["example.com", "mail.example.com.cn", "qq.com"]))
def test_an_address_is_read_as_it_is_and_shown_masked(name: str, host: str) -> None:
    found = email.parse(f" {name}＠{host.upper()} ")

    assert found == f"{name}@{host}"
    assert email.mask(found) == f"{name[0]}****@{host}"
    assert email.parse(found) == found


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "@",
        "a@",
        "@b.com",
        "a@b",
        "a..b@b.com",
        ".a@b.com",
        "a@-b.com",
        "a@b.com,c@d.com",
        "a@b.com\nBcc:c@d.com",
        "a<b@c.com",
    ],
)
def test_what_cannot_be_written_to_is_no_address(typed: str) -> None:
    with pytest.raises(Broken, match="name@example"):
        email.parse(typed)


def test_of_no_address_nothing_is_shown() -> None:
    assert email.mask("") == ""
