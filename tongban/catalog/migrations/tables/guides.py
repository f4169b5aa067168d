"""Entries of the basic directory, items, the versions of their guides and what is known of each."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name='BasicItem',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('code', models.CharField(max_length=30, unique=True)),
            ('basic_code', models.CharField(blank=True, max_length=12)),
            ('name', models.CharField(max_length=200)),
            ('type', models.CharField(choices=[('LICENCE', '行政许可'), ('PAYMENT', '行政给付'), ('CONFIRMATION', '行政确认'), ('REWARD', '行政奖励'), ('ADJUDICATION', '行政裁决'), ('OTHER_POWER', '其他行政权力'), ('PUBLIC_SERVICE', '公共服务')], max_length=20)),
            ('legal', models.JSONField(default=list)),
            ('levels', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('NATION', '国家级'), ('PROVINCE', '省级'), ('CITY', '市级'), ('COUNTY', '县（区）级'), ('TOWN', '镇（街道）级'), ('VILLAGE', '村（社区）级'), ('GRADED', '分级管理')], max_length=10), blank=True, default=list, size=None)),
            ('line', models.CharField(blank=True, max_length=10)),
            ('audiences', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('PERSON', '个人'), ('ORGANISATION', '企业和其他组织')], max_length=20), blank=True, default=list, size=None)),
            ('changed_at', models.DateTimeField(null=True)),
            ('gone_at', models.DateTimeField(null=True)),
        ],
        options={
            'ordering': ('name',),
            'constraints': [
                models.UniqueConstraint(fields=('id', 'name', 'type', 'basic_code'), name='catalog_basic_inherited'),
                models.CheckConstraint(condition=models.Q(('code__regex', '^ZB[0-9A-Z]{2,28}$')), name='catalog_basic_code_is_local', violation_error_message='基本目录的本地编码应以 ZB 开头，不得写成国家编码的样子'),
                models.CheckConstraint(condition=models.Q(('basic_code', ''), ('basic_code__regex', '^[0-9]{4}[0-9A-Z]{8}$'), _connector='OR'), name='catalog_basic_basic_code_form', violation_error_message='事项基本编码应为 12 位；不知道的请留空，不要编造'),
            ],
        },
    ),
    migrations.CreateModel(
        name='Item',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('basic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='catalog.basicitem')),
            ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.region')),
            ('code', models.CharField(max_length=30, unique=True)),
            ('basic_code', models.CharField(blank=True, max_length=12)),
            ('name', models.CharField(max_length=200)),
            ('type', models.CharField(choices=[('LICENCE', '行政许可'), ('PAYMENT', '行政给付'), ('CONFIRMATION', '行政确认'), ('REWARD', '行政奖励'), ('ADJUDICATION', '行政裁决'), ('OTHER_POWER', '其他行政权力'), ('PUBLIC_SERVICE', '公共服务')], max_length=20)),
            ('department', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.department')),
            ('body', models.CharField(blank=True, max_length=40)),
            ('supervisors', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), blank=True, default=list, size=None)),
            ('audiences', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('PERSON', '个人'), ('ORGANISATION', '企业和其他组织')], max_length=20), size=None)),
            ('themes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
            ('search_words', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None)),
            ('state', models.CharField(choices=[('ACTIVE', '在用'), ('SUSPENDED', '暂停'), ('CANCELLED', '取消'), ('DRAFT', '草稿')], max_length=10)),
            ('facts', models.JSONField()),
            ('implementation_code', models.CharField(blank=True, max_length=33)),
            ('entrusted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.department')),
        ],
        options={
            'ordering': ('name', 'code'),
            'indexes': [
                django.contrib.postgres.indexes.GinIndex(fields=['themes'], name='catalog_item_themes'),
            ],
            'constraints': [
                models.CheckConstraint(condition=models.Q(('code__regex', '^ZI[0-9A-Z]{2,28}$')), name='catalog_item_code_is_local', violation_error_message='本地事项编码应以 ZI 开头，不得写成国家编码的样子'),
                models.CheckConstraint(condition=models.Q(('basic_code', ''), ('basic_code__regex', '^[0-9]{4}[0-9A-Z]{8}$'), _connector='OR'), name='catalog_item_basic_code_form', violation_error_message='事项基本编码应为 12 位；不知道的请留空，不要编造'),
                models.CheckConstraint(condition=models.Q(('department__isnull', False), models.Q(('body', ''), _negated=True), _connector='OR'), name='catalog_item_has_someone', violation_error_message='事项必须有办理部门，或者写明由谁办理'),
                models.CheckConstraint(condition=models.Q(('implementation_code', ''), ('implementation_code__regex', '^[0-9A-HJ-NPQRTUWXY]{18}[1-7][0-9]{4}[0-9A-Z]{8}([0-9]{2})?$'), _connector='OR'), name='catalog_item_implementation_code_form', violation_error_message='实施编码应为 31 位，业务办理项编码为 33 位；没有的请留空，不要编造'),
                models.CheckConstraint(condition=models.Q(('implementation_code', ''), ('basic_code', django.db.models.functions.text.Substr('implementation_code', 20, 12)), _connector='OR'), name='catalog_item_implementation_code_inherits', violation_error_message='实施编码里的基本编码应与基本目录的一致'),
                models.CheckConstraint(condition=models.Q(('entrusted_by__isnull', True), models.Q(('entrusted_by', models.F('department')), _negated=True), _connector='OR'), name='catalog_item_entrusted_by_another', violation_error_message='委托机关应当是另一个部门'),
                models.UniqueConstraint(condition=models.Q(('implementation_code', ''), _negated=True), fields=('implementation_code',), name='catalog_item_implementation_code_once', violation_error_message='这个实施编码已经用在另一个事项上'),
                models.UniqueConstraint(fields=('basic', 'department', 'region'), name='catalog_item_once_a_department', nulls_distinct=False, violation_error_message='这个部门在这个地区已经有这项服务'),
            ],
        },
    ),
    migrations.CreateModel(
        name='GuideVersion',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='catalog.item')),
            ('version', models.PositiveIntegerField()),
            ('document', models.JSONField()),
            ('digest', models.CharField(max_length=64)),
            ('published_at', models.DateTimeField()),
            ('effective_from', models.DateTimeField()),
            ('effective_to', models.DateTimeField(null=True)),
        ],
        options={
            'ordering': ('item_id', 'version'),
            'indexes': [
                models.Index(fields=['-published_at', '-id'], name='catalog_guide_newest'),
            ],
            'constraints': [
                models.UniqueConstraint(fields=('item', 'version'), name='catalog_guide_version_once', violation_error_message='这个事项已经有同一版本号的办事指南'),
                models.CheckConstraint(condition=models.Q(('effective_to__isnull', True), ('effective_to__gte', models.F('effective_from')), _connector='OR'), name='catalog_guide_period_is_one', violation_error_message='办事指南的失效时间不能早于生效时间'),
                models.CheckConstraint(condition=models.Q(('effective_from__gte', models.F('published_at'))), name='catalog_guide_never_backwards', violation_error_message='办事指南不能在发布之前生效'),
                django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func('item', 'item', models.Value('[]'), function='catalog_uuid_range'), '&&'), (models.Func('effective_from', 'effective_to', django.contrib.postgres.fields.ranges.RangeBoundary(), function='tstzrange', output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()), '&&')], name='catalog_guide_one_in_force', violation_error_message='同一事项在同一时间只能有一个有效的办事指南版本'),
            ],
        },
    ),
    migrations.CreateModel(
        name='GuideQuality',
        fields=[
            ('version', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='quality', serialize=False, to='catalog.guideversion')),
            ('rules', models.PositiveIntegerField()),
            ('score', models.PositiveSmallIntegerField()),
            ('found', models.JSONField()),
            ('alike', models.CharField(max_length=64)),
        ],
        options={
            'constraints': [
                models.CheckConstraint(condition=models.Q(('score__gte', 0), ('score__lte', 100)), name='catalog_quality_score_in_range', violation_error_message='指南质量的分数应在 0 到 100 之间'),
            ],
        },
    ),
    migrations.CreateModel(
        name='GuideTraits',
        fields=[
            ('version', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='traits', serialize=False, to='catalog.guideversion')),
            ('rules', models.PositiveIntegerField()),
            ('features', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('CITYWIDE', '全域通办'), ('AT_ONCE', '马上办'), ('NEARBY', '就近办'), ('ONLINE', '网上办'), ('MOBILE', '掌上办'), ('DOCUMENT_FREE', '免证办'), ('INSTANT', '智能秒办、秒批'), ('ASSISTED', '帮办代办'), ('BANKS', '政银合作')], max_length=20), blank=True, default=list, size=None)),
            ('why', models.JSONField(default=dict)),
            ('entered', models.BooleanField()),
            ('places', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=36), blank=True, default=list, size=None)),
            ('reason', models.CharField(blank=True, max_length=300)),
            ('said', models.JSONField(default=dict)),
        ],
        options={
            'indexes': [
                django.contrib.postgres.indexes.GinIndex(fields=['features'], name='catalog_traits_features'),
            ],
            'constraints': [
                models.CheckConstraint(condition=models.Q(('entered', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='catalog_traits_outside_has_reason', violation_error_message='没有进驻中心的，要写明理由'),
            ],
        },
    ),
    migrations.CreateModel(
        name='Recall',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('version', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='recall', to='catalog.guideversion')),
            ('at', models.DateTimeField()),
            ('reason', models.CharField(blank=True, max_length=2000)),
        ],
        options={
            'ordering': ('-at', '-id'),
        },
    ),
    migrations.CreateModel(
        name='PaperFile',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('basic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.basicitem')),
            ('sm3', models.CharField(max_length=64)),
            ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
        ],
        options={
            'constraints': [
                models.UniqueConstraint(fields=('basic', 'sm3'), name='catalog_paper_once', violation_error_message='同一个文件在一个事项里只存一份'),
                models.CheckConstraint(condition=models.Q(('sm3__regex', '^[0-9a-f]{64}$')), name='catalog_paper_has_digest', violation_error_message='样例和空白表必须有摘要'),
            ],
        },
    ),
    migrations.CreateModel(
        name='LicenceType',
        fields=[
            ('code', models.CharField(max_length=21, primary_key=True, serialize=False)),
            ('name', models.CharField(max_length=100, unique=True)),
            ('issuer', models.CharField(max_length=60)),
            ('holders', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('PERSON', '自然人'), ('ORGANISATION', '法人'), ('SELF_EMPLOYED', '个体工商户')], max_length=20), size=None)),
            ('validity', models.CharField(blank=True, max_length=60)),
            ('source', models.CharField(max_length=200)),
            ('confidence', models.CharField(choices=[('高', '高'), ('中', '中'), ('低', '低')], max_length=1)),
            ('note', models.CharField(blank=True, max_length=300)),
        ],
        options={
            'ordering': ('name',),
            'constraints': [
                models.CheckConstraint(condition=models.Q(('code__regex', '^ZL[0-9A-Z]{2,19}$'), ('code__regex', '^[0-9A-HJ-NPQRTUWXY]{18}[0-9]{3}$'), _connector='OR'), name='catalog_licence_type_code_form', violation_error_message='证照类型代码应为 21 位；没有查到国家代码的，用 ZL 开头的本地编码'),
                models.CheckConstraint(condition=models.Q(('holders', []), _negated=True), name='catalog_licence_type_has_holders', violation_error_message='证照类型要写明由谁持有'),
            ],
        },
    ),
    migrations.CreateModel(
        name='LifeEvent',
        fields=[
            ('code', models.CharField(max_length=40, primary_key=True, serialize=False)),
            ('name', models.CharField(max_length=60)),
            ('audiences', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('PERSON', '个人'), ('ORGANISATION', '企业和其他组织')], max_length=20), size=None)),
            ('place', models.PositiveSmallIntegerField()),
            ('document', models.TextField()),
        ],
        options={
            'ordering': ('place', 'code'),
            'constraints': [
                models.CheckConstraint(condition=models.Q(('code__regex', '^[a-z][a-z0-9-]{1,39}$')), name='catalog_life_event_code', violation_error_message='人生事件的编码用小写字母、数字和短横'),
            ],
        },
    ),
    migrations.CreateModel(
        name='GuideViews',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('basic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.basicitem')),
            ('day', models.DateField()),
            ('seen', models.PositiveIntegerField()),
        ],
        options={
            'constraints': [
                models.UniqueConstraint(fields=('day', 'basic'), name='catalog_guide_views_once_a_day', violation_error_message='同一天的同一项服务只计一行'),
            ],
        },
    ),
]
