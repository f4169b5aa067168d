"""Systems that let people sign in here."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name='Client',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('code', models.CharField(max_length=40, unique=True)),
            ('secret_digest', models.CharField(max_length=64)),
            ('name', models.CharField(max_length=60)),
            ('department', models.CharField(max_length=20)),
            ('region', models.CharField(max_length=12)),
            ('purpose', models.CharField(max_length=200)),
            ('ground', models.CharField(choices=[('CONSENT', 'CONSENT'), ('STATUTORY', 'STATUTORY')], max_length=10)),
            ('basis', models.CharField(blank=True, max_length=100)),
            ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None)),
            ('redirects', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=500), size=None)),
            ('leaves', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=500), blank=True, default=list, size=None)),
            ('calls', models.CharField(blank=True, max_length=500)),
            ('starts', models.CharField(blank=True, max_length=500)),
            ('sector', models.CharField(max_length=255)),
            ('state', models.CharField(choices=[('ACTIVE', '使用中'), ('SUSPENDED', '已停用')], max_length=10)),
            ('registered_at', models.DateTimeField()),
            ('changed_at', models.DateTimeField()),
        ],
        options={
            'constraints': [
                models.CheckConstraint(condition=models.Q(models.Q(('basis', ''), ('ground', 'CONSENT')), models.Q(('ground', 'STATUTORY'), models.Q(('basis', ''), _negated=True)), _connector='OR'), name='identity_client_statutory_rests_on_law', violation_error_message='为履行法定职责提供个人信息的系统须写明法律依据，由本人同意的不写'),
                models.CheckConstraint(condition=models.Q(('basis', ''), ('basis__regex', '^([A-Z]{3,8}\\.[0-9][0-9.-]*(,[A-Z]{3,8}\\.[0-9][0-9.-]*)*)?$'), _connector='OR'), name='identity_client_basis_cited', violation_error_message='法律依据要写成法律代码和条款'),
            ],
        },
    ),
    migrations.CreateModel(
        name='Pseudonym',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('sector', models.CharField(max_length=255)),
            ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.party')),
            ('value', models.CharField(max_length=64, unique=True)),
        ],
        options={
            'constraints': [
                models.UniqueConstraint(fields=('sector', 'person'), name='identity_pseudonym_once', violation_error_message='一个人在一类系统里只有一个编号'),
            ],
        },
    ),
    migrations.CreateModel(
        name='Consent',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.client')),
            ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.party')),
            ('ground', models.CharField(choices=[('CONSENT', 'CONSENT'), ('STATUTORY', 'STATUTORY')], max_length=10)),
            ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None)),
            ('given_at', models.DateTimeField()),
            ('ended_at', models.DateTimeField(null=True)),
        ],
        options={
            'constraints': [
                models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('client', 'person'), name='identity_consent_once', violation_error_message='对一个系统的同意同时只有一份'),
                models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('ended_at__gte', models.F('given_at')), _connector='OR'), name='identity_consent_period', violation_error_message='结束时间不能早于开始时间'),
            ],
        },
    ),
    migrations.CreateModel(
        name='Login',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.client')),
            ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.party')),
            ('acting_for', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.party')),
            ('subject', models.CharField(max_length=64)),
            ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None)),
            ('issuer', models.CharField(max_length=200)),
            ('browser', models.CharField(max_length=64)),
            ('authenticated_at', models.DateTimeField()),
            ('began_at', models.DateTimeField()),
            ('ended_at', models.DateTimeField(null=True)),
            ('told_at', models.DateTimeField(null=True)),
            ('tries', models.PositiveSmallIntegerField(default=0)),
        ],
        options={
            'indexes': [
                models.Index(fields=['person', '-began_at'], name='identity_login_person'),
                models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['browser'], name='identity_login_browser'),
                models.Index(condition=models.Q(('ended_at__isnull', False), ('told_at__isnull', True)), fields=['ended_at'], name='identity_login_untold'),
            ],
            'constraints': [
                models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('ended_at__gte', models.F('began_at')), _connector='OR'), name='identity_login_period', violation_error_message='结束时间不能早于开始时间'),
            ],
        },
    ),
    migrations.CreateModel(
        name='LoginCode',
        fields=[
            ('digest', models.CharField(max_length=64, primary_key=True, serialize=False)),
            ('login', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='code', to='identity.login')),
            ('redirect', models.CharField(max_length=500)),
            ('nonce', models.CharField(blank=True, max_length=255)),
            ('challenge', models.CharField(max_length=43)),
            ('until_at', models.DateTimeField()),
            ('used_at', models.DateTimeField(null=True)),
        ],
    ),
    migrations.CreateModel(
        name='LoginToken',
        fields=[
            ('digest', models.CharField(max_length=64, primary_key=True, serialize=False)),
            ('login', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tokens', to='identity.login')),
            ('until_at', models.DateTimeField()),
        ],
    ),
]
