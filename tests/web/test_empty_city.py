"""What people see before a city has loaded its regions, departments and items."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_first_page_of_an_empty_city_says_what_to_do_and_leaves_no_name_out(client: Client) -> None:
    page = client.get("/").text

    assert "网上办事正在准备，还没有开通" in page
    assert "的办事大厅" not in page
    assert "tb-figures" not in page
    assert "还没有载入" not in page
