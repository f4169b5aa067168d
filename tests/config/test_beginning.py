"""What a real installation begins with: its organisations, and administrators who can come in."""

from __future__ import annotations

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tests.city import City
from tongban.identity import api as identity
from tongban.kernel.actors import SYSTEM, Role
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs

pytestmark = pytest.mark.django_db
WUXI = Path(__file__).parents[2] / "sample" / "wuxi"


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    """The files of a real city: those of the sample with a contact of its own, and no stand-ins."""
    settings.SAMPLE_MODE = False
    for name in ("regions.csv", "departments.csv"):
        shutil.copy(WUXI / name, tmp_path)
    said = (WUXI / "places.toml").read_text("utf-8").replace("（示例）", "").replace("示例地址", "人民路1号")
    (tmp_path / "places.toml").write_text(said.split("[[stand_ins]]")[0], "utf-8")
    return tmp_path


def said(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


class TestOrganisations:
    def test_are_loaded_once_and_on_the_record(self, folder: Path) -> None:
        first, again = said("load_organisations", str(folder)), said("load_organisations", str(folder))

        assert first.startswith("已载入区划1322个、部门96个、服务场所")
        assert again.startswith("资料没有变化")
        assert orgs.department("ZD320213ADM")
        assert ledger.Entry.objects.get(verb="orgs.load_organisations").basis == "GZGF.20"

    def test_of_a_broken_file_the_line_and_the_reason_are_told_and_nothing_is_loaded(self, folder: Path) -> None:
        file = folder / "departments.csv"
        lines = file.read_text("utf-8").splitlines()
        lines[2] = lines[2].replace(",GOVERNMENT,", ",,")
        file.write_text("\n".join(lines), "utf-8")

        with pytest.raises(CommandError, match=r"departments\.csv 第3行的内容有误（kind："):
            said("load_organisations", str(folder))
        assert orgs.departments() == []
        assert orgs.regions() == []

    def test_of_an_empty_file_that_is_told(self, folder: Path) -> None:
        file = folder / "regions.csv"
        file.write_text(file.read_text("utf-8").splitlines()[0], "utf-8")

        with pytest.raises(CommandError, match=r"regions\.csv 里一行也没有"):
            said("load_organisations", str(folder))

    def test_the_contact_of_the_sample_is_not_taken_for_a_citys(self, folder: Path) -> None:
        shutil.copy(WUXI / "places.toml", folder)

        with pytest.raises(CommandError, match="示例"):
            said("load_organisations", str(folder))

    def test_the_sample_city_takes_no_others(self, folder: Path, settings: Settings) -> None:
        settings.SAMPLE_MODE = True

        with pytest.raises(CommandError, match="样例城市"):
            said("load_organisations", str(folder))


class TestMissedInvitation:
    def test_of_an_administrator_is_renewed_at_the_machine(self) -> None:
        user = administrator()

        words = said("renew_invitation", "first")

        code = words.split("：")[1].split("，")[0]
        assert identity.begin_enrolment(code=code, address="", at=timezone.now()).user == user

    def test_of_whoever_is_no_administrator_is_not(self) -> None:
        administrator("clerk", Role.ACCEPTOR)

        for username in ("clerk", "nobody"):
            with pytest.raises(CommandError, match="没有找到"):
                said("renew_invitation", username)

    def test_whoever_has_a_factor_is_recovered_by_two_people_instead(self, city: City) -> None:
        assert identity.factors_of(city.user("operator")).any

        with pytest.raises(CommandError, match="两位管理员"):
            said("renew_invitation", "operator")


def administrator(username: str = "first", role: Role = Role.OPERATOR) -> identity.User:
    at = timezone.now()
    user = identity.open_account(username=username, password="", display_name="测试管理员", by=SYSTEM, at=at)
    identity.appoint(user=user, role=role, department="*", region="*", by=SYSTEM, at=at)
    return user


class TestSignInPage:
    @pytest.fixture(autouse=True)
    def _plain_static(self, settings: Settings) -> None:
        settings.STORAGES = settings.STORAGES | {
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        }

    def test_of_an_empty_installation_says_where_it_begins(self) -> None:
        assert "docs/operations.md" in Client().get("/signin/").content.decode()

    def test_of_any_other_does_not(self) -> None:
        administrator()

        assert "docs/operations.md" not in Client().get("/signin/").content.decode()
