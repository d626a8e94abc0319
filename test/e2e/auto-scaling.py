"""Takes a group of EC2 Auto Scaling through its life with boto3. The argument is the service's endpoint; credentials and region are the environment's.

Ends with a traceback when anything is not as it should be.
"""
import sys

import boto3

from expectations import eventually, refused, same

client = boto3.client('autoscaling', endpoint_url=sys.argv[1] + '/aws/autoscaling')


def group(name='web'):
    found = client.describe_auto_scaling_groups(AutoScalingGroupNames=[name])['AutoScalingGroups']
    return found[0] if found else None


def in_service():
    return [one['InstanceId'] for one in group()['Instances'] if one['LifecycleState'] == 'InService']


me = boto3.client('sts', endpoint_url=sys.argv[1] + '/aws/sts').get_caller_identity()
same(me['Account'], '123456789012')

client.create_launch_configuration(LaunchConfigurationName='small', ImageId='ami-1', InstanceType='t3.micro', UserData='echo hello')
refused('AlreadyExists', 'already exists', client.create_launch_configuration, LaunchConfigurationName='small', ImageId='ami-1', InstanceType='t3.micro')
[small] = client.describe_launch_configurations(LaunchConfigurationNames=['small'])['LaunchConfigurations']
same((small['ImageId'], small['InstanceType'], small['UserData']), ('ami-1', 't3.micro', 'ZWNobyBoZWxsbw=='))
# What was not said is there, and empty: Ansible looks for it.
same([small[member] for member in ('KeyName', 'KernelId', 'RamdiskId')], ['', '', ''])

make = dict(AutoScalingGroupName='web', LaunchConfigurationName='small', MinSize=1, MaxSize=4, VPCZoneIdentifier='subnet-1,subnet-2')
refused('ValidationError', 'must contain either LaunchTemplate', client.create_auto_scaling_group, AutoScalingGroupName='web', MinSize=1, MaxSize=2, AvailabilityZones=['us-east-1a'])
refused('ValidationError', 'Launch configuration name not found', client.create_auto_scaling_group, **{**make, 'LaunchConfigurationName': 'none'})
refused('ValidationError', 'greater than or equal to min bound', client.create_auto_scaling_group, **{**make, 'MinSize': 5})
refused('ValidationError', '[^:]', client.create_auto_scaling_group, **{**make, 'AutoScalingGroupName': 'a:b'})
refused('ValidationError', 'spotPrice', client.create_launch_configuration, LaunchConfigurationName='x', ImageId='ami-1', InstanceType='t3.micro', SpotPrice='cheap')
refused('ValidationError', '[^:]', client.create_launch_configuration, LaunchConfigurationName='a:b', ImageId='ami-1', InstanceType='t3.micro')
client.create_auto_scaling_group(DesiredCapacity=2, Tags=[dict(Key='team', Value='blue', PropagateAtLaunch=True)], **make)
refused('AlreadyExists', 'already exists', client.create_auto_scaling_group, **make)
eventually(lambda: len(in_service()), 2)
made = group()
same(made['AvailabilityZones'], ['us-east-1a', 'us-east-1b'])
same([one['AvailabilityZone'] for one in made['Instances']], ['us-east-1a', 'us-east-1b'])
same((made['DefaultCooldown'], made['HealthCheckType'], made['TerminationPolicies']), (300, 'EC2', ['Default']))
same((made['SuspendedProcesses'], made['EnabledMetrics'], made['LoadBalancerNames']), ([], [], []))

client.set_desired_capacity(AutoScalingGroupName='web', DesiredCapacity=4)
client.set_desired_capacity(AutoScalingGroupName='web', DesiredCapacity=3)
same(group()['DesiredCapacity'], 3)
refused('ValidationError', 'above max value 4', client.set_desired_capacity, AutoScalingGroupName='web', DesiredCapacity=5)
refused('ValidationError', 'not found', client.set_desired_capacity, AutoScalingGroupName='none', DesiredCapacity=1)
eventually(lambda: len(in_service()), 3)

first, second, third = in_service()
activity = client.terminate_instance_in_auto_scaling_group(InstanceId=first, ShouldDecrementDesiredCapacity=True)['Activity']
assert first in activity['Description'], activity
eventually(in_service, [second, third])
same(group()['DesiredCapacity'], 2)
client.terminate_instance_in_auto_scaling_group(InstanceId=second, ShouldDecrementDesiredCapacity=False)
eventually(lambda: second in in_service() or len(in_service()), 2)
[one] = client.describe_auto_scaling_instances(InstanceIds=[third])['AutoScalingInstances']
same((one['AutoScalingGroupName'], one['HealthStatus'], one['LaunchConfigurationName']), ('web', 'HEALTHY', 'small'))
same(client.describe_auto_scaling_instances(InstanceIds=[first])['AutoScalingInstances'], [])

activities = client.describe_scaling_activities(AutoScalingGroupName='web')['Activities']
assert all(one['StatusCode'] == 'Successful' and one['Progress'] == 100 for one in activities), activities
causes = ' '.join(one['Cause'] for one in activities)
assert 'a user request explicitly set group desired capacity changing the desired capacity' in causes, causes
assert 'increasing the capacity from 2 to 4' in causes, causes

client.create_or_update_tags(Tags=[dict(ResourceId='web', ResourceType='auto-scaling-group', Key='team', Value='green', PropagateAtLaunch=False)])
same([(tag['Key'], tag['Value']) for tag in client.describe_tags(Filters=[dict(Name='key', Values=['team'])])['Tags']], [('team', 'green')])
same(len(client.describe_auto_scaling_groups(Filters=[dict(Name='tag:team', Values=['green'])])['AutoScalingGroups']), 1)
same(client.describe_auto_scaling_groups(Filters=[dict(Name='tag:team', Values=['blue'])])['AutoScalingGroups'], [])

client.suspend_processes(AutoScalingGroupName='web', ScalingProcesses=['Launch'])
same([one['ProcessName'] for one in group()['SuspendedProcesses']], ['Launch'])
client.set_desired_capacity(AutoScalingGroupName='web', DesiredCapacity=3)
same((group()['DesiredCapacity'], len(group()['Instances'])), (3, 2))
client.set_desired_capacity(AutoScalingGroupName='web', DesiredCapacity=2)
client.resume_processes(AutoScalingGroupName='web')
same(group()['SuspendedProcesses'], [])

arn = client.put_scaling_policy(AutoScalingGroupName='web', PolicyName='up', AdjustmentType='ChangeInCapacity', ScalingAdjustment=1, Cooldown=600)['PolicyARN']
same([one['PolicyARN'] for one in client.describe_policies(AutoScalingGroupName='web')['ScalingPolicies']], [arn])
client.execute_policy(PolicyName=arn, HonorCooldown=True)
same(group()['DesiredCapacity'], 3)
refused('ScalingActivityInProgress', 'cooldown', client.execute_policy, AutoScalingGroupName='web', PolicyName='up', HonorCooldown=True)
refused('ValidationError', 'StepAdjustment', client.put_scaling_policy, AutoScalingGroupName='web', PolicyName='steps', PolicyType='StepScaling', AdjustmentType='ChangeInCapacity')
client.delete_policy(PolicyName=arn)
same(client.describe_policies()['ScalingPolicies'], [])

client.put_scheduled_update_group_action(AutoScalingGroupName='web', ScheduledActionName='morning', Recurrence='0 8 * * 1-5', TimeZone='Europe/Berlin', DesiredCapacity=4)
[morning] = client.describe_scheduled_actions(AutoScalingGroupName='web')['ScheduledUpdateGroupActions']
same((morning['Recurrence'], morning['TimeZone'], morning['DesiredCapacity']), ('0 8 * * 1-5', 'Europe/Berlin', 4))
failed = client.batch_put_scheduled_update_group_action(AutoScalingGroupName='web', ScheduledUpdateGroupActions=[
    dict(ScheduledActionName='never', Recurrence='0 0 30 2 *', MinSize=1), dict(ScheduledActionName='noon', Recurrence='0 12 * * *', MinSize=1)])
same([one['ScheduledActionName'] for one in failed['FailedScheduledUpdateGroupActions']], ['never'])
client.batch_delete_scheduled_action(AutoScalingGroupName='web', ScheduledActionNames=['morning', 'noon'])
same(client.describe_scheduled_actions()['ScheduledUpdateGroupActions'], [])

eventually(lambda: len(in_service()), 3)
client.set_instance_protection(AutoScalingGroupName='web', InstanceIds=[third], ProtectedFromScaleIn=True)
same([one['InstanceId'] for one in group()['Instances'] if one['ProtectedFromScaleIn']], [third])
refused('ValidationError', 'not part of Auto Scaling group', client.set_instance_protection, AutoScalingGroupName='web', InstanceIds=[first], ProtectedFromScaleIn=True)
sick = [one for one in in_service() if one != third][0]
client.set_instance_health(InstanceId=sick, HealthStatus='Unhealthy')
eventually(lambda: sick not in in_service() and len(in_service()), 3)
client.set_instance_protection(AutoScalingGroupName='web', InstanceIds=[third], ProtectedFromScaleIn=False)

client.update_auto_scaling_group(AutoScalingGroupName='web', MinSize=0, MaxSize=1, DefaultCooldown=60)
eventually(lambda: len(group()['Instances']), 1)
same((group()['DesiredCapacity'], group()['MaxSize'], group()['DefaultCooldown']), (1, 1, 60))
refused('ResourceInUse', 'attached to an AutoScalingGroup', client.delete_launch_configuration, LaunchConfigurationName='small')
refused('ResourceInUse', 'while there are instances', client.delete_auto_scaling_group, AutoScalingGroupName='web')

# Pages: names in order, and no token on the last.
for letter in 'abcde':
    client.create_auto_scaling_group(**{**make, 'AutoScalingGroupName': letter, 'MinSize': 0})
seen = client.get_paginator('describe_auto_scaling_groups').paginate(PaginationConfig=dict(PageSize=2)).build_full_result()
same([one['AutoScalingGroupName'] for one in seen['AutoScalingGroups']], ['a', 'b', 'c', 'd', 'e', 'web'])
refused('InvalidNextToken', '', client.describe_auto_scaling_groups, NextToken='nonsense')
refused('ValidationError', 'less than or equal to 100', client.describe_auto_scaling_groups, MaxRecords=101)

for name in 'a', 'b', 'c', 'd', 'e', 'web':
    client.delete_auto_scaling_group(AutoScalingGroupName=name, ForceDelete=True)
eventually(lambda: client.describe_auto_scaling_groups()['AutoScalingGroups'], [])
refused('ValidationError', 'not found', client.describe_scaling_activities, AutoScalingGroupName='web')
gone = client.describe_scaling_activities(AutoScalingGroupName='web', IncludeDeletedGroups=True)['Activities'][0]
assert gone['Description'].startswith('Terminating EC2 instance: i-') and gone['AutoScalingGroupState'] == 'Deleted', gone
client.delete_launch_configuration(LaunchConfigurationName='small')
refused('ValidationError', 'not found', client.delete_launch_configuration, LaunchConfigurationName='small')
print('done')
