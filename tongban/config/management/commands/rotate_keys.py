"""``tongban rotate_keys``: a new master key, everything sealed put under it, and the old one out of use."""

from __future__ import annotations

from argparse import ArgumentParser
from uuid import UUID

from django.core.management import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from tongban.crypto import api as crypto
from tongban.kernel.actors import SYSTEM
from tongban.kernel.errors import Refused
from tongban.ledger import api as ledger

KEYS = UUID(int=0x6B657973)  # the subject of what is done to master keys
# 个人信息保护法51(1)3: 加密等安全技术措施; 密钥的更换是其中一项.
WHY = ledger.Why(ledger.Purpose.OPERATION, "GBF.51.1.3")


class Command(BaseCommand):
    """Begin a rotation, or say how far it is. The worker renews in the background; ``--now`` renews here as well.

    Stopped at any moment, it goes on where it was. ``--retire`` ends it once nothing is left under the old key.
    """

    help = "Rotate the master key: begin, show progress, renew now, retire the old key"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--status", action="store_true", help="only say how far a rotation is")
        parser.add_argument("--now", action="store_true", help="renew everything here and now")
        parser.add_argument("--retire", action="store_true", help="take the old key out of use, once nothing needs it")

    def handle(self, *args: object, status: bool, now: bool, retire: bool, **options: object) -> None:
        try:
            if retire:
                self._retire()
            elif not status and crypto.begin_rotation():
                _record("keys.rotate")
                self.stdout.write("已生成新的主密钥，新的内容从现在起用它加密。")
            self._renew(now=now)
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal

    def _renew(self, *, now: bool) -> None:
        found = self._renewed() if now else crypto.rotation()
        if found.keys == 1:
            self.stdout.write("现在只有一把主密钥，没有在更换。")
        elif found.left is None:
            self.stdout.write("后台正在开始更换，请稍后用 --status 查看；也可以用 --now 立即在这里更换。")
        elif found.left:
            self.stdout.write(f"已改用新密钥 {found.renewed} 项，还剩 {found.left} 项。")
        else:
            self.stdout.write(f"已全部改用新密钥（{found.renewed} 项）。十分钟后可以用 --retire 停用旧密钥。")

    def _renewed(self) -> crypto.Rotation:
        """Renew here, a point for each batch on a line of their own."""
        self._points = 0
        found = crypto.renew(at=timezone.now(), go_on=self._told)
        if self._points:
            self.stdout.write("")
        return found

    def _told(self) -> bool:
        self.stdout.write(".", ending="")
        self.stdout.flush()
        self._points += 1
        return True

    def _retire(self) -> None:
        crypto.retire(at=timezone.now())
        _record("keys.retire")
        self.stdout.write("旧密钥已经停用。它的文件改名为 .retired：请移到保存旧备份的地方，旧备份销毁后再销毁。")


@transaction.atomic
def _record(verb: str) -> None:
    key = crypto.key_ring().current().hex()
    ledger.record(at=timezone.now(), actor=SYSTEM, verb=verb, kind="keys", subject=KEYS, facts={"key": key}, why=WHY)
