"""Takes launch templates and what is launched by them through their lives with boto3. The argument is the service's endpoint; credentials and region are the
environment's.

Ends with a traceback when anything is not as it should be.
"""
import base64
import sys

import boto3

from expectations import eventually, refused, same

ec2 = boto3.client('ec2', endpoint_url=sys.argv[1] + '/aws/ec2')
asg = boto3.client('autoscaling', endpoint_url=sys.argv[1] + '/aws/autoscaling')


def group(name='web'):
    return asg.describe_auto_scaling_groups(AutoScalingGroupNames=[name])['AutoScalingGroups'][0]


def in_service():
    return [one['InstanceId'] for one in group()['Instances'] if one['LifecycleState'] == 'InService']


# What there is before anybody made anything.
same([zone['ZoneName'] for zone in ec2.describe_availability_zones()['AvailabilityZones']][:2], ['us-east-1a', 'us-east-1b'])
[vpc] = ec2.describe_vpcs(Filters=[dict(Name='is-default', Values=['true'])])['Vpcs']
subnets = ec2.describe_subnets(Filters=[dict(Name='vpc-id', Values=[vpc['VpcId']])])['Subnets']
same([one['AvailabilityZone'] for one in subnets], ['us-east-1' + letter for letter in 'abcdef'])
same(ec2.describe_security_groups()['SecurityGroups'][0]['GroupName'], 'default')
same(ec2.describe_key_pairs()['KeyPairs'], [])
assert 'us-east-1' in [one['RegionName'] for one in ec2.describe_regions()['Regions']]
same(ec2.describe_availability_zones(ZoneNames=['us-east-1a'])['AvailabilityZones'][0]['ZoneId'], 'use1-az1')
[image] = ec2.describe_images(ImageIds=['ami-1'])['Images']
same((image['State'], image['RootDeviceName']), ('available', '/dev/xvda'))
[small] = ec2.describe_instance_types(InstanceTypes=['t3.micro'])['InstanceTypes']
same((small['VCpuInfo']['DefaultVCpus'], small['MemoryInfo']['SizeInMiB']), (2, 1024))
assert len(ec2.get_paginator('describe_instance_types').paginate(PaginationConfig=dict(PageSize=5)).build_full_result()['InstanceTypes']) > 5
refused('InvalidInstanceType', 't9.none', ec2.describe_instance_types, InstanceTypes=['t9.none'])
refused('InvalidSubnetID.NotFound', 'does not exist', ec2.describe_subnets, SubnetIds=['subnet-1'])
refused('InvalidInstanceID.Malformed', 'nonsense', ec2.describe_instances, InstanceIds=['nonsense'])
refused('MissingParameter', 'must contain the parameter InstanceId', ec2.describe_instances, InstanceIds=[''])
refused('InvalidInstanceID.NotFound', "does not exist", ec2.describe_instances, InstanceIds=['i-00000000000000000'])
refused('InvalidAction', 'not valid for this web service', ec2.create_volume, AvailabilityZone='us-east-1a', Size=1)
same(refused('DryRunOperation', 'DryRun', ec2.describe_instances, DryRun=True).response['ResponseMetadata']['HTTPStatusCode'], 412)
refused('InvalidParameterValue', "'colour' is invalid", ec2.describe_instances, Filters=[dict(Name='colour', Values=['red'])])

# A template and its versions.
data = dict(ImageId='ami-1', InstanceType='t3.micro', UserData=base64.b64encode(b'echo hello').decode(),
            TagSpecifications=[dict(ResourceType='instance', Tags=[dict(Key='team', Value='red'), dict(Key='tier', Value='front')])],
            BlockDeviceMappings=[dict(DeviceName='/dev/xvda', Ebs=dict(VolumeSize=9))])
made = ec2.create_launch_template(LaunchTemplateName='small', LaunchTemplateData=data, ClientToken='once',
                                  TagSpecifications=[dict(ResourceType='launch-template', Tags=[dict(Key='owner', Value='us')])])['LaunchTemplate']
again = ec2.create_launch_template(LaunchTemplateName='small', LaunchTemplateData=data, ClientToken='once',
                                   TagSpecifications=[dict(ResourceType='launch-template', Tags=[dict(Key='owner', Value='us')])])['LaunchTemplate']
same(again['LaunchTemplateId'], made['LaunchTemplateId'])
refused('IdempotentParameterMismatch', '', ec2.create_launch_template, LaunchTemplateName='small', LaunchTemplateData=dict(ImageId='ami-2'), ClientToken='once')
refused('InvalidLaunchTemplateName.AlreadyExistsException', 'already in use', ec2.create_launch_template, LaunchTemplateName='small', LaunchTemplateData=data)
refused('InvalidLaunchTemplateName.MalformedException', '', ec2.create_launch_template, LaunchTemplateName='no spaces', LaunchTemplateData=data)
template = made['LaunchTemplateId']
second = ec2.create_launch_template_version(LaunchTemplateId=template, SourceVersion='1', VersionDescription='larger',
                                            LaunchTemplateData=dict(InstanceType='t3.small'))['LaunchTemplateVersion']
same((second['VersionNumber'], second['LaunchTemplateData']['ImageId'], second['LaunchTemplateData']['InstanceType']), (2, 'ami-1', 't3.small'))
versions = ec2.describe_launch_template_versions(LaunchTemplateName='small')['LaunchTemplateVersions']
same([(one['VersionNumber'], one['DefaultVersion']) for one in versions], [(2, False), (1, True)])
same(versions[1]['LaunchTemplateData'], data)
refused('InvalidLaunchTemplateId.VersionNotFound', '', ec2.describe_launch_template_versions, LaunchTemplateId=template, Versions=['7'])
refused('InvalidLaunchTemplateId.NotFound', '', ec2.describe_launch_templates, LaunchTemplateIds=['lt-00000000000000000'])
refused('InvalidLaunchTemplateId.Malformed', '', ec2.describe_launch_templates, LaunchTemplateIds=['lt-none'])
refused('InvalidLaunchTemplateName.NotFoundException', '', ec2.describe_launch_templates, LaunchTemplateNames=['none'])
ec2.create_tags(Resources=[template], Tags=[dict(Key='stage', Value='test')])
same([one['LaunchTemplateName'] for one in ec2.describe_launch_templates(Filters=[dict(Name='tag:stage', Values=['t*'])])['LaunchTemplates']], ['small'])
ec2.delete_tags(Resources=[template], Tags=[dict(Key='stage')])
same([(tag['Key'], tag['Value']) for tag in ec2.describe_tags(Filters=[dict(Name='resource-id', Values=[template])])['Tags']], [('owner', 'us')])
# One without any has no list of them either: Ansible looks whether it is there.
ec2.delete_tags(Resources=[template], Tags=[dict(Key='owner')])
same('Tags' in ec2.describe_launch_templates(LaunchTemplateIds=[template])['LaunchTemplates'][0], False)
ec2.create_tags(Resources=[template], Tags=[dict(Key='owner', Value='us')])

# Groups that follow it.
# A network of one's own: a subnet is in its zone, and goes once no group is in it.
net = ec2.create_vpc(CidrBlock='10.7.0.0/16', TagSpecifications=[dict(ResourceType='vpc', Tags=[dict(Key='Name', Value='own')])])['Vpc']
refused('InvalidParameterValue', 'not a valid CIDR block', ec2.create_vpc, CidrBlock='10.7.0.0')
same(ec2.describe_vpc_attribute(VpcId=net['VpcId'], Attribute='enableDnsHostnames')['EnableDnsHostnames'], dict(Value=False))
refused('InvalidSubnet.Range', 'invalid', ec2.create_subnet, VpcId=net['VpcId'], CidrBlock='10.8.0.0/24')
own = ec2.create_subnet(VpcId=net['VpcId'], CidrBlock='10.7.1.0/24', AvailabilityZone='us-east-1d')['Subnet']
ec2.create_tags(Resources=[own['SubnetId']], Tags=[dict(Key='tier', Value='web')])
same([(one['SubnetId'], one['AvailabilityZone'], one['VpcId'], one['AvailableIpAddressCount'], one['Tags']) for one in ec2.describe_subnets(Filters=[dict(Name='tag:tier', Values=['web'])])['Subnets']],
     [(own['SubnetId'], 'us-east-1d', net['VpcId'], 251, [dict(Key='tier', Value='web')])])
same([one['VpcId'] for one in ec2.describe_vpcs(Filters=[dict(Name='tag:Name', Values=['own'])])['Vpcs']], [net['VpcId']])
refused('DependencyViolation', 'dependencies', ec2.delete_vpc, VpcId=net['VpcId'])
ec2.delete_subnet(SubnetId=own['SubnetId'])
ec2.delete_vpc(VpcId=net['VpcId'])
refused('InvalidVpcID.NotFound', 'does not exist', ec2.describe_vpcs, VpcIds=[net['VpcId']])

sizes = dict(MinSize=0, MaxSize=4, VPCZoneIdentifier=subnets[1]['SubnetId'])
refused('ValidationError', 'valid fully-formed launch template', asg.create_auto_scaling_group, AutoScalingGroupName='web', LaunchTemplate=dict(LaunchTemplateName='none'), **sizes)
refused('ValidationError', 'valid fully-formed launch template', asg.create_auto_scaling_group, AutoScalingGroupName='web', LaunchTemplate=dict(LaunchTemplateId=template, Version='7'), **sizes)
asg.create_auto_scaling_group(AutoScalingGroupName='web', LaunchTemplate=dict(LaunchTemplateId=template, Version='$Latest'), DesiredCapacity=1,
                              Tags=[dict(Key='team', Value='blue', PropagateAtLaunch=True)], **sizes)
eventually(lambda: len(in_service()), 1)
same(group()['LaunchTemplate'], dict(LaunchTemplateId=template, LaunchTemplateName='small', Version='$Latest'))
same(group()['AvailabilityZones'], ['us-east-1b'])
[first] = group()['Instances']
same((first['LaunchTemplate'], first['InstanceType']), (dict(LaunchTemplateId=template, LaunchTemplateName='small', Version='2'), 't3.small'))
ec2.create_launch_template_version(LaunchTemplateId=template, LaunchTemplateData=dict(ImageId='ami-2', InstanceType='t3.nano'))
asg.set_desired_capacity(AutoScalingGroupName='web', DesiredCapacity=2)
eventually(lambda: len(in_service()), 2)
same(sorted(one['LaunchTemplate']['Version'] for one in group()['Instances']), ['2', '3'])

# What EC2 says of the instances.
[reservation] = ec2.describe_instances(InstanceIds=[first['InstanceId']])['Reservations']
[seen] = reservation['Instances']
same((seen['State']['Name'], seen['ImageId'], seen['InstanceType'], seen['Placement']['AvailabilityZone'], seen['SubnetId']),
     ('running', 'ami-1', 't3.small', 'us-east-1b', subnets[1]['SubnetId']))
same(seen['PrivateIpAddress'], '127.0.0.1')
tags = dict((tag['Key'], tag['Value']) for tag in seen['Tags'])
same(tags, {'aws:autoscaling:groupName': 'web', 'aws:ec2launchtemplate:id': template, 'aws:ec2launchtemplate:version': '2', 'team': 'blue', 'tier': 'front'})
found = ec2.describe_instances(Filters=[dict(Name='tag:aws:autoscaling:groupName', Values=['web']), dict(Name='instance-state-name', Values=['running'])])
same(len(found['Reservations']), 2)
ec2.get_waiter('instance_running').wait(InstanceIds=in_service())
ec2.get_waiter('instance_status_ok').wait(InstanceIds=in_service())

# One attribute of one, and what there is none of.
attribute = lambda name: ec2.describe_instance_attribute(InstanceId=first['InstanceId'], Attribute=name)
same(base64.b64decode(attribute('userData')['UserData']['Value']), b'echo hello')
same([attribute(name)[member]['Value'] for name, member in [('instanceType', 'InstanceType'), ('disableApiTermination', 'DisableApiTermination'),
     ('instanceInitiatedShutdownBehavior', 'InstanceInitiatedShutdownBehavior'), ('ebsOptimized', 'EbsOptimized'), ('sourceDestCheck', 'SourceDestCheck')]],
     ['t3.small', False, 'stop', False, True])
same((attribute('kernel')['KernelId'], attribute('blockDeviceMapping')['BlockDeviceMappings']), ({}, []))
refused('InvalidParameterValue', 'Unknown attribute', ec2.describe_instance_attribute, InstanceId=first['InstanceId'], Attribute='colour')
refused('InvalidInstanceID.NotFound', 'does not exist', ec2.describe_instance_attribute, InstanceId='i-00000000000000000', Attribute='userData')
same(sorted(ec2.describe_instance_credit_specifications(InstanceIds=[first['InstanceId']])['InstanceCreditSpecifications'][0].values()), sorted([first['InstanceId'], 'standard']))
same(ec2.describe_vpc_attribute(VpcId=vpc['VpcId'], Attribute='enableDnsSupport')['EnableDnsSupport'], dict(Value=True))
refused('InvalidVolume.NotFound', 'does not exist', ec2.describe_volumes, VolumeIds=['vol-1'])
for operation, member in [('volumes', 'Volumes'), ('snapshots', 'Snapshots'), ('network_interfaces', 'NetworkInterfaces'), ('route_tables', 'RouteTables'),
                          ('internet_gateways', 'InternetGateways'), ('nat_gateways', 'NatGateways'), ('addresses', 'Addresses'),
                          ('placement_groups', 'PlacementGroups'), ('capacity_reservations', 'CapacityReservations'),
                          ('spot_instance_requests', 'SpotInstanceRequests'), ('spot_price_history', 'SpotPriceHistory')]:
    same(getattr(ec2, 'describe_' + operation)()[member], [])
ours = dict(ArchitectureTypes=['x86_64'], VirtualizationTypes=['hvm'])
fitting = lambda **more: [one['InstanceType'] for one in ec2.get_instance_types_from_instance_requirements(
    InstanceRequirements=dict(VCpuCount=dict(Min=0, Max=2), MemoryMiB=dict(Min=0), **more), **ours)['InstanceTypes']]
assert 't3.micro' in fitting(BurstablePerformance='included') and 't3.micro' not in fitting(), fitting()
same(fitting(BurstablePerformance='required', AllowedInstanceTypes=['t3.mi*']), ['t3.micro'])
same(fitting(AcceleratorCount=dict(Min=1)), [])

# Another source takes its place, and it takes that one's.
asg.create_launch_configuration(LaunchConfigurationName='plain', ImageId='ami-1', InstanceType='t3.micro')
asg.update_auto_scaling_group(AutoScalingGroupName='web', LaunchConfigurationName='plain')
same((group()['LaunchConfigurationName'], 'LaunchTemplate' in group()), ('plain', False))
asg.update_auto_scaling_group(AutoScalingGroupName='web', LaunchTemplate=dict(LaunchTemplateName='small'))
same((group()['LaunchTemplate'], 'LaunchConfigurationName' in group()), (dict(LaunchTemplateId=template, LaunchTemplateName='small'), False))
same(ec2.modify_launch_template(LaunchTemplateId=template, DefaultVersion='3')['LaunchTemplate']['DefaultVersionNumber'], 3)
asg.set_desired_capacity(AutoScalingGroupName='web', DesiredCapacity=3)
eventually(lambda: len(in_service()), 3)
same(sorted(one['LaunchTemplate']['Version'] for one in group()['Instances']), ['2', '3', '3'])
asg.delete_launch_configuration(LaunchConfigurationName='plain')

# Gone, and told of for a while.
asg.terminate_instance_in_auto_scaling_group(InstanceId=first['InstanceId'], ShouldDecrementDesiredCapacity=True)
ec2.get_waiter('instance_terminated').wait(InstanceIds=[first['InstanceId']], WaiterConfig=dict(Delay=1, MaxAttempts=30))
gone = ec2.delete_launch_template_versions(LaunchTemplateId=template, Versions=['1', '3', '9'])
same([one['VersionNumber'] for one in gone['SuccessfullyDeletedLaunchTemplateVersions']], [1])
same([one['VersionNumber'] for one in gone['UnsuccessfullyDeletedLaunchTemplateVersions']], [3, 9])
victim = in_service()[0]
refused('InvalidInstanceID.NotFound', 'does not exist', ec2.terminate_instances, InstanceIds=[victim, 'i-00000000000000000'])
[going] = ec2.terminate_instances(InstanceIds=[victim])['TerminatingInstances']
same((going['InstanceId'], going['PreviousState']['Name'], going['CurrentState']['Name']), (victim, 'running', 'shutting-down'))
size = group()['DesiredCapacity']
eventually(lambda: (victim in in_service(), len(in_service())), (False, size))
ec2.get_waiter('instance_terminated').wait(InstanceIds=[victim], WaiterConfig=dict(Delay=1, MaxAttempts=20))

asg.delete_auto_scaling_group(AutoScalingGroupName='web', ForceDelete=True)
eventually(lambda: asg.describe_auto_scaling_groups()['AutoScalingGroups'], [])
ec2.delete_launch_template(LaunchTemplateName='small')
same(ec2.describe_launch_templates()['LaunchTemplates'], [])
print('done')
