"""Has alarms of CloudWatch scale a group of EC2 Auto Scaling, with boto3. The argument is the service's endpoint; credentials and region are the environment's.

Ends with a traceback when anything is not as it should be.
"""
import datetime
import sys

import boto3

from expectations import eventually, refused, same

groups = boto3.client('autoscaling', endpoint_url=sys.argv[1] + '/aws/autoscaling')
watch = boto3.client('cloudwatch', endpoint_url=sys.argv[1] + '/aws/monitoring')
name = 'watched-' + boto3.__version__


def desired():
    return groups.describe_auto_scaling_groups(AutoScalingGroupNames=[name])['AutoScalingGroups'][0]['DesiredCapacity']


def alarm(called):
    found = watch.describe_alarms(AlarmNames=[called])['MetricAlarms']
    return found[0] if found else None


groups.create_launch_configuration(LaunchConfigurationName=name, ImageId='ami-1', InstanceType='t3.micro')
groups.create_auto_scaling_group(AutoScalingGroupName=name, LaunchConfigurationName=name, DesiredCapacity=1, MinSize=1, MaxSize=4, AvailabilityZones=['us-east-1a'])
refused('ValidationError', 'not a valid metric', groups.enable_metrics_collection, AutoScalingGroupName=name, Granularity='1Minute', Metrics=['Nothing'])
groups.enable_metrics_collection(AutoScalingGroupName=name, Granularity='1Minute')
groups.disable_metrics_collection(AutoScalingGroupName=name, Metrics=['GroupMinSize'])
enabled = groups.describe_auto_scaling_groups(AutoScalingGroupNames=[name])['AutoScalingGroups'][0]['EnabledMetrics']
assert dict(Metric='GroupMaxSize', Granularity='1Minute') in enabled and len(enabled) == 12, enabled
since = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(minutes=5)
steps = dict(PolicyType='StepScaling', EstimatedInstanceWarmup=0, AdjustmentType='ChangeInCapacity', StepAdjustments=[
    dict(MetricIntervalLowerBound=0, MetricIntervalUpperBound=20, ScalingAdjustment=1), dict(MetricIntervalLowerBound=20, ScalingAdjustment=2)])
up = groups.put_scaling_policy(AutoScalingGroupName=name, PolicyName='up', **steps)['PolicyARN']

busy = dict(
    AlarmName=name, Namespace='App', MetricName='load', Dimensions=[dict(Name='group', Value=name)], Statistic='Maximum', Period=10,
    EvaluationPeriods=1, Threshold=50, ComparisonOperator='GreaterThanThreshold', AlarmActions=[up])
query = lambda called, metric, stat='Sum', period=10: dict(Id=called, ReturnData=False, MetricStat=dict(
    Metric=dict(Namespace='App', MetricName=metric, Dimensions=[dict(Name='group', Value=name)]), Period=period, Stat=stat))
failing = dict(AlarmName='failing-' + name, EvaluationPeriods=1, ComparisonOperator='GreaterThanThreshold', Threshold=50)
share = dict(Id='share', Expression='100 * failed / (failed + done)', Label='failed, in per cent', ReturnData=True)
refused('ValidationError', "Error in expression 'share' [nothing has the id done]", watch.put_metric_alarm, Metrics=[share, query('failed', 'failed')], **failing)
refused('InvalidParameterCombination', 'mutually exclusive', watch.put_metric_alarm, Metrics=[share], **{**busy, 'AlarmName': 'both'})
watch.put_metric_alarm(Metrics=[share, query('failed', 'failed'), query('done', 'done')], **failing)
refused('InvalidParameterValue', 'Period', watch.put_metric_alarm, **{**busy, 'Period': 61})
watch.put_metric_alarm(AlarmDescription='too much <&>', Tags=[dict(Key='team', Value='blue')], **busy)
made = alarm(name)
same((made['StateValue'], made['AlarmActions'], made['AlarmDescription'], made['Threshold']), ('INSUFFICIENT_DATA', [up], 'too much <&>', 50.0))
same(watch.list_tags_for_resource(ResourceARN=made['AlarmArn'])['Tags'], [dict(Key='team', Value='blue')])
same([one['AlarmName'] for one in groups.describe_policies(AutoScalingGroupName=name)['ScalingPolicies'][0]['Alarms']], [name])

# By hand: the state holds for a while, and does what is to be done.
refused('ResourceNotFound', '', watch.set_alarm_state, AlarmName='none', StateValue='ALARM', StateReason='test')
watch.set_alarm_state(AlarmName=name, StateValue='ALARM', StateReason='test', StateReasonData='{"a": 1}')
same((alarm(name)['StateValue'], alarm(name)['StateReasonData'], desired()), ('ALARM', '{"a": 1}', 2))
watch.set_alarm_state(AlarmName=name, StateValue='OK', StateReason='test')

# By the metric: two at a time, since it is far above its threshold.
now = datetime.datetime.now(datetime.timezone.utc)
refused('InvalidParameterValue', 'two weeks', watch.put_metric_data, Namespace='App', MetricData=[dict(MetricName='load', Value=1, Timestamp=now - datetime.timedelta(days=20))])
refused('InvalidParameterCombination', 'MetricData.member.1.Value and MetricData.member.1.Values are mutually exclusive', watch.put_metric_data, Namespace='App', MetricData=[dict(MetricName='load', Value=1, Values=[1])])
refused('InvalidParameterValue', 'must be of the same size', watch.put_metric_data, Namespace='App', MetricData=[dict(MetricName='load', Values=[1, 2], Counts=[1])])
watch.put_metric_data(Namespace='App', MetricData=[
    dict(MetricName='load', Dimensions=busy['Dimensions'], Timestamp=now, Value=90, StorageResolution=1),
    dict(MetricName='load', Dimensions=busy['Dimensions'], Timestamp=now, StorageResolution=1, StatisticValues=dict(SampleCount=2, Sum=30, Minimum=10, Maximum=20))])
watch.put_metric_data(Namespace='App', MetricData=[dict(MetricName='many-' + name, Values=list(range(1, 101)), Counts=[1] * 100, Unit='Count') for _ in range(60)])
watch.put_metric_data(Namespace='App', MetricData=[
    dict(MetricName=metric, Dimensions=busy['Dimensions'], Timestamp=now, Value=value, StorageResolution=1) for metric, value in (('failed', 6), ('done', 4))])
eventually(lambda: desired(), 4)
eventually(lambda: alarm(failing['AlarmName'])['StateValue'], 'ALARM')
assert '60.0' in alarm(failing['AlarmName'])['StateReason'], alarm(failing['AlarmName'])
assert 'MetricName' not in alarm(failing['AlarmName'])
same([(one['Id'], one.get('Expression'), one['ReturnData']) for one in alarm(failing['AlarmName'])['Metrics']], [('share', share['Expression'], True), ('failed', None, False), ('done', None, False)])
same(alarm(name)['StateValue'], 'ALARM')
assert '90.0' in alarm(name)['StateReason'], alarm(name)
assert ('a monitor alarm ' + name + ' in state ALARM triggered policy') in groups.describe_scaling_activities(AutoScalingGroupName=name)['Activities'][0]['Cause']
history = watch.describe_alarm_history(AlarmName=name)['AlarmHistoryItems']
assert {'ConfigurationUpdate', 'StateUpdate', 'Action'} <= {one['HistoryItemType'] for one in history}, history

hour = dict(StartTime=now - datetime.timedelta(hours=1), EndTime=now + datetime.timedelta(hours=1))
backwards = dict(StartTime=hour['EndTime'], EndTime=hour['StartTime'])
refused('InvalidParameterValue', 'StartTime must be less than', watch.get_metric_statistics, Namespace='App', MetricName='load', Period=60, Statistics=['Sum'], **backwards)
refused('InvalidParameterCombination', 'Must specify either', watch.get_metric_statistics, Namespace='App', MetricName='load', Period=60, **hour)
refused('ValidationError', 'EndTime must be greater', watch.get_metric_data, MetricDataQueries=[], **backwards)
refused('ValidationError', 'must not equal', watch.get_metric_data, MetricDataQueries=[], StartTime=now, EndTime=now)
refused('InvalidParameterValue', 'Request parameter NextToken is invalid', watch.list_metrics, NextToken='another')
[point] = watch.get_metric_statistics(Namespace='App', MetricName='load', Dimensions=busy['Dimensions'], Period=3600 * 24, Statistics=['Sum', 'SampleCount', 'Minimum', 'Average'], **hour)['Datapoints']
same((point['Sum'], point['SampleCount'], point['Minimum'], point['Average']), (120.0, 3.0, 10.0, 40.0))
stat = dict(Metric=dict(Namespace='App', MetricName='many-' + name), Period=86400, Stat='Sum')
[result] = watch.get_metric_data(MetricDataQueries=[dict(Id='a', MetricStat=stat)], **hour)['MetricDataResults']
same((result['Values'], result['StatusCode']), ([60 * 5050.0], 'Complete'))
lines = watch.get_metric_data(MetricDataQueries=[share, query('failed', 'failed', period=86400), query('done', 'done', period=86400), dict(Id='both', Expression='METRICS() * 2')], **hour)['MetricDataResults']
same([(one['Id'], one['Label'], one['Values']) for one in lines], [('share', 'failed, in per cent', [60.0]), ('both', 'both', [12.0]), ('both', 'both', [8.0])])
refused('ValidationError', 'SEARCH is not reckoned here', watch.get_metric_data, MetricDataQueries=[dict(Id='a', Expression="SEARCH('x', 'Sum')")], **hour)
same([one['MetricName'] for one in watch.list_metrics(Namespace='App', MetricName='load', Dimensions=[dict(Name='group', Value=name)])['Metrics']], ['load'])

same([one['AlarmName'] for one in watch.describe_alarms(AlarmNamePrefix=name, StateValue='ALARM', ActionPrefix=up[:20])['MetricAlarms']], [name])
same([one['AlarmName'] for one in watch.describe_alarms_for_metric(Namespace='App', MetricName='load', Dimensions=busy['Dimensions'])['MetricAlarms']], [name])
watch.disable_alarm_actions(AlarmNames=[name])
same(alarm(name)['ActionsEnabled'], False)

# Three periods above its target, and a group is as large as its load asks for.
refused('ValidationError', 'Exactly one', groups.put_scaling_policy, AutoScalingGroupName=name, PolicyName='track', PolicyType='TargetTrackingScaling', TargetTrackingConfiguration=dict(TargetValue=10))
groups.set_desired_capacity(AutoScalingGroupName=name, DesiredCapacity=1)
spec = dict(Namespace='App', MetricName='share', Statistic='Average', Dimensions=[dict(Name='group', Value=name)])
if any(one == 'Period' for one in groups.meta.service_model.shape_for('CustomizedMetricSpecification').members):
    spec['Period'] = 10
track = dict(PolicyType='TargetTrackingScaling', TargetTrackingConfiguration=dict(TargetValue=10.0, CustomizedMetricSpecification=spec, DisableScaleIn=False))
put = groups.put_scaling_policy(AutoScalingGroupName=name, PolicyName='track', EstimatedInstanceWarmup=60, **track)
high, low = sorted(one['AlarmName'] for one in put['Alarms'])
assert high.startswith('TargetTracking-%s-AlarmHigh-' % name) and low.startswith('TargetTracking-%s-AlarmLow-' % name), put
[policy] = groups.describe_policies(AutoScalingGroupName=name, PolicyTypes=['TargetTrackingScaling'])['ScalingPolicies']
same((policy['TargetTrackingConfiguration']['TargetValue'], sorted(one['AlarmName'] for one in policy['Alarms'])), (10.0, [high, low]))
same((alarm(high)['AlarmActions'], alarm(high)['EvaluationPeriods'], alarm(low)['Threshold']), ([put['PolicyARN']], 3, 9.0))
refused('ValidationError', 'cannot be executed', groups.execute_policy, AutoScalingGroupName=name, PolicyName='track')
refused('ValidationError', 'target tracking', watch.delete_alarms, AlarmNames=[high])
start = datetime.datetime.now(datetime.timezone.utc)
watch.put_metric_data(Namespace='App', MetricData=[
    dict(MetricName='share', Dimensions=spec['Dimensions'], Timestamp=start - datetime.timedelta(seconds=61 * back), Value=25, StorageResolution=60) for back in range(1, 4)]
    + [dict(MetricName='share', Dimensions=spec['Dimensions'], Timestamp=start - datetime.timedelta(seconds=10 * back), Value=25, StorageResolution=1) for back in range(1, 4)])
eventually(lambda: desired(), 3)
# What is only said again does not undo it, and is told so.
applied = groups.update_auto_scaling_group(AutoScalingGroupName=name, DesiredCapacity=1, MaxSize=4)
assert 'stays at 3, which an alarm has set' in applied['ResponseMetadata']['HTTPHeaders']['warning'], applied
same(desired(), 3)
groups.update_auto_scaling_group(AutoScalingGroupName=name, DesiredCapacity=2)
same(desired(), 2)
groups.delete_policy(AutoScalingGroupName=name, PolicyName='track')
same(alarm(high), None)
if 'Metrics' in groups.meta.service_model.shape_for('CustomizedMetricSpecification').members:
    backlog = dict(Metrics=[dict(Id='e', Expression='waiting / instances'), query('waiting', 'waiting', period=60), query('instances', 'instances', period=60)])
    if 'Period' not in groups.meta.service_model.shape_for('TargetTrackingMetricStat').members:
        for one in backlog['Metrics'][1:]:
            del one['MetricStat']['Period']
    put = groups.put_scaling_policy(AutoScalingGroupName=name, PolicyName='backlog', PolicyType='TargetTrackingScaling', TargetTrackingConfiguration=dict(TargetValue=10.0, CustomizedMetricSpecification=backlog))
    same([one['Id'] for one in alarm(put['Alarms'][0]['AlarmName'])['Metrics']], ['e', 'waiting', 'instances'])
    same(groups.describe_policies(AutoScalingGroupName=name, PolicyNames=['backlog'])['ScalingPolicies'][0]['TargetTrackingConfiguration']['CustomizedMetricSpecification'], backlog)
    groups.delete_policy(AutoScalingGroupName=name, PolicyName='backlog')
watch.delete_alarms(AlarmNames=[failing['AlarmName']])

for letter in 'abc':
    watch.put_metric_alarm(**{**busy, 'AlarmName': name + letter})
pages = watch.get_paginator('describe_alarms').paginate(AlarmNamePrefix=name, PaginationConfig=dict(PageSize=2)).build_full_result()
same([one['AlarmName'] for one in pages['MetricAlarms']], [name, name + 'a', name + 'b', name + 'c'])
refused('InvalidNextToken', '', watch.describe_alarms, NextToken='nonsense')
watch.delete_alarms(AlarmNames=[name + letter for letter in ['', 'a', 'b', 'c']])
same(alarm(name), None)
counted = lambda: watch.get_metric_statistics(
    Namespace='AWS/AutoScaling', MetricName='GroupMaxSize', Dimensions=[dict(Name='AutoScalingGroupName', Value=name)], Period=60, Statistics=['Maximum'],
    StartTime=since, EndTime=since + datetime.timedelta(minutes=10))['Datapoints']
eventually(lambda: [one['Maximum'] for one in counted()][:1], [4.0])
groups.delete_auto_scaling_group(AutoScalingGroupName=name, ForceDelete=True)
eventually(lambda: groups.describe_auto_scaling_groups(AutoScalingGroupNames=[name])['AutoScalingGroups'], [])
print('done')
