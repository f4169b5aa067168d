"""Accounts and how they sign in: sessions, codes, second factors, providers outside."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name='User',
        fields=[
            ('password', models.CharField(max_length=128, verbose_name='password')),
            ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('username', models.CharField(max_length=60, unique=True)),
            ('display_name', models.CharField(max_length=60)),
            ('is_active', models.BooleanField(default=True)),
            ('created_at', models.DateTimeField()),
        ],
        options={
            'abstract': False,
        },
    ),
    migrations.CreateModel(
        name='Session',
        fields=[
            ('name', models.CharField(max_length=64, primary_key=True, serialize=False)),
            ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ('data', models.TextField()),
            ('means', models.CharField(blank=True, choices=[('PASSWORD', 'PASSWORD'), ('SMS', 'SMS'), ('PASSKEY', 'PASSKEY'), ('PROVIDER', 'PROVIDER'), ('TOTP', 'TOTP'), ('RECOVERY_CODE', 'RECOVERY_CODE'), ('ENROLMENT', 'ENROLMENT')], max_length=20)),
            ('provider', models.CharField(blank=True, default='', max_length=20)),
            ('device', models.CharField(blank=True, max_length=80)),
            ('address', models.CharField(blank=True, max_length=45)),
            ('begun_at', models.DateTimeField()),
            ('seen_at', models.DateTimeField()),
            ('expire_at', models.DateTimeField()),
        ],
        options={
            'indexes': [
                models.Index(models.F('user'), condition=models.Q(('user__isnull', False)), name='identity_session_user'),
                models.Index(models.F('expire_at'), name='identity_session_expire'),
            ],
            'constraints': [
                models.CheckConstraint(condition=models.Q(('seen_at__gte', models.F('begun_at'))), name='identity_session_seen_after_begun', violation_error_message='最后使用时间不能早于登录时间'),
            ],
        },
    ),
    migrations.CreateModel(
        name='ThrottleCount',
        fields=[
            ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
            ('purpose', models.CharField(choices=[('SIGN_IN_NAME', 'SIGN_IN_NAME'), ('SIGN_IN_ADDRESS', 'SIGN_IN_ADDRESS'), ('FACTOR', 'FACTOR'), ('CODE_PAUSE', 'CODE_PAUSE'), ('CODE_REQUESTER', 'CODE_REQUESTER'), ('CODE_NUMBER', 'CODE_NUMBER'), ('CODE_ADDRESS', 'CODE_ADDRESS'), ('CODE_TRY', 'CODE_TRY'), ('ENROLMENT', 'ENROLMENT'), ('SIGN_UP', 'SIGN_UP'), ('SIGN_UP_CHECK', 'SIGN_UP_CHECK'), ('DELEGATION', 'DELEGATION'), ('STAFF_CHECK', 'STAFF_CHECK'), ('UNMASKING', 'UNMASKING'), ('EXPORT', 'EXPORT'), ('SEARCH', 'SEARCH'), ('LOGIN_ADDRESS', 'LOGIN_ADDRESS'), ('LOGIN_CLIENT', 'LOGIN_CLIENT')], max_length=20)),
            ('count', models.PositiveIntegerField()),
            ('first_at', models.DateTimeField()),
            ('last_at', models.DateTimeField()),
        ],
        options={
            'indexes': [
                models.Index(models.F('purpose'), models.F('last_at'), name='identity_throttle_old'),
            ],
        },
    ),
    migrations.CreateModel(
        name='OneTimeCode',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('number_digest', models.CharField(max_length=64)),
            ('purpose', models.CharField(choices=[('SIGN_IN', 'SIGN_IN'), ('SIGN_UP', 'SIGN_UP'), ('RESET', 'RESET'), ('NEW_MOBILE', 'NEW_MOBILE'), ('FOLLOW', 'FOLLOW'), ('NEW_EMAIL', 'NEW_EMAIL')], max_length=20)),
            ('browser_digest', models.CharField(max_length=64)),
            ('code_digest', models.CharField(max_length=64)),
            ('tries', models.PositiveSmallIntegerField(default=0)),
            ('sent_at', models.DateTimeField()),
            ('until_at', models.DateTimeField()),
            ('used_at', models.DateTimeField(null=True)),
        ],
        options={
            'indexes': [
                models.Index(models.F('until_at'), name='identity_code_old'),
            ],
            'constraints': [
                models.UniqueConstraint(fields=('number_digest', 'purpose', 'browser_digest'), name='identity_code_latest_only', violation_error_message='同一浏览器里只有最近一次发送的验证码有效'),
            ],
        },
    ),
    migrations.CreateModel(
        name='Enrolment',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ('kind', models.CharField(choices=[('INVITATION', 'INVITATION'), ('RECOVERY', 'RECOVERY')], max_length=20)),
            ('code_digest', models.CharField(max_length=64, unique=True)),
            ('secret_cipher', models.BinaryField()),
            ('made_by', models.UUIDField()),
            ('made_at', models.DateTimeField()),
            ('until_at', models.DateTimeField()),
            ('used_at', models.DateTimeField(null=True)),
        ],
        options={
            'constraints': [
                models.UniqueConstraint(condition=models.Q(('used_at__isnull', True)), fields=('user',), name='identity_enrolment_once', violation_error_message='这个账号已经有一个没有用过的邀请'),
            ],
        },
    ),
    migrations.CreateModel(
        name='FactorRecovery',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ('checked', models.CharField(choices=[('IN_PERSON', '当面核对证件'), ('BY_VIDEO', '视频核对本人和证件'), ('BY_SUPERIOR', '由直接领导当面确认')], max_length=20)),
            ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ('opened_at', models.DateTimeField()),
            ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ('closed_at', models.DateTimeField(null=True)),
            ('confirmed', models.BooleanField(null=True)),
        ],
        options={
            'constraints': [
                models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('user',), name='identity_recovery_once', violation_error_message='这个账号的找回已经在办理'),
                models.CheckConstraint(condition=models.Q(models.Q(('opened_by', models.F('user')), _negated=True), models.Q(('closed_by__isnull', True), models.Q(('closed_by', models.F('user')), _negated=True), _connector='OR')), name='identity_recovery_never_ones_own', violation_error_message='不能办理自己账号的找回'),
                models.CheckConstraint(condition=models.Q(('confirmed__isnull', True), ('confirmed', False), models.Q(('closed_by', models.F('opened_by')), _negated=True), _connector='OR'), name='identity_recovery_two_people', violation_error_message='核验和批准由两个人分别办理'),
                models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True), ('confirmed__isnull', True)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('confirmed__isnull', False)), _connector='OR'), name='identity_recovery_closed_whole', violation_error_message='办结的找回应写明由谁、何时、是否批准'),
            ],
        },
    ),
    migrations.CreateModel(
        name='TotpSecret',
        fields=[
            ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
            ('cipher', models.BinaryField()),
            ('last_step', models.BigIntegerField(default=0)),
            ('since_at', models.DateTimeField()),
        ],
    ),
    migrations.CreateModel(
        name='RecoveryCode',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ('digest', models.CharField(max_length=64, unique=True)),
            ('used_at', models.DateTimeField(null=True)),
        ],
    ),
    migrations.CreateModel(
        name='Passkey',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ('credential_digest', models.CharField(max_length=64, unique=True)),
            ('credential', models.BinaryField()),
            ('sign_count', models.BigIntegerField()),
            ('device', models.CharField(max_length=80)),
            ('made_at', models.DateTimeField()),
            ('used_at', models.DateTimeField(null=True)),
        ],
        options={
            'indexes': [
                models.Index(models.F('user'), name='identity_passkey_user'),
            ],
        },
    ),
    migrations.CreateModel(
        name='ExternalIdentity',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('provider', models.CharField(max_length=20)),
            ('subject_digest', models.CharField(max_length=64)),
            ('subject_cipher', models.BinaryField()),
            ('address_cipher', models.BinaryField(default=b'')),
            ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ('linked_at', models.DateTimeField()),
            ('ended_at', models.DateTimeField(null=True)),
        ],
        options={
            'constraints': [
                models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('provider', 'subject_digest'), name='identity_external_once', violation_error_message='这个账号已经关联了一个通办账号'),
                models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('provider', 'user'), name='identity_external_one_of_each', violation_error_message='一个通办账号对每家只关联一个账号'),
                models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('ended_at__gte', models.F('linked_at')), _connector='OR'), name='identity_external_period', violation_error_message='结束时间不能早于开始时间'),
            ],
        },
    ),
]
