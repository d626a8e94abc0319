"""Keeps instances of a group in a warm pool, with boto3, on real processes. The argument is the service's endpoint.

Ends with a traceback when anything is not as it should be.
"""
import sys

import boto3

from expectations import eventually, refused, same

client = boto3.client('autoscaling', endpoint_url=sys.argv[1] + '/aws/autoscaling')


def group():
    return client.describe_auto_scaling_groups(AutoScalingGroupNames=['warm'])['AutoScalingGroups'][0]


def pool():
    return client.describe_warm_pool(AutoScalingGroupName='warm')


def states():
    return [sorted(one['LifecycleState'] for one in where()['Instances']) for where in (group, pool)]


def ids(where):
    return {one['InstanceId'] for one in where()['Instances']}


COLD = 'Warmed:Stopped'
client.create_launch_configuration(LaunchConfigurationName='small', ImageId='ami-1', InstanceType='t3.micro')
client.create_auto_scaling_group(AutoScalingGroupName='warm', LaunchConfigurationName='small', MinSize=0, MaxSize=4, DesiredCapacity=1, AvailabilityZones=['us-east-1a'])
eventually(states, [['InService'], []])
assert 'WarmPoolConfiguration' not in pool() and 'WarmPoolConfiguration' not in group()
refused('ValidationError', 'No warm pool found', client.delete_warm_pool, AutoScalingGroupName='warm')
refused('ValidationError', 'enum value set', client.put_warm_pool, AutoScalingGroupName='warm', PoolState='Frozen')
refused('ValidationError', 'not found', client.put_warm_pool, AutoScalingGroupName='none')

client.put_warm_pool(AutoScalingGroupName='warm', MaxGroupPreparedCapacity=3, InstanceReusePolicy=dict(ReuseOnScaleIn=True))
eventually(states, [['InService'], [COLD, COLD]])
same(pool()['WarmPoolConfiguration'], dict(MaxGroupPreparedCapacity=3, MinSize=0, PoolState='Stopped', InstanceReusePolicy=dict(ReuseOnScaleIn=True)))
same((group()['WarmPoolSize'], group()['DesiredCapacity'], group()['WarmPoolConfiguration']['PoolState']), (2, 1, 'Stopped'))
same(sorted(one['LifecycleState'] for one in client.describe_auto_scaling_instances()['AutoScalingInstances']), ['InService', COLD, COLD])

# The pool comes first, and takes back whoever goes.
before = ids(pool)
client.set_desired_capacity(AutoScalingGroupName='warm', DesiredCapacity=3)
eventually(states, [['InService'] * 3, []])
assert before < ids(group), (before, ids(group))
serving = ids(group)
client.set_desired_capacity(AutoScalingGroupName='warm', DesiredCapacity=1)
eventually(states, [['InService'], [COLD, COLD]])
assert ids(pool) < serving, (ids(pool), serving)

# A put says everything anew.
client.put_warm_pool(AutoScalingGroupName='warm', PoolState='Running', MinSize=1, MaxGroupPreparedCapacity=0)
eventually(lambda: len(pool()['Instances']), 1)
client.delete_warm_pool(AutoScalingGroupName='warm')
eventually(lambda: 'WarmPoolConfiguration' in pool(), False)
same(states(), [['InService'], []])

client.put_warm_pool(AutoScalingGroupName='warm', MaxGroupPreparedCapacity=-1)
eventually(lambda: len(pool()['Instances']), 3)
client.delete_auto_scaling_group(AutoScalingGroupName='warm', ForceDelete=True)
eventually(lambda: client.describe_auto_scaling_groups(AutoScalingGroupNames=['warm'])['AutoScalingGroups'], [])
client.delete_launch_configuration(LaunchConfigurationName='small')
print('done')
