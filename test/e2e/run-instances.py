"""Launches instances by themselves with boto3, takes them into a group and out of the world. The argument is the service's endpoint; credentials and region are the
environment's.

Ends with a traceback when anything is not as it should be.
"""
import base64
import sys

import boto3

from expectations import eventually, refused, same

ec2 = boto3.client('ec2', endpoint_url=sys.argv[1] + '/aws/ec2')
asg = boto3.client('autoscaling', endpoint_url=sys.argv[1] + '/aws/autoscaling')
one = dict(ImageId='ami-1', MinCount=1, MaxCount=1)

# What makes no sense, of which nothing comes.
refused('MissingParameter', 'ImageId', ec2.run_instances, MinCount=1, MaxCount=1)
refused('InvalidParameterValue', 'minCount', ec2.run_instances, ImageId='ami-1', MinCount=0, MaxCount=1)
refused('InvalidParameterCombination', 'minCount', ec2.run_instances, ImageId='ami-1', MinCount=2, MaxCount=1)
refused('InvalidParameterValue', 'maxCount', ec2.run_instances, ImageId='ami-1', MinCount=1, MaxCount=101)
refused('InvalidSubnetID.NotFound', 'does not exist', ec2.run_instances, SubnetId='subnet-0123456789abcdef0', **one)
refused('InvalidParameterValue', 'zone', ec2.run_instances, Placement=dict(AvailabilityZone='us-west-2a'), **one)
refused('InvalidLaunchTemplateName.NotFoundException', '', ec2.run_instances, LaunchTemplate=dict(LaunchTemplateName='none'), MinCount=1, MaxCount=1)
refused('InvalidParameterValue', 'reserved', ec2.run_instances, TagSpecifications=[dict(ResourceType='instance', Tags=[dict(Key='aws:x', Value='y')])], **one)
refused('DryRunOperation', 'DryRun', ec2.run_instances, DryRun=True, **one)
same(ec2.describe_instances()['Reservations'], [])

# Two of a launch, in a subnet of one's own.
net = ec2.create_vpc(CidrBlock='10.9.0.0/16')['Vpc']
subnet = ec2.create_subnet(VpcId=net['VpcId'], CidrBlock='10.9.1.0/24', AvailabilityZone='us-east-1c')['Subnet']['SubnetId']
asked = dict(ImageId='ami-1', InstanceType='t3.micro', MinCount=2, MaxCount=2, SubnetId=subnet, ClientToken='once', DisableApiTermination=True,
             UserData='echo hello', TagSpecifications=[dict(ResourceType='instance', Tags=[dict(Key='Name', Value='single')])])
run = ec2.run_instances(**asked)
ids = [instance['InstanceId'] for instance in run['Instances']]
same(len(set(ids)), 2)
same([(instance['AmiLaunchIndex'], instance['ClientToken'], instance['SubnetId'], instance['VpcId'], instance['Placement']['AvailabilityZone'])
      for instance in run['Instances']], [(0, 'once', subnet, net['VpcId'], 'us-east-1c'), (1, 'once', subnet, net['VpcId'], 'us-east-1c')])
same([instance['InstanceId'] for instance in ec2.run_instances(**asked)['Instances']], ids)
refused('IdempotentParameterMismatch', '', ec2.run_instances, **dict(asked, MaxCount=3))
ec2.get_waiter('instance_running').wait(InstanceIds=ids, WaiterConfig=dict(Delay=1, MaxAttempts=30))
ec2.get_waiter('instance_status_ok').wait(InstanceIds=ids, WaiterConfig=dict(Delay=1, MaxAttempts=30))
[reservation] = ec2.describe_instances(Filters=[dict(Name='reservation-id', Values=[run['ReservationId']])])['Reservations']
same(sorted(instance['InstanceId'] for instance in reservation['Instances']), sorted(ids))
same(reservation['Instances'][0]['Tags'], [dict(Key='Name', Value='single')])
said = ec2.describe_instance_attribute(InstanceId=ids[0], Attribute='userData')['UserData']['Value']
same(base64.b64decode(said), b'echo hello')
refused('DependencyViolation', 'dependencies', ec2.delete_subnet, SubnetId=subnet)

# Tags of its own, beside those that it was launched with.
ec2.create_tags(Resources=ids[:1], Tags=[dict(Key='stage', Value='test'), dict(Key='Name', Value='first')])
tagged = lambda: dict((tag['Key'], tag['Value']) for tag in ec2.describe_tags(Filters=[dict(Name='resource-id', Values=ids[:1])])['Tags'])
same(tagged(), dict(stage='test', Name='first'))
same([one['InstanceId'] for r in ec2.describe_instances(Filters=[dict(Name='tag:stage', Values=['test'])])['Reservations'] for one in r['Instances']], ids[:1])
ec2.delete_tags(Resources=ids[:1], Tags=[dict(Key='stage', Value='other'), dict(Key='Name')])
same(tagged(), dict(stage='test'))
ec2.delete_tags(Resources=ids[:1])
same(tagged(), {})
refused('InvalidInstanceID.NotFound', 'does not exist', ec2.create_tags, Resources=['i-00000000000000000'], Tags=[dict(Key='a', Value='b')])
refused('TagLimitExceeded', '50', ec2.create_tags, Resources=ids[:1], Tags=[dict(Key='k%d' % i, Value='') for i in range(51)])

# Into a group, which is made like one of them.
asg.create_auto_scaling_group(AutoScalingGroupName='taken', InstanceId=ids[0], MinSize=0, MaxSize=3, DesiredCapacity=0, AvailabilityZones=['us-east-1c'])
asg.attach_instances(AutoScalingGroupName='taken', InstanceIds=ids)
members = lambda: sorted((instance['InstanceId'], instance['LifecycleState'], instance['AvailabilityZone'])
                         for instance in asg.describe_auto_scaling_groups()['AutoScalingGroups'][0]['Instances'])
eventually(members, sorted((one, 'InService', 'us-east-1c') for one in ids))
same(asg.describe_auto_scaling_groups()['AutoScalingGroups'][0]['DesiredCapacity'], 2)
asg.detach_instances(AutoScalingGroupName='taken', InstanceIds=ids[1:], ShouldDecrementDesiredCapacity=True)
eventually(lambda: len(members()), 1)

# Nobody's is protected as it was told, and goes for good otherwise.
refused('OperationNotPermitted', 'disableApiTermination', ec2.terminate_instances, InstanceIds=ids[1:])
[plain] = ec2.run_instances(**one)['Instances']
same((plain['InstanceType'], plain['Placement']['AvailabilityZone']), ('m1.small', 'us-east-1a'))
ec2.terminate_instances(InstanceIds=[plain['InstanceId']])
ec2.get_waiter('instance_terminated').wait(InstanceIds=[plain['InstanceId']], WaiterConfig=dict(Delay=1, MaxAttempts=30))

# Of a template, whose tags it has.
data = dict(ImageId='ami-1', InstanceType='t3.small', TagSpecifications=[dict(ResourceType='instance', Tags=[dict(Key='tier', Value='web')])])
template = ec2.create_launch_template(LaunchTemplateName='single', LaunchTemplateData=data)['LaunchTemplate']['LaunchTemplateId']
[of] = ec2.run_instances(LaunchTemplate=dict(LaunchTemplateId=template), MinCount=1, MaxCount=1,
                         TagSpecifications=[dict(ResourceType='instance', Tags=[dict(Key='team', Value='red')])])['Instances']
ec2.get_waiter('instance_running').wait(InstanceIds=[of['InstanceId']], WaiterConfig=dict(Delay=1, MaxAttempts=30))
tags = lambda: dict((tag['Key'], tag['Value']) for tag in ec2.describe_instances(InstanceIds=[of['InstanceId']])['Reservations'][0]['Instances'][0]['Tags'])
same(tags(), {'aws:ec2launchtemplate:id': template, 'aws:ec2launchtemplate:version': '1', 'team': 'red', 'tier': 'web'})

# A group that goes takes its own with it, of which is told for a while.
asg.delete_auto_scaling_group(AutoScalingGroupName='taken', ForceDelete=True)
eventually(lambda: asg.describe_auto_scaling_groups()['AutoScalingGroups'], [])
ec2.get_waiter('instance_terminated').wait(InstanceIds=ids[:1], WaiterConfig=dict(Delay=1, MaxAttempts=30))
print('done')
