"""Departments' systems that accept our login, what people agreed to, and where they are signed in."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from tongban.identity.models.accounts import User
from tongban.identity.models.parties import Party
from tongban.identity.rules.connecting import ClientState, Ground
from tongban.kernel import law


class Client(models.Model):
    """A department's system. ``code`` is what it calls itself by; of its secret only a keyed digest is kept."""

    id = models.UUIDField(primary_key=True)
    code = models.CharField(max_length=40, unique=True)
    secret_digest = models.CharField(max_length=64)
    name = models.CharField(max_length=60)
    department = models.CharField(max_length=20)
    region = models.CharField(max_length=12)
    """Where its department works: administrators are told apart by both."""
    purpose = models.CharField(max_length=200)
    ground = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Ground])
    basis = models.CharField(max_length=100, blank=True)
    scopes = ArrayField(models.CharField(max_length=20))
    redirects = ArrayField(models.CharField(max_length=500))
    leaves = ArrayField(models.CharField(max_length=500), default=list, blank=True)
    calls = models.CharField(max_length=500, blank=True)
    starts = models.CharField(max_length=500, blank=True)
    sector = models.CharField(max_length=255)
    """By what the numbers of its users are made; it never changes, or the system would know nobody any more."""
    state = models.CharField(max_length=10, choices=ClientState.choices())
    registered_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="identity_client_statutory_rests_on_law",
                condition=Q(ground=Ground.CONSENT, basis="") | Q(ground=Ground.STATUTORY) & ~Q(basis=""),
                violation_error_message="为履行法定职责提供个人信息的系统须写明法律依据，由本人同意的不写",
            ),
            models.CheckConstraint(
                name="identity_client_basis_cited",
                condition=Q(basis="") | Q(basis__regex=law.CITED),
                violation_error_message="法律依据要写成法律代码和条款",
            ),
        ]

    def __str__(self) -> str:
        """Return the code."""
        return self.code


class Pseudonym(models.Model):
    """By what number the systems of one sector know a person: others cannot join two sectors by it.

    Kept, not only worked out, so that the number stays when keys are changed.
    """

    sector = models.CharField(max_length=255)
    person = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    value = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["sector", "person"],
                name="identity_pseudonym_once",
                violation_error_message="一个人在一类系统里只有一个编号",
            ),
        ]

    def __str__(self) -> str:
        """Return the number, which says nothing of who it is."""
        return self.value


class Consent(models.Model):
    """That a person agreed that a system gets these data, or was told that it does by law, until it ended."""

    id = models.UUIDField(primary_key=True)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Ground])
    scopes = ArrayField(models.CharField(max_length=20))
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["client", "person"],
                condition=Q(ended_at__isnull=True),
                name="identity_consent_once",
                violation_error_message="对一个系统的同意同时只有一份",
            ),
            models.CheckConstraint(
                name="identity_consent_period",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("given_at")),
                violation_error_message="结束时间不能早于开始时间",
            ),
        ]

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)


class Login(models.Model):
    """That a person came to a system through us: as whom, with which data allowed, from which browser."""

    id = models.UUIDField(primary_key=True)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    acting_for = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=64)
    scopes = ArrayField(models.CharField(max_length=20))
    issuer = models.CharField(max_length=200)
    """By what address the system knows us."""
    browser = models.CharField(max_length=64)
    """Name of the session at the portal, a digest: this login ends with it."""
    authenticated_at = models.DateTimeField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    """When the system was told that it ended, or was given up telling; None as long as it is owed."""
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "-began_at"], name="identity_login_person"),
            models.Index(fields=["browser"], condition=Q(ended_at__isnull=True), name="identity_login_browser"),
            models.Index(
                fields=["ended_at"],
                condition=Q(ended_at__isnull=False, told_at__isnull=True),
                name="identity_login_untold",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="identity_login_period",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")),
                violation_error_message="结束时间不能早于开始时间",
            ),
        ]

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)


class LoginCode(models.Model):
    """A code that a system redeems once, within a minute; only its keyed digest is kept."""

    digest = models.CharField(max_length=64, primary_key=True)
    login = models.OneToOneField(Login, on_delete=models.PROTECT, related_name="code")
    redirect = models.CharField(max_length=500)
    nonce = models.CharField(max_length=255, blank=True)
    challenge = models.CharField(max_length=43)
    until_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Return the digest."""
        return self.digest


class LoginToken(models.Model):
    """A short-lived token by which a system asks about the person; only its keyed digest is kept."""

    digest = models.CharField(max_length=64, primary_key=True)
    login = models.ForeignKey(Login, on_delete=models.PROTECT, related_name="tokens")
    until_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return the digest."""
        return self.digest
