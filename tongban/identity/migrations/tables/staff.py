"""Who works here, in which post, and who stands in."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name='Staff',
        fields=[
            ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='staff', serialize=False, to=settings.AUTH_USER_MODEL)),
            ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.party')),
            ('number', models.CharField(max_length=20, unique=True)),
            ('department', models.CharField(blank=True, default='', max_length=30)),
            ('region', models.CharField(blank=True, default='', max_length=12)),
            ('closed_at', models.DateTimeField(blank=True, null=True)),
        ],
        options={
            'indexes': [
                models.Index(fields=['department', 'number'], name='identity_staff_by_department'),
            ],
            'constraints': [
                models.CheckConstraint(condition=models.Q(('number', ''), _negated=True), name='identity_staff_numbered', violation_error_message='工作人员必须有工号'),
            ],
        },
    ),
    migrations.CreateModel(
        name='StaffPost',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to=settings.AUTH_USER_MODEL)),
            ('role', models.CharField(choices=[('APPLICANT', 'APPLICANT'), ('LAW', 'LAW'), ('PARTNER', 'PARTNER'), ('INTERESTED', 'INTERESTED'), ('RECEIVER', 'RECEIVER'), ('ACCEPTOR', 'ACCEPTOR'), ('EXAMINER', 'EXAMINER'), ('DECIDER', 'DECIDER'), ('HANDOUT', 'HANDOUT'), ('ITEM_MANAGER', 'ITEM_MANAGER'), ('ITEM_REVIEWER', 'ITEM_REVIEWER'), ('LEGAL_REVIEWER', 'LEGAL_REVIEWER'), ('ITEM_APPROVER', 'ITEM_APPROVER'), ('SUPERVISOR', 'SUPERVISOR'), ('DATA_MANAGER', 'DATA_MANAGER'), ('OPERATOR', 'OPERATOR'), ('SECURITY', 'SECURITY'), ('AUDITOR', 'AUDITOR')], max_length=20)),
            ('department', models.CharField(max_length=30)),
            ('region', models.CharField(max_length=30)),
            ('below', models.BooleanField(default=False)),
            ('place', models.CharField(blank=True, max_length=20)),
            ('from_at', models.DateTimeField()),
            ('until_at', models.DateTimeField(null=True)),
        ],
        options={
            'constraints': [
                models.UniqueConstraint(condition=models.Q(('until_at__isnull', True)), fields=('user', 'role', 'department', 'region'), name='identity_post_once', violation_error_message='这个岗位已经授予过'),
                models.CheckConstraint(condition=models.Q(('until_at__isnull', True), ('until_at__gte', models.F('from_at')), _connector='OR'), name='identity_post_period', violation_error_message='结束时间不能早于开始时间'),
                models.CheckConstraint(condition=models.Q(('role__in', ['APPLICANT', 'INTERESTED', 'LAW', 'PARTNER']), _negated=True), name='identity_post_granted_role', violation_error_message='申请人、依法自动和联办不是岗位，不能授予'),
            ],
        },
    ),
    migrations.CreateModel(
        name='Leave',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leaves', to=settings.AUTH_USER_MODEL)),
            ('from_at', models.DateTimeField()),
            ('until_at', models.DateTimeField()),
        ],
        options={
            'constraints': [
                models.CheckConstraint(condition=models.Q(('until_at__gte', models.F('from_at'))), name='identity_leave_period', violation_error_message='结束时间不能早于开始时间'),
            ],
        },
    ),
    migrations.CreateModel(
        name='Substitution',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='substitutions', to='identity.staffpost')),
            ('substitute', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='substitutions', to=settings.AUTH_USER_MODEL)),
            ('from_at', models.DateTimeField()),
            ('until_at', models.DateTimeField()),
        ],
        options={
            'constraints': [
                models.CheckConstraint(condition=models.Q(('until_at__gte', models.F('from_at'))), name='identity_substitution_period', violation_error_message='结束时间不能早于开始时间'),
            ],
        },
    ),
    migrations.CreateModel(
        name='Nomination',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ('role', models.CharField(choices=[('AUDITOR', 'AUDITOR'), ('OPERATOR', 'OPERATOR'), ('SECURITY', 'SECURITY')], max_length=20)),
            ('department', models.CharField(max_length=30)),
            ('region', models.CharField(max_length=30)),
            ('below', models.BooleanField(default=False)),
            ('proposed_by', models.UUIDField()),
            ('proposed_at', models.DateTimeField()),
            ('decided_by', models.UUIDField(blank=True, null=True)),
            ('decided_at', models.DateTimeField(blank=True, null=True)),
            ('agreed', models.BooleanField(blank=True, null=True)),
        ],
        options={
            'constraints': [
                models.UniqueConstraint(condition=models.Q(('decided_at__isnull', True)), fields=('user', 'role'), name='identity_nomination_once', violation_error_message='这项管理员任命正在等待复核'),
                models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('agreed', True), _negated=True), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='identity_nomination_by_two', violation_error_message='提出任命的人不能自己复核'),
                models.CheckConstraint(condition=models.Q(models.Q(('user', models.F('proposed_by')), _negated=True), models.Q(('decided_by__isnull', True), models.Q(('user', models.F('decided_by')), _negated=True), _connector='OR')), name='identity_nomination_not_own', violation_error_message='不能给自己提出或者复核任命'),
                models.CheckConstraint(condition=models.Q(models.Q(('agreed__isnull', True), ('decided_at__isnull', True), ('decided_by__isnull', True)), models.Q(('agreed__isnull', False), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='identity_nomination_decided', violation_error_message='复核的人、时间和结果要一起写明'),
            ],
        },
    ),
]
