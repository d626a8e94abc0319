"""Refreshes the instances of a group of EC2 Auto Scaling with boto3. The argument is the service's endpoint; credentials and region are the environment's.

Ends with a traceback when anything is not as it should be.
"""
import re
import sys
import time
from urllib.parse import urlencode

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.httpsession import URLLib3Session

from expectations import eventually, refused, same

client = boto3.client('autoscaling', endpoint_url=sys.argv[1] + '/aws/autoscaling')
ec2 = boto3.client('ec2', endpoint_url=sys.argv[1] + '/aws/ec2')
GROUP = dict(AutoScalingGroupName='fresh')


def newer(action, **inputs):
    """What a client that is newer than Debian's would ask. The error's code and message, or nothing."""
    data = urlencode(dict(Action=action, Version='2011-01-01', AutoScalingGroupName='fresh', **inputs))
    request = AWSRequest('POST', sys.argv[1] + '/aws/autoscaling', {'Content-Type': 'application/x-www-form-urlencoded'}, data)
    SigV4Auth(boto3.Session().get_credentials(), 'autoscaling', 'us-east-1').add_auth(request)
    body = URLLib3Session().send(request.prepare()).text
    return ': '.join(re.findall('<(?:Code|Message)>(.*?)</', body, re.S))


def group():
    return client.describe_auto_scaling_groups(AutoScalingGroupNames=['fresh'])['AutoScalingGroups'][0]


def instances():
    return {one['InstanceId']: one.get('LaunchTemplate', {}).get('Version') for one in group()['Instances'] if one['LifecycleState'] == 'InService'}


def refresh(which=None):
    return client.describe_instance_refreshes(**GROUP, **(dict(InstanceRefreshIds=[which]) if which else {}))['InstanceRefreshes'][0]


def status(which):
    return lambda: refresh(which)['Status']


template = ec2.create_launch_template(LaunchTemplateName='fresh', LaunchTemplateData=dict(ImageId='ami-1', InstanceType='t3.micro'))['LaunchTemplate']['LaunchTemplateId']
ec2.create_launch_template_version(LaunchTemplateId=template, SourceVersion='1', LaunchTemplateData=dict(InstanceType='t3.small'))
one, two = (dict(LaunchTemplateId=template, Version=version) for version in '12')
client.create_auto_scaling_group(LaunchTemplate=one, MinSize=0, MaxSize=6, DesiredCapacity=2, AvailabilityZones=['us-east-1a'], **GROUP)
eventually(lambda: len(instances()), 2)
before = instances()

# What cannot be.
refused('ActiveInstanceRefreshNotFound', 'No in progress, baking, pending, or cancelling', client.cancel_instance_refresh, **GROUP)
assert newer('RollbackInstanceRefresh').startswith('ActiveInstanceRefreshNotFound: '), newer('RollbackInstanceRefresh')
for preferences, words in (
    ({'Preferences.MinHealthyPercentage': 100, 'Preferences.MaxHealthyPercentage': 201}, 'less than or equal to 200'),
    ({'Preferences.MaxHealthyPercentage': 150}, 'MinHealthyPercentage'),
    ({'Preferences.MinHealthyPercentage': 50, 'Preferences.MaxHealthyPercentage': 200}, 'greater than 100'),
    ({'Preferences.ScaleInProtectedInstances': 'Maybe'}, 'enum value set'),
    ({'Preferences.AutoRollback': 'true'}, 'desired configuration'),
):
    assert words in newer('StartInstanceRefresh', **preferences), newer('StartInstanceRefresh', **preferences)
refused('ValidationError', 'ascending', client.start_instance_refresh, Preferences=dict(CheckpointPercentages=[50, 20]), **GROUP)
refused('ValidationError', 'not found', client.start_instance_refresh, AutoScalingGroupName='none')
refused('ValidationError', 'launch template', client.start_instance_refresh, DesiredConfiguration=dict(LaunchTemplate=dict(LaunchTemplateName='nothing')), **GROUP)

# Everything anew, more at a time than there should be.
same(newer('StartInstanceRefresh', **{'Preferences.MinHealthyPercentage': 100, 'Preferences.MaxHealthyPercentage': 150, 'Preferences.InstanceWarmup': 0}), '')
first = refresh()['InstanceRefreshId']
eventually(status(first), 'Successful')
same(set(before) & set(instances()), set())
same((refresh(first)['PercentageComplete'], refresh(first)['InstancesToUpdate']), (100, 0))
assert 'instance refresh' in client.describe_scaling_activities(MaxRecords=1, **GROUP)['Activities'][0]['Cause']

# Into something else, paused half way, one at a time.
second = client.start_instance_refresh(DesiredConfiguration=dict(LaunchTemplate=two), Preferences=dict(MinHealthyPercentage=50, InstanceWarmup=0, CheckpointPercentages=[50, 100], CheckpointDelay=3600), **GROUP)['InstanceRefreshId']
eventually(lambda: sorted(instances().values()), ['1', '2'])
eventually(lambda: refresh(second)['PercentageComplete'], 50)
same((refresh(second)['Status'], group()['LaunchTemplate']['Version']), ('InProgress', '1'))
refused('InstanceRefreshInProgress', 'already in progress', client.start_instance_refresh, **GROUP)

# Taken back.
same(newer('RollbackInstanceRefresh'), '')
eventually(status(second), 'RollbackSuccessful')
eventually(lambda: sorted(instances().values()), ['1', '1'])

# Cancelled, and begun again, as Terraform does when another one is in its way.
third = client.start_instance_refresh(DesiredConfiguration=dict(LaunchTemplate=two), Preferences=dict(MinHealthyPercentage=0, InstanceWarmup=3600), **GROUP)['InstanceRefreshId']
same(client.cancel_instance_refresh(**GROUP)['InstanceRefreshId'], third)
eventually(status(third), 'Cancelled')
last = client.start_instance_refresh(DesiredConfiguration=dict(LaunchTemplate=two), Preferences=dict(MinHealthyPercentage=0, InstanceWarmup=0, SkipMatching=True), **GROUP)['InstanceRefreshId']
eventually(status(last), 'Successful')
same((sorted(instances().values()), group()['LaunchTemplate']['Version']), (['2', '2'], '2'))
fourth = client.start_instance_refresh(Preferences=dict(InstanceWarmup=5), **GROUP)['InstanceRefreshId']
assert newer('RollbackInstanceRefresh').startswith('IrreversibleInstanceRefresh: '), newer('RollbackInstanceRefresh')
eventually(status(fourth), 'Successful')

# What newer clients ask.
assert newer('LaunchInstances', RequestedCapacity=7).startswith('ValidationError: '), newer('LaunchInstances', RequestedCapacity=7)
same(newer('LaunchInstances', RequestedCapacity=1, ClientToken='once'), '')
same(newer('LaunchInstances', RequestedCapacity=1, ClientToken='once'), '')
assert newer('LaunchInstances', RequestedCapacity=2, ClientToken='once').startswith('IdempotentParameterMismatch: ')
eventually(lambda: (len(instances()), group()['DesiredCapacity']), (3, 3))
assert newer('GetPredictiveScalingForecast', PolicyName='none', StartTime='2026-01-01T00:00:00Z', EndTime='2026-01-02T00:00:00Z').startswith('ValidationError: ')
same(newer('DescribeAccountSettings'), '')

# Newest first, page by page.
page = client.describe_instance_refreshes(MaxRecords=2, **GROUP)
rest = client.describe_instance_refreshes(NextToken=page['NextToken'], **GROUP)
same([found['InstanceRefreshId'] for found in page['InstanceRefreshes'] + rest['InstanceRefreshes']], [fourth, last, third, second, first])

client.delete_auto_scaling_group(ForceDelete=True, **GROUP)
eventually(lambda: client.describe_auto_scaling_groups()['AutoScalingGroups'], [])
print('done')
