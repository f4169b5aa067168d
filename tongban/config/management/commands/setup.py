"""``tongban setup``: bring a database to what this version of the programme needs."""

from __future__ import annotations

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError, connection
from django.utils import timezone

from tongban.config.history import bring_up_to_date
from tongban.config.motion import OPENED, load_cases
from tongban.config.revisions import load_revisions
from tongban.config.rights import grant_rights
from tongban.config.sample import load
from tongban.crypto import api as crypto
from tongban.identity import api as identity
from tongban.kernel.errors import Refused

SETUP_LOCK = 0x746F6E677365_74  # "tongset": two setups of one database follow each other


class Command(BaseCommand):
    """Migrate, give the application its rights, load calendars and, in sample mode, the sample city.

    Runs as the owner of the tables. Safe to repeat and to interrupt: every part is done wholly or not at all, and the
    next run goes on. Says one line for each thing done.
    """

    help = "Migrate, grant rights, load calendars and the sample city"
    requires_system_checks: list[str] = []

    def handle(self, *_args: object, **_options: object) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock(%s)", [SETUP_LOCK])
            self._set_up()
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        except (OperationalError, ProgrammingError) as error:
            reason = str(error).strip().partition("\n")[0]
            raise CommandError("数据库没有准备好：" + reason) from error
        finally:
            connection.close()

    def _set_up(self) -> None:
        crypto.ensure_keys()
        if made := bring_up_to_date():
            self.stdout.write(f"已更新数据库结构：{made}项")
        if changed := grant_rights(settings.APP_ROLE):
            self.stdout.write(f"已设置应用账号的数据库权限：{changed}项")
        at = timezone.now()
        for line in load(at=at, since=at - OPENED):
            self.stdout.write(line)
        if settings.SAMPLE_MODE and identity.has_cast() and (made := load_cases(at=at)):
            self.stdout.write(f"已载入样例办件：{made}件")
        if settings.SAMPLE_MODE and identity.has_cast() and (made := load_revisions(at=at)):
            self.stdout.write(f"已载入样例修订：{made}份")
