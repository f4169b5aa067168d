from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from tongban.config.wiring import wire
from tongban.crypto import api as crypto

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def _wired_again(settings: Settings) -> Iterator[None]:
    address, suite = settings.TIMESTAMP_URL, settings.SIGNATURE_SUITE
    yield
    settings.TIMESTAMP_URL, settings.SIGNATURE_SUITE = address, suite
    wire()


def started(tmp_path: Path, **given: str) -> subprocess.CompletedProcess[str]:
    names = {f"TONGBAN_{name}": value for name, value in given.items()} | {"TONGBAN_STATE": str(tmp_path)}
    code = "from django.conf import settings as s; print(s.SIGNATURE_SUITE, s.TIMESTAMP_URL)"
    command = [sys.executable, "-m", "tongban", "shell", "--no-imports", "-c", code]
    return subprocess.run(command, cwd=ROOT, env=os.environ | names, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"SIGNATURE_SUITE": "RSA"}, "TONGBAN_SIGNATURE_SUITE"),
        ({"TIMESTAMP_URL": "tsa.example.cn"}, "TONGBAN_TIMESTAMP_URL"),
    ],
)
def test_a_wrong_setting_is_one_clear_refusal_at_start(tmp_path: Path, given: dict[str, str], named: str) -> None:
    done = started(tmp_path, **given)

    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert named in done.stderr


def test_the_environment_names_suite_and_authority(tmp_path: Path) -> None:
    done = started(tmp_path, SIGNATURE_SUITE="INTL", TIMESTAMP_URL="https://tsa.example.cn/")

    assert done.stdout.split() == ["INTL", "https://tsa.example.cn/"], done.stderr


def test_an_environment_that_says_nothing_means_the_national_suite_and_no_authority_outside(tmp_path: Path) -> None:
    assert started(tmp_path, SIGNATURE_SUITE="", TIMESTAMP_URL="").stdout.split() == ["SM"]


@pytest.mark.usefixtures("_wired_again")
def test_the_authority_that_is_named_is_the_one_that_is_asked(settings: Settings) -> None:
    settings.TIMESTAMP_URL = "http://127.0.0.1:9/"
    wire()

    with pytest.raises(crypto.TimestampUnavailable):
        crypto.stamp(bytes(32), at=datetime(2026, 9, 1, tzinfo=UTC))
