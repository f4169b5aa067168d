"""What a case may bring besides: those told of it, hearings, complaints, and the archive."""

import django.db.models.deletion
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name='ToldParty',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='told', to='cases.case')),
            ('applicant', models.BooleanField(default=False)),
            ('party', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.party')),
            ('code', models.CharField(max_length=12, unique=True)),
            ('told', models.BinaryField(help_text='name, telephone and what was told of the matter, encrypted')),
            ('told_at', models.DateTimeField()),
            ('told_by', models.UUIDField()),
            ('paper', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.issueddocument')),
            ('notice', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.issueddocument')),
            ('views', models.BinaryField(help_text='what they said of the matter, encrypted', null=True)),
            ('views_at', models.DateTimeField(null=True)),
            ('wish', models.CharField(blank=True, choices=[('ASKED', '要求听证'), ('WAIVED', '放弃听证')], default='', max_length=8)),
            ('wish_at', models.DateTimeField(null=True)),
        ],
        options={
            'indexes': [
                models.Index(fields=['party', '-told_at'], name='told_by_party'),
            ],
            'constraints': [
                models.UniqueConstraint(condition=models.Q(('party__isnull', False)), fields=('case', 'party'), name='told_once_a_party', violation_error_message='已经告知过这位利害关系人。'),
                models.CheckConstraint(condition=models.Q(('applicant', False), models.Q(('party__isnull', False), ('views__isnull', True)), _connector='OR'), name='told_applicant_is_known', violation_error_message='申请人的意见用“补充说明”提出。'),
                models.CheckConstraint(condition=models.Q(models.Q(('views__isnull', True), ('views_at__isnull', True)), models.Q(('views__isnull', False), ('views_at__isnull', False)), _connector='OR'), name='told_views_with_moment', violation_error_message='陈述的意见必须同时记录时间。'),
                models.CheckConstraint(condition=models.Q(models.Q(('wish', ''), ('wish_at__isnull', True)), models.Q(models.Q(('wish', ''), _negated=True), ('wish_at__isnull', False)), _connector='OR'), name='told_wish_with_moment', violation_error_message='是否要求听证必须同时记录时间。'),
            ],
        },
    ),
    migrations.CreateModel(
        name='Hearing',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='hearing', to='cases.case')),
            ('opened_at', models.DateTimeField()),
            ('asked_at', models.DateTimeField(null=True)),
            ('called_at', models.DateTimeField(null=True)),
            ('called_by', models.UUIDField(null=True)),
            ('begins_at', models.DateTimeField(null=True)),
            ('place', models.CharField(blank=True, default='', max_length=200)),
            ('presider', models.CharField(blank=True, default='', max_length=100)),
            ('announced', models.CharField(blank=True, default='', max_length=200)),
            ('ended_at', models.DateTimeField(null=True)),
            ('recorded_by', models.UUIDField(null=True)),
            ('held', models.BooleanField(null=True)),
            ('minutes', models.BinaryField(help_text='who attended and what was said, or why there was none, encrypted', null=True)),
            ('weighed', models.BinaryField(help_text='how the decision deals with what was said, encrypted', null=True)),
        ],
        options={
            'constraints': [
                models.CheckConstraint(condition=models.Q(models.Q(('begins_at__isnull', True), ('called_at__isnull', True), ('called_by__isnull', True), ('place', ''), ('presider', '')), models.Q(('begins_at__isnull', False), ('called_at__isnull', False), ('called_by__isnull', False), models.Q(('place', ''), _negated=True), models.Q(('presider', ''), _negated=True)), _connector='OR'), name='hearing_called_with_time_and_place', violation_error_message='听证通知必须同时写明时间、地点和主持人。'),
                models.CheckConstraint(condition=models.Q(('called_at__isnull', True), ('asked_at__isnull', False), models.Q(('announced', ''), _negated=True), _connector='OR'), name='hearing_called_when_asked_or_announced', violation_error_message='举行听证，要有人申请，或者已经向社会公告。'),
                models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('held__isnull', True), ('minutes__isnull', True), ('recorded_by__isnull', True)), models.Q(('called_at__isnull', False), ('ended_at__isnull', False), ('held__isnull', False), ('minutes__isnull', False), ('recorded_by__isnull', False)), _connector='OR'), name='hearing_ended_with_minutes', violation_error_message='听证结束必须同时记录是否举行、笔录和时间。'),
            ],
        },
    ),
    migrations.CreateModel(
        name='HearingMove',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('hearing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='cases.hearing')),
            ('before', models.DateTimeField()),
            ('before_place', models.CharField(max_length=200)),
            ('before_presider', models.CharField(max_length=100)),
            ('begins_at', models.DateTimeField()),
            ('reason', models.TextField()),
            ('consent', models.CharField(blank=True, default='', help_text='who agreed, and how', max_length=500)),
            ('at', models.DateTimeField()),
            ('by', models.UUIDField()),
        ],
        options={
            'constraints': [
                models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('begins_at', models.F('before')), _negated=True)), name='hearing_moved_with_reason', violation_error_message='听证改期必须写明理由，并且改到另一个时间。'),
            ],
        },
    ),
    migrations.CreateModel(
        name='MovedNotice',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('told', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moved', to='cases.toldparty')),
            ('move', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='cases.hearingmove')),
            ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.issueddocument')),
        ],
        options={
            'constraints': [
                models.UniqueConstraint(fields=('told', 'move'), name='told_once_a_move', violation_error_message='每次改期对每个人只通知一次。'),
            ],
        },
    ),
    migrations.CreateModel(
        name='Complaint',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='complaints', to='cases.case')),
            ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.department')),
            ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.region')),
            ('applicant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.party')),
            ('agent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.party')),
            ('about', models.CharField(choices=[('OPINION', '意见'), ('COMPLAINT', '投诉')], max_length=12)),
            ('words', models.BinaryField(help_text='what was written, encrypted')),
            ('by', models.UUIDField(help_text='the account of who wrote it')),
            ('at', models.DateTimeField()),
            ('answer', models.BinaryField(help_text='what was answered, encrypted', null=True)),
            ('answered_by', models.UUIDField(null=True)),
            ('answered_at', models.DateTimeField(null=True)),
        ],
        options={
            'indexes': [
                models.Index(fields=['case', 'at'], name='complaint_by_case'),
                models.Index(condition=models.Q(('answered_at__isnull', True)), fields=['department', 'at', 'id'], name='complaint_waiting'),
            ],
            'constraints': [
                models.CheckConstraint(condition=models.Q(models.Q(('answer__isnull', True), ('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(('answer__isnull', False), ('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='complaint_answered_by_somebody', violation_error_message='答复必须同时记录内容、答复人和时间。'),
                models.UniqueConstraint(condition=models.Q(('answered_at__isnull', True)), fields=('case', 'about'), name='complaint_one_at_a_time', violation_error_message='上一条还没有答复，请等答复以后再提。'),
            ],
        },
    ),
    migrations.CreateModel(
        name='Archive',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='archive', to='cases.case')),
            ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.department')),
            ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.region')),
            ('applicant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.party')),
            ('agent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.party')),
            ('retention', models.CharField(choices=[('PERMANENT', '永久'), ('YEARS_30', '30年'), ('YEARS_10', '10年')], max_length=12)),
            ('source', models.CharField(max_length=300)),
            ('closed_on', models.DateField()),
            ('due_on', models.DateField(help_text='the last day by which it had to be filed')),
            ('keep_until', models.DateField(help_text='the last day on which it has to be kept; none for ever', null=True)),
            ('contents', models.JSONField()),
            ('digest', models.CharField(max_length=64)),
            ('filed_at', models.DateTimeField()),
            ('filed_by', models.UUIDField()),
        ],
        options={
            'indexes': [
                models.Index(fields=['department', '-filed_at', 'id'], name='archive_by_department'),
                models.Index(condition=models.Q(('keep_until__isnull', False)), fields=['keep_until'], name='archive_by_end'),
            ],
            'constraints': [
                models.CheckConstraint(condition=models.Q(models.Q(('keep_until__isnull', True), ('retention', 'PERMANENT')), models.Q(models.Q(('retention', 'PERMANENT'), _negated=True), ('keep_until__isnull', False)), _connector='OR'), name='archive_kept_for_ever_or_until', violation_error_message='永久保管的没有到期日，其他的必须有。'),
                models.CheckConstraint(condition=models.Q(models.Q(('contents', []), _negated=True), ('digest__regex', '^[0-9a-f]{64}$')), name='archive_has_contents_and_digest', violation_error_message='归档必须有目录和摘要。'),
            ],
        },
    ),
]
