"""Persons and organisations, their documents, and who acts for them."""

import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name='Party',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('kind', models.CharField(choices=[('NATURAL', '自然人'), ('LEGAL', '法人或其他组织')], max_length=10)),
            ('name', models.CharField(max_length=200)),
            ('mobile_cipher', models.BinaryField(default=b'')),
            ('mobile_digest', models.CharField(default='', max_length=64)),
            ('mobile_tail', models.CharField(default='', max_length=4)),
            ('address_cipher', models.BinaryField(default=b'')),
            ('email_cipher', models.BinaryField(default=b'')),
            ('real_name_level', models.CharField(choices=[('NONE', '未实名'), ('BASIC', '初级实名（姓名、证件号码和手机一致）'), ('FACE_TO_FACE', '当面核验（窗口看过证件原件）'), ('STRONG', '高级实名（国家、省统一身份认证或者可靠的电子身份）')], default='NONE', max_length=12)),
            ('proven_by', models.CharField(default='', max_length=30)),
            ('proven_at', models.DateTimeField(null=True)),
            ('created_at', models.DateTimeField()),
        ],
        options={
            'indexes': [
                models.Index(models.F('mobile_digest'), condition=models.Q(('mobile_digest', ''), _negated=True), name='identity_party_mobile'),
                models.Index(models.F('mobile_tail'), condition=models.Q(('mobile_tail', ''), _negated=True), name='identity_party_mobile_tail'),
            ],
            'constraints': [
                models.UniqueConstraint(fields=('id', 'kind'), name='identity_party_kind', violation_error_message='同一个办事人只有一种类别'),
                models.CheckConstraint(condition=models.Q(models.Q(('mobile_cipher', b''), ('mobile_digest', ''), ('mobile_tail', '')), models.Q(models.Q(('mobile_cipher', b''), _negated=True), models.Q(('mobile_digest', ''), _negated=True), models.Q(('mobile_tail', ''), _negated=True)), _connector='OR'), name='identity_party_mobile_is_found_by_digest', violation_error_message='手机号码的密文、摘要和后四位应当同时有或者同时没有'),
                models.CheckConstraint(condition=models.Q(models.Q(('proven_at__isnull', True), ('proven_by', ''), ('real_name_level', 'NONE')), models.Q(models.Q(('real_name_level', 'NONE'), _negated=True), models.Q(('proven_by', ''), _negated=True), ('proven_at__isnull', False)), _connector='OR'), name='identity_party_level_is_proven', violation_error_message='实名等级应当写明怎样核验和什么时候核验'),
            ],
        },
    ),
    migrations.CreateModel(
        name='PartyDocument',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='identity.party')),
            ('holder', models.CharField(choices=[('NATURAL', '自然人'), ('LEGAL', '法人或其他组织')], max_length=10)),
            ('document_type', models.CharField(choices=[('CREDIT_CODE', '统一社会信用代码'), ('RESIDENT_ID', '居民身份证'), ('TEMPORARY_RESIDENT_ID', '临时居民身份证'), ('HOUSEHOLD_REGISTER', '户口簿'), ('BIRTH_CERTIFICATE', '出生医学证明'), ('PASSPORT', '普通护照'), ('HK_MACAO_PERMIT', '港澳居民来往内地通行证'), ('TAIWAN_PERMIT', '台湾居民来往大陆通行证'), ('HK_MACAO_RESIDENCE', '港澳居民居住证'), ('TAIWAN_RESIDENCE', '台湾居民居住证'), ('PERMANENT_RESIDENCE', '外国人永久居留身份证')], max_length=30)),
            ('cipher', models.BinaryField()),
            ('digest', models.CharField(max_length=64)),
            ('tail', models.CharField(max_length=4)),
            ('primary', models.BooleanField(default=False)),
            ('from_at', models.DateTimeField()),
            ('until_at', models.DateTimeField(null=True)),
        ],
        options={
            'indexes': [
                models.Index(models.F('tail'), name='identity_document_tail'),
            ],
            'constraints': [
                models.UniqueConstraint(models.F('document_type'), models.F('digest'), name='identity_party_document', violation_error_message='这个证件号码已经登记过'),
                models.UniqueConstraint(condition=models.Q(('primary', True)), fields=('party',), name='identity_document_one_primary', violation_error_message='一个办事人只有一个主要证件'),
                models.CheckConstraint(condition=models.Q(models.Q(('document_type', 'CREDIT_CODE'), ('holder', 'LEGAL')), models.Q(('holder', 'NATURAL'), models.Q(('document_type', 'CREDIT_CODE'), _negated=True)), _connector='OR'), name='identity_party_legal_iff_credit_code', violation_error_message='法人和其他组织以统一社会信用代码登记，自然人以个人证件登记'),
                models.CheckConstraint(condition=models.Q(('until_at__isnull', True), ('until_at__gte', models.F('from_at')), _connector='OR'), name='identity_document_period', violation_error_message='结束时间不能早于开始时间'),
            ],
        },
    ),
    migrations.CreateModel(
        name='Account',
        fields=[
            ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='account', serialize=False, to=settings.AUTH_USER_MODEL)),
            ('party', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='account', to='identity.party')),
        ],
    ),
    migrations.CreateModel(
        name='Kinship',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.party')),
            ('relative', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.party')),
            ('relation', models.CharField(choices=[('SPOUSE', '夫妻'), ('LINEAL', '直系血亲'), ('COLLATERAL', '三代以内旁系血亲'), ('IN_LAW', '近姻亲'), ('OTHER', '其他可能影响公正办理的关系')], max_length=12)),
            ('from_at', models.DateTimeField()),
            ('until_at', models.DateTimeField(null=True)),
        ],
        options={
            'constraints': [
                models.UniqueConstraint(condition=models.Q(('until_at__isnull', True)), fields=('person', 'relative'), name='identity_kinship_once', violation_error_message='这位亲属已经登记过'),
                models.CheckConstraint(condition=models.Q(('person', models.F('relative')), _negated=True), name='identity_kinship_of_two', violation_error_message='不能把本人登记为自己的亲属'),
                models.CheckConstraint(condition=models.Q(('until_at__isnull', True), ('until_at__gte', models.F('from_at')), _connector='OR'), name='identity_kinship_period', violation_error_message='结束时间不能早于开始时间'),
            ],
        },
    ),
    migrations.CreateModel(
        name='Representation',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('key', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True)),
            ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.party')),
            ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.party')),
            ('from_at', models.DateTimeField()),
            ('until_at', models.DateTimeField(null=True)),
        ],
        options={
            'constraints': [
                models.UniqueConstraint(condition=models.Q(('until_at__isnull', True)), fields=('organisation',), name='identity_representation_once', violation_error_message='一家单位同时只有一位法定代表人（负责人）'),
                models.CheckConstraint(condition=models.Q(('until_at__isnull', True), ('until_at__gte', models.F('from_at')), _connector='OR'), name='identity_representation_period', violation_error_message='结束时间不能早于开始时间'),
            ],
        },
    ),
    migrations.CreateModel(
        name='Delegation',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('principal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.party')),
            ('agent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.party')),
            ('authorised_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.party')),
            ('kind', models.CharField(choices=[('AGENT', '委托代理人'), ('ASSISTANT', '帮办代办人'), ('GUARDIAN', '监护人')], max_length=20)),
            ('agent_name', models.CharField(max_length=200)),
            ('agent_document_type', models.CharField(choices=[('CREDIT_CODE', '统一社会信用代码'), ('RESIDENT_ID', '居民身份证'), ('TEMPORARY_RESIDENT_ID', '临时居民身份证'), ('HOUSEHOLD_REGISTER', '户口簿'), ('BIRTH_CERTIFICATE', '出生医学证明'), ('PASSPORT', '普通护照'), ('HK_MACAO_PERMIT', '港澳居民来往内地通行证'), ('TAIWAN_PERMIT', '台湾居民来往大陆通行证'), ('HK_MACAO_RESIDENCE', '港澳居民居住证'), ('TAIWAN_RESIDENCE', '台湾居民居住证'), ('PERMANENT_RESIDENCE', '外国人永久居留身份证')], max_length=30)),
            ('agent_digest', models.CharField(max_length=64)),
            ('agent_tail', models.CharField(max_length=4)),
            ('items', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), null=True, size=None)),
            ('data', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), null=True, size=None)),
            ('proof', models.CharField(default='', max_length=20)),
            ('state', models.CharField(choices=[('OFFERED', '等待对方接受'), ('IN_FORCE', '有效'), ('DECLINED', '对方没有接受'), ('WITHDRAWN', '已收回'), ('REVOKED', '已解除'), ('EXPIRED', '已到期')], max_length=12)),
            ('offered_at', models.DateTimeField()),
            ('from_at', models.DateTimeField(null=True)),
            ('until_at', models.DateTimeField()),
            ('ended_at', models.DateTimeField(null=True)),
        ],
        options={
            'indexes': [
                models.Index(models.F('agent'), condition=models.Q(('state', 'IN_FORCE')), name='identity_delegation_agent'),
                models.Index(models.F('agent_digest'), condition=models.Q(('state', 'OFFERED')), name='identity_delegation_offered'),
                models.Index(models.F('principal'), name='identity_delegation_principal'),
            ],
            'constraints': [
                models.UniqueConstraint(condition=models.Q(('state__in', ('OFFERED', 'IN_FORCE'))), fields=('principal', 'agent_document_type', 'agent_digest'), name='identity_delegation_once', violation_error_message='已经有一份给这个人的委托，请先收回或者解除'),
                models.CheckConstraint(condition=models.Q(models.Q(('agent__isnull', False), ('from_at__isnull', False), ('state', 'IN_FORCE')), models.Q(('state', 'IN_FORCE'), _negated=True), _connector='OR'), name='identity_delegation_agent_known', violation_error_message='有效的委托应当写明代办人和开始时间'),
                models.CheckConstraint(condition=models.Q(('agent__isnull', True), models.Q(('agent', models.F('principal')), _negated=True), _connector='OR'), name='identity_delegation_not_to_oneself', violation_error_message='不能委托自己'),
                models.CheckConstraint(condition=models.Q(('from_at__isnull', True), ('until_at__gt', models.F('from_at')), _connector='OR'), name='identity_delegation_period', violation_error_message='委托的结束时间应当晚于开始时间'),
                models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state__in', ('OFFERED', 'IN_FORCE'))), models.Q(models.Q(('state__in', ('OFFERED', 'IN_FORCE')), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='identity_delegation_ended_iff_over', violation_error_message='结束的委托应当写明结束时间，没有结束的不得有'),
                models.CheckConstraint(condition=models.Q(models.Q(('data__isnull', True), ('items__isnull', True), ('kind', 'GUARDIAN')), models.Q(models.Q(('kind', 'GUARDIAN'), _negated=True), ('data__isnull', False)), _connector='OR'), name='identity_delegation_scope', violation_error_message='委托应当写明代办人可以看到哪些信息；监护人依法办理，不另外限定'),
            ],
        },
    ),
]
