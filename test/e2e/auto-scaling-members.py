"""Moves instances out of a group of EC2 Auto Scaling and back with boto3. The argument is the service's endpoint; credentials and region are the environment's.

Ends with a traceback when anything is not as it should be.
"""
import sys

import boto3

from expectations import eventually, refused, same

client = boto3.client('autoscaling', endpoint_url=sys.argv[1] + '/aws/autoscaling')
GROUP = dict(AutoScalingGroupName='members')


def group():
    return client.describe_auto_scaling_groups(AutoScalingGroupNames=['members'])['AutoScalingGroups'][0]


def states():
    return [one['LifecycleState'] for one in group()['Instances']]


def ids():
    return [one['InstanceId'] for one in group()['Instances']]


def activity(of):
    [found] = client.describe_scaling_activities(ActivityIds=[of['ActivityId']], **GROUP)['Activities']
    return found


client.create_launch_configuration(LaunchConfigurationName='members', ImageId='ami-1', InstanceType='t3.micro')
client.create_auto_scaling_group(LaunchConfigurationName='members', MinSize=1, MaxSize=3, DesiredCapacity=2, AvailabilityZones=['us-east-1a'], **GROUP)
eventually(states, ['InService', 'InService'])
first, second = ids()

# Into standby and back.
[entering] = client.enter_standby(InstanceIds=[first], ShouldDecrementDesiredCapacity=True, **GROUP)['Activities']
same(entering['Description'], 'Moving EC2 instance to Standby: ' + first)
assert 'was moved to standby in response to a user request, shrinking the capacity from 2 to 1.' in entering['Cause'], entering
eventually(states, ['Standby', 'InService'])
same(group()['DesiredCapacity'], 1)
same(activity(entering)['StatusCode'], 'Successful')
refused('ValidationError', 'To place into standby 1 instance', client.enter_standby, InstanceIds=[second], ShouldDecrementDesiredCapacity=True, **GROUP)
refused('ValidationError', 'is not in InService', client.enter_standby, InstanceIds=[first], ShouldDecrementDesiredCapacity=True, **GROUP)
refused('ValidationError', 'not part of Auto Scaling group', client.exit_standby, InstanceIds=['i-00000000000000000'], **GROUP)
refused('ValidationError', 'less than or equal to 20', client.exit_standby, InstanceIds=[first] * 21, **GROUP)
client.set_desired_capacity(DesiredCapacity=3, **GROUP)
refused('ValidationError', 'To move out of standby 1 instance', client.exit_standby, InstanceIds=[first], **GROUP)
client.set_desired_capacity(DesiredCapacity=1, **GROUP)
eventually(lambda: sorted(states()), ['InService', 'Standby'])
[leaving] = client.exit_standby(InstanceIds=[first], **GROUP)['Activities']
same((leaving['Description'], leaving['StatusCode']), ('Moving EC2 instance out of Standby: ' + first, 'PreInService'))
eventually(states, ['InService', 'InService'])
same(group()['DesiredCapacity'], 2)

# With another in its place.
client.enter_standby(InstanceIds=[first], ShouldDecrementDesiredCapacity=False, **GROUP)
eventually(lambda: sorted(states()), ['InService', 'InService', 'Standby'])
same(group()['DesiredCapacity'], 2)
client.terminate_instance_in_auto_scaling_group(InstanceId=first, ShouldDecrementDesiredCapacity=False)
eventually(lambda: (first in ids(), states(), group()['DesiredCapacity']), (False, ['InService', 'InService'], 2))

# Whoever stands by is not counted; the capacity goes down with them all the same, where that is said, and somebody in service goes.
client.set_desired_capacity(DesiredCapacity=3, **GROUP)
eventually(states, ['InService'] * 3)
aside = ids()[0]
client.enter_standby(InstanceIds=[aside], ShouldDecrementDesiredCapacity=True, **GROUP)
eventually(lambda: sorted(states()), ['InService', 'InService', 'Standby'])
client.terminate_instance_in_auto_scaling_group(InstanceId=aside, ShouldDecrementDesiredCapacity=True)
same(group()['DesiredCapacity'], 1)
eventually(lambda: (aside in ids(), states()), (False, ['InService']))
client.set_desired_capacity(DesiredCapacity=2, **GROUP)
eventually(states, ['InService'] * 2)
aside = ids()[0]
client.enter_standby(InstanceIds=[aside], ShouldDecrementDesiredCapacity=False, **GROUP)
eventually(lambda: sorted(states()), ['InService', 'InService', 'Standby'])
client.detach_instances(InstanceIds=[aside], ShouldDecrementDesiredCapacity=True, **GROUP)
same(group()['DesiredCapacity'], 1)
eventually(lambda: (aside in ids(), states()), (False, ['InService']))
refused('ValidationError', 'min size constraint', client.terminate_instance_in_auto_scaling_group, InstanceId=ids()[0], ShouldDecrementDesiredCapacity=True)
client.set_desired_capacity(DesiredCapacity=2, **GROUP)
eventually(states, ['InService'] * 2)

# Out of the group and back.
loose, other = ids()
[detaching] = client.detach_instances(InstanceIds=[loose], ShouldDecrementDesiredCapacity=True, **GROUP)['Activities']
same(detaching['Description'], 'Detaching EC2 instance: ' + loose)
eventually(ids, [other])
same((group()['DesiredCapacity'], activity(detaching)['StatusCode']), (1, 'Successful'))
refused('ValidationError', 'not part of Auto Scaling group', client.detach_instances, InstanceIds=[loose], ShouldDecrementDesiredCapacity=True, **GROUP)
refused('ValidationError', 'To detach 1 instance', client.detach_instances, InstanceIds=[other], ShouldDecrementDesiredCapacity=True, **GROUP)
refused('ValidationError', 'is already part of', client.attach_instances, InstanceIds=[other], **GROUP)
refused('ValidationError', 'does not exist', client.attach_instances, InstanceIds=['i-00000000000000000'], **GROUP)
client.attach_instances(InstanceIds=[loose], **GROUP)
same(group()['DesiredCapacity'], 2)
eventually(lambda: (ids(), states()), ([other, loose], ['InService', 'InService']))
[newest] = client.describe_scaling_activities(MaxRecords=1, **GROUP)['Activities']
same(newest['Description'], 'Attaching an existing EC2 instance: ' + loose)
client.detach_instances(InstanceIds=[loose], ShouldDecrementDesiredCapacity=False, **GROUP)
eventually(lambda: (loose in ids(), states()), (False, ['InService', 'InService']))
client.attach_instances(InstanceIds=[loose], **GROUP)
eventually(states, ['InService'] * 3)
refused('ValidationError', 'is already part of', client.attach_instances, InstanceIds=[loose], **GROUP)

client.delete_auto_scaling_group(ForceDelete=True, **GROUP)
eventually(lambda: client.describe_auto_scaling_groups()['AutoScalingGroups'], [])
client.delete_launch_configuration(LaunchConfigurationName='members')

# What was detached lives on in no group, until somebody ends it.
machines = boto3.client('ec2', endpoint_url=sys.argv[1] + '/aws/ec2')
[ending] = machines.terminate_instances(InstanceIds=[aside])['TerminatingInstances']
same((ending['InstanceId'], ending['PreviousState']['Name']), (aside, 'running'))
eventually(lambda: [one['InstanceId'] for some in machines.describe_instances()['Reservations'] for one in some['Instances']
                    if one['State']['Name'] == 'running'], [])
print('done')
