"""Regions, departments, service places and calendars."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

from tongban.orgs.migrations.sql import calendars, departments, marks


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('orgs', '0001_initial'),
        ('orgs', '0002_two_people'),
        ('orgs', '0003_cited_and_committed'),
        ('orgs', '0004_units'),
        ('orgs', '0005_marks'),
    ]

    dependencies = []

    operations = [
        migrations.CreateModel(
            name='Region',
            fields=[
                ('code', models.CharField(max_length=12, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60)),
                ('level', models.CharField(choices=[('PROVINCE', '省'), ('CITY', '市'), ('COUNTY', '市（县）区'), ('TOWN', '镇（街道）'), ('VILLAGE', '村（社区）')], max_length=8)),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='orgs.region')),
                ('note', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'ordering': ('code',),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('code__regex', '^\\d{2}0000$'), ('level', 'PROVINCE')), models.Q(('code__regex', '^\\d{2}(?!00)\\d{2}00$'), ('level', 'CITY')), models.Q(('code__regex', '^\\d{4}(?!00)\\d{2}$'), ('level', 'COUNTY')), models.Q(('code__regex', '^\\d{6}(?!000)\\d{3}$'), ('level', 'TOWN')), models.Q(('code__regex', '^\\d{9}(?!000)\\d{3}$'), ('level', 'VILLAGE')), _connector='OR'), name='orgs_region_code_fits_level', violation_error_message='区划代码的位数应与层级一致：省、市、区 6 位，镇街 9 位，村社区 12 位'),
                    models.CheckConstraint(condition=models.Q(models.Q(('level', 'PROVINCE'), ('parent__isnull', True)), models.Q(models.Q(('level', 'PROVINCE'), _negated=True), ('parent__isnull', False)), _connector='OR'), name='orgs_region_has_parent_below_province', violation_error_message='省以下的地区必须写明上级地区，省没有上级'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Department',
            fields=[
                ('code', models.CharField(max_length=30, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60, unique=True)),
                ('short_name', models.CharField(max_length=30)),
                ('kind', models.CharField(choices=[('GOVERNMENT', '政府部门'), ('BRANCH', '派出分局'), ('VERTICAL', '垂直管理部门'), ('INSTITUTION', '事业单位'), ('UTILITY', '公用事业单位'), ('PARTY', '党委部门'), ('MASS', '群团组织'), ('FUNCTIONAL_COMMITTEE', '功能区管理委员会')], max_length=20)),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.region')),
                ('line', models.CharField(max_length=10)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='units', to='orgs.department')),
                ('basic_code_segment', models.CharField(blank=True, max_length=2)),
                ('credit_code', models.CharField(blank=True, max_length=18, null=True, unique=True)),
            ],
            options={
                'ordering': ('region_id', 'code'),
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('parent__isnull', True)), fields=('region', 'line'), name='orgs_department_one_per_line_and_region', violation_error_message='一个地区的一条线只能有一个部门'),
                    models.CheckConstraint(condition=models.Q(('code__regex', '^ZD[0-9A-Z]{2,28}$')), name='orgs_department_code_is_local', violation_error_message='部门编码应以 ZD 开头，不得写成国家编码的样子'),
                    models.CheckConstraint(condition=models.Q(('credit_code__isnull', True), ('credit_code__regex', '^[0-9A-HJ-NPQRTUWXY]{18}$'), _connector='OR'), name='orgs_department_credit_code_form', violation_error_message='统一社会信用代码应为 18 位；没有核实的请留空，不要编造'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Stewardship',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stewardships', to='orgs.department')),
                ('region', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='stewardship', to='orgs.region')),
            ],
        ),
        migrations.CreateModel(
            name='OrgMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name='CalendarYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('status', models.CharField(choices=[('ANNOUNCED', '已公布'), ('ESTIMATED', '暂估')], max_length=10)),
                ('source', models.CharField(max_length=200)),
                ('published_on', models.DateField(null=True)),
                ('loaded_at', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ('year',),
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('superseded_at__isnull', True)), fields=('year',), name='orgs_calendaryear_one_in_force', violation_error_message='每年只能有一份现行的工作日历'),
                    models.CheckConstraint(condition=models.Q(models.Q(('published_on__isnull', False), ('status', 'ANNOUNCED')), models.Q(('published_on__isnull', True), ('status', 'ESTIMATED')), _connector='OR'), name='orgs_calendaryear_announced_iff_published', violation_error_message='已公布的日历必须写明公布日期，暂估的不得有公布日期'),
                    models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='orgs_calendaryear_has_source', violation_error_message='工作日历必须写明依据'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('calendar', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='days', to='orgs.calendaryear')),
                ('date', models.DateField()),
                ('working', models.BooleanField()),
                ('name', models.CharField(max_length=30)),
            ],
            options={
                'ordering': ('date',),
                'constraints': [
                    models.UniqueConstraint(fields=('calendar', 'date'), name='orgs_calendarday_once', violation_error_message='同一天只能写一次'),
                    models.CheckConstraint(condition=models.Q(('working', False), ('date__iso_week_day__gte', 6), _connector='OR'), name='orgs_calendarday_make_up_on_weekend', violation_error_message='调休上班日只能是周六或周日'),
                    models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='orgs_calendarday_has_name', violation_error_message='应写明节日名称'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Timetable',
            fields=[
                ('code', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60)),
            ],
        ),
        migrations.CreateModel(
            name='TimetableHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('am_opens', models.TimeField(null=True)),
                ('am_closes', models.TimeField(null=True)),
                ('pm_opens', models.TimeField(null=True)),
                ('pm_closes', models.TimeField(null=True)),
                ('timetable', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='orgs.timetable')),
                ('weekday', models.PositiveSmallIntegerField(null=True)),
            ],
            options={
                'abstract': False,
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(models.Q(('am_closes__isnull', True), ('am_opens__isnull', True)), models.Q(('am_closes__isnull', False), ('am_opens__isnull', False), ('am_opens__lt', models.F('am_closes'))), _connector='OR'), models.Q(models.Q(('pm_closes__isnull', True), ('pm_opens__isnull', True)), models.Q(('pm_closes__isnull', False), ('pm_opens__isnull', False), ('pm_opens__lt', models.F('pm_closes'))), _connector='OR'), models.Q(('am_closes__isnull', True), ('pm_opens__isnull', True), ('am_closes__lte', models.F('pm_opens')), _connector='OR')), name='orgs_timetablehours_hours_in_order', violation_error_message='开放时间应先开后关，上午在前、下午在后'),
                    models.UniqueConstraint(fields=('timetable', 'weekday'), name='orgs_timetablehours_one_per_weekday', nulls_distinct=False, violation_error_message='一张时间表里同一天只能写一次'),
                    models.CheckConstraint(condition=models.Q(('weekday__isnull', True), ('weekday__range', (1, 7)), _connector='OR'), name='orgs_timetablehours_weekday', violation_error_message='星期应为 1（周一）到 7（周日）'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ServicePlace',
            fields=[
                ('code', models.CharField(max_length=30, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('level', models.CharField(choices=[('PROVINCE', '省'), ('CITY', '市'), ('COUNTY', '市（县）区'), ('TOWN', '镇（街道）'), ('VILLAGE', '村（社区）')], max_length=8)),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.region')),
                ('steward', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.department')),
                ('address', models.CharField(max_length=120)),
                ('phone', models.CharField(max_length=40)),
                ('timetable', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.timetable')),
                ('grams', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), size=None)),
            ],
            options={
                'ordering': ('level', 'code'),
                'indexes': [
                    django.contrib.postgres.indexes.GinIndex(fields=['grams'], name='orgs_serviceplace_grams'),
                ],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('steward__isnull', True)), fields=('region',), name='orgs_serviceplace_one_per_region', violation_error_message='一个地区只能有一个同级的服务场所'),
                    models.CheckConstraint(condition=models.Q(models.Q(('level__in', ['CITY', 'COUNTY']), ('name__endswith', '政务服务中心')), models.Q(('level', 'TOWN'), ('name__endswith', '便民服务中心')), models.Q(('level', 'VILLAGE'), ('name__endswith', '便民服务站')), _connector='OR'), name='orgs_serviceplace_name_is_fixed', violation_error_message='市、区为政务服务中心，镇街为便民服务中心，村社区为便民服务站（规范第二十条）'),
                    models.CheckConstraint(condition=models.Q(models.Q(django.db.models.lookups.Exact(django.db.models.functions.text.Length('region'), 6), ('level__in', ['CITY', 'COUNTY'])), models.Q(django.db.models.lookups.Exact(django.db.models.functions.text.Length('region'), 9), ('level', 'TOWN')), models.Q(django.db.models.lookups.Exact(django.db.models.functions.text.Length('region'), 12), ('level', 'VILLAGE')), _connector='OR'), name='orgs_serviceplace_level_fits_region', violation_error_message='服务场所的层级应与所在地区的层级一致'),
                    models.CheckConstraint(condition=models.Q(('steward__isnull', True), ('level', 'COUNTY'), _connector='OR'), name='orgs_serviceplace_steward_in_county_level', violation_error_message='由功能区管理委员会设立的只能是区级政务服务中心'),
                    models.CheckConstraint(condition=models.Q(('code__regex', '^ZP[0-9A-Z]{2,28}$')), name='orgs_serviceplace_code_is_local', violation_error_message='服务场所编码应以 ZP 开头'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Window',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='windows', to='orgs.serviceplace')),
                ('number', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('CONSULT', '综合咨询窗口'), ('GENERAL', '综合窗口'), ('SPECIALIST', '专业窗口'), ('THEME', '主题窗口'), ('HANDOUT', '出件窗口'), ('ASSIST', '帮办代办窗口'), ('STUCK', '“办不成事”反映窗口'), ('CROSS_PROVINCE', '“跨省通办”专窗'), ('WITHIN_PROVINCE', '“省内通办”专窗'), ('YANGTZE_DELTA', '长三角“一网通办”专窗')], max_length=20)),
            ],
            options={
                'ordering': ('number',),
                'constraints': [
                    models.UniqueConstraint(fields=('place', 'number'), name='orgs_window_number_once', violation_error_message='窗口编号在一个场所里不能重复'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['ASSIST', 'CONSULT', 'CROSS_PROVINCE', 'GENERAL', 'HANDOUT', 'SPECIALIST', 'STUCK', 'THEME', 'WITHIN_PROVINCE', 'YANGTZE_DELTA'])), name='orgs_window_kind_known', violation_error_message='没有这种窗口'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PlaceException',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('am_opens', models.TimeField(null=True)),
                ('am_closes', models.TimeField(null=True)),
                ('pm_opens', models.TimeField(null=True)),
                ('pm_closes', models.TimeField(null=True)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exceptions', to='orgs.serviceplace')),
                ('day', models.DateField()),
                ('reason', models.CharField(max_length=60)),
            ],
            options={
                'abstract': False,
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(models.Q(('am_closes__isnull', True), ('am_opens__isnull', True)), models.Q(('am_closes__isnull', False), ('am_opens__isnull', False), ('am_opens__lt', models.F('am_closes'))), _connector='OR'), models.Q(models.Q(('pm_closes__isnull', True), ('pm_opens__isnull', True)), models.Q(('pm_closes__isnull', False), ('pm_opens__isnull', False), ('pm_opens__lt', models.F('pm_closes'))), _connector='OR'), models.Q(('am_closes__isnull', True), ('pm_opens__isnull', True), ('am_closes__lte', models.F('pm_opens')), _connector='OR')), name='orgs_placeexception_hours_in_order', violation_error_message='开放时间应先开后关，上午在前、下午在后'),
                    models.UniqueConstraint(fields=('place', 'day'), name='orgs_placeexception_once_a_day', violation_error_message='同一天只能有一条临时安排'),
                    models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='orgs_placeexception_has_reason', violation_error_message='临时调整开放时间应写明原因'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CalendarProposal',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('year', models.PositiveSmallIntegerField()),
                ('source', models.CharField(max_length=200)),
                ('published_on', models.DateField()),
                ('holidays', models.JSONField()),
                ('correction', models.CharField(blank=True, max_length=500)),
                ('state', models.CharField(choices=[('PROPOSED', '待复核'), ('APPROVED', '已批准，正在重新计算'), ('IN_FORCE', '已生效'), ('REJECTED', '已退回'), ('WITHDRAWN', '已撤回')], default='PROPOSED', max_length=10)),
                ('proposed_by', models.UUIDField()),
                ('proposed_at', models.DateTimeField()),
                ('decided_by', models.UUIDField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('verdict', models.CharField(blank=True, max_length=500)),
                ('ended_at', models.DateTimeField(help_text='when it was put in force, rejected or withdrawn', null=True)),
                ('calendar', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposal', to='orgs.calendaryear')),
            ],
            options={
                'ordering': ('-proposed_at', '-id'),
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('state__in', ['PROPOSED', 'APPROVED'])), fields=('year',), name='orgs_calendarproposal_one_open_a_year', violation_error_message='一年只能有一份日历在等待复核或者正在生效'),
                    models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='orgs_calendarproposal_two_people', violation_error_message='日历不能由提交人自己复核'),
                    models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('state__in', ['APPROVED', 'IN_FORCE', 'REJECTED'])), models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'PROPOSED')), ('state', 'WITHDRAWN'), _connector='OR'), name='orgs_calendarproposal_decided_by_somebody', violation_error_message='批准或者退回必须有复核人和时间，待复核的不得有'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'REJECTED'), models.Q(('verdict', ''), _negated=True)), models.Q(models.Q(('state', 'REJECTED'), _negated=True), ('verdict', '')), _connector='OR'), name='orgs_calendarproposal_rejected_with_reason', violation_error_message='退回必须写明理由'),
                    models.CheckConstraint(condition=models.Q(models.Q(('calendar__isnull', False), ('state', 'IN_FORCE')), models.Q(models.Q(('state', 'IN_FORCE'), _negated=True), ('calendar__isnull', True)), _connector='OR'), name='orgs_calendarproposal_in_force_is_a_calendar', violation_error_message='已经生效的必须对应一份工作日历，没有生效的不得有'),
                    models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='orgs_calendarproposal_has_source', violation_error_message='工作日历必须写明依据'),
                ],
            },
        ),
        migrations.CreateModel(
            name='DeclaredClosure',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('LOCAL_CLOSURE', '停办'), ('OUTAGE', '系统停用')], max_length=16)),
                ('name', models.CharField(max_length=40)),
                ('first_date', models.DateField()),
                ('last_date', models.DateField(help_text='the last closed day, included')),
                ('department', models.CharField(default='*', help_text='department code, "*" for all', max_length=30)),
                ('region', models.CharField(default='*', help_text='region code, "*" for all', max_length=12)),
                ('source', models.CharField(max_length=200)),
                ('authority_basis', models.CharField(blank=True, help_text="citations by which the authority's own limits stop too", max_length=200)),
                ('state', models.CharField(choices=[('PROPOSED', '待复核'), ('IN_EFFECT', '已生效'), ('WITHDRAWN', '已撤销')], default='PROPOSED', max_length=10)),
                ('proposed_by', models.UUIDField()),
                ('proposed_at', models.DateTimeField()),
                ('confirmed_by', models.UUIDField(null=True)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('withdrawn_by', models.UUIDField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('recount', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ('-first_date', '-id'),
                'indexes': [
                    models.Index(condition=models.Q(('state', 'IN_EFFECT')), fields=['first_date'], name='orgs_closure_in_effect'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('last_date__gte', models.F('first_date'))), name='orgs_closure_days_in_order', violation_error_message='停办的最后一天不能早于第一天'),
                    models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('source', ''), _negated=True)), name='orgs_closure_has_name_and_source', violation_error_message='停办必须写明原因和公告文件'),
                    models.CheckConstraint(condition=models.Q(('authority_basis__regex', '^([A-Z]{3,8}\\.[0-9][0-9.-]*(,[A-Z]{3,8}\\.[0-9][0-9.-]*)*)?$'), models.Q(('authority_basis', ''), ('authority_basis__regex', '(^|,)(?!BXT\\.)[A-Z]'), _connector='OR')), name='orgs_closure_authority_basis_is_law', violation_error_message='本机关时限停止计算的依据应当写成法律条文的编码，而且不能只是本系统的规则'),
                    models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), models.Q(('confirmed_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='orgs_closure_two_people', violation_error_message='停办公告不能由提交人自己确认'),
                    models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), ('state', 'IN_EFFECT')), models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True), ('state', 'PROPOSED')), ('state', 'WITHDRAWN'), _connector='OR'), name='orgs_closure_in_effect_is_confirmed', violation_error_message='生效的停办必须有确认人和时间，待复核的不得有'),
                    models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), ('withdrawn_by__isnull', True), models.Q(('withdrawn_by', models.F('confirmed_by')), _negated=True), _connector='OR'), name='orgs_closure_withdrawn_by_another', violation_error_message='停办公告不能由确认人自己撤销'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'WITHDRAWN'), ('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), models.Q(models.Q(('state', 'WITHDRAWN'), _negated=True), ('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), _connector='OR'), name='orgs_closure_withdrawn_by_somebody', violation_error_message='撤销的停办必须有撤销人和时间，没有撤销的不得有'),
                ],
            },
        ),
        migrations.RunSQL(calendars.CREATE, calendars.DROP),
        migrations.RunSQL(departments.CREATE, departments.DROP),
        migrations.RunSQL(marks.CREATE, marks.DROP),
    ]
