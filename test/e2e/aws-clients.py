"""Asks what clients ask that are not here, in their order and with their conditions: Terraform's aws_launch_template, aws_launch_configuration and
aws_autoscaling_group, the Kubernetes cluster-autoscaler, and eksctl. The argument is the service's endpoint; credentials and region are the environment's.

Ends with a traceback when one of them would not be content.
"""
import sys
import time

import boto3
from botocore.exceptions import ClientError

at = sys.argv[1]
asg = boto3.client('autoscaling', endpoint_url=at + '/aws/autoscaling')
ec2 = boto3.client('ec2', endpoint_url=at + '/aws/ec2')
sts = boto3.client('sts', endpoint_url=at + '/aws/sts')


def same(actual, wanted):
    assert actual == wanted, '%r is not %r' % (actual, wanted)


def code_of(call, **inputs):
    try:
        call(**inputs)
    except ClientError as error:
        return error.response['Error']['Code'], error.response['Error']['Message']
    return None, None


def patiently(look):
    for _ in range(240):
        if look():
            return
        time.sleep(0.25)
    raise AssertionError('it took too long')


def group(name):
    found = asg.describe_auto_scaling_groups(AutoScalingGroupNames=[name])['AutoScalingGroups']
    return found[0] if found else None


# --- Terraform ---------------------------------------------------------------------------------------------------------------------------------------------

def read_everything(name):
    """What its read of a group looks into: lists must be there, and what the user did not set must be absent or the default of the schema."""
    seen = group(name)
    for member in 'AvailabilityZones', 'EnabledMetrics', 'Instances', 'LoadBalancerNames', 'SuspendedProcesses', 'Tags', 'TargetGroupARNs', 'TerminationPolicies', 'TrafficSources':
        if member != 'TrafficSources' or member in seen:  # older SDKs do not know it
            assert isinstance(seen[member], list), member
    for member in 'ServiceLinkedRoleARN', 'MaxInstanceLifetime', 'PlacementGroup', 'Status', 'WarmPoolConfiguration', 'DefaultInstanceWarmup':
        assert member not in seen, member
    same((seen['HealthCheckType'], seen['HealthCheckGracePeriod'], seen['DefaultCooldown'], seen['TerminationPolicies']), ('EC2', 300, 300, ['Default']))
    same(seen['NewInstancesProtectedFromScaleIn'], False)
    same(asg.describe_load_balancers(AutoScalingGroupName=name)['LoadBalancers'], [])
    same(asg.describe_load_balancer_target_groups(AutoScalingGroupName=name)['LoadBalancerTargetGroups'], [])
    return seen


def capacity(name):
    """As its wait counts it; it gives up on an activity that failed for good since it began."""
    for activity in asg.describe_scaling_activities(AutoScalingGroupName=name)['Activities']:
        assert not (activity['StatusCode'] == 'Failed' and activity['Progress'] == 100), activity
    healthy = [one for one in group(name)['Instances'] if one['HealthStatus'].lower() == 'healthy' and one['LifecycleState'] == 'InService']
    return sum(int(one.get('WeightedCapacity', 1)) for one in healthy)


def terraform():
    same(sts.get_caller_identity()['Account'], '123456789012')
    same(ec2.describe_account_attributes(AttributeNames=['supported-platforms'])['AccountAttributes'][0]['AttributeValues'][0]['AttributeValue'], 'VPC')

    # aws_launch_template: made, read by id, and its version by number.
    made = ec2.create_launch_template(LaunchTemplateName='terraform-1', LaunchTemplateData=dict(ImageId='ami-1', InstanceType='t3.micro'), ClientToken='terraform-1')
    template = made['LaunchTemplate']['LaunchTemplateId']
    [read] = ec2.describe_launch_templates(LaunchTemplateIds=[template])['LaunchTemplates']
    [version] = ec2.describe_launch_template_versions(LaunchTemplateId=template, Versions=[str(read['LatestVersionNumber'])])['LaunchTemplateVersions']
    same(version['LaunchTemplateData'], dict(ImageId='ami-1', InstanceType='t3.micro'))
    # aws_launch_configuration asks for the root device of its image before it is made, and whenever it is read.
    [image] = ec2.describe_images(ImageIds=['ami-1'])['Images']
    assert image['RootDeviceName'] in [one['DeviceName'] for one in image['BlockDeviceMappings']], image
    asg.create_launch_configuration(LaunchConfigurationName='terraform-1', ImageId='ami-1', InstanceType='t3.micro', EbsOptimized=False)
    [configuration] = asg.describe_launch_configurations(LaunchConfigurationNames=['terraform-1'])['LaunchConfigurations']
    for member in 'KeyName', 'SpotPrice', 'PlacementTenancy', 'AssociatePublicIpAddress', 'IamInstanceProfile':
        assert not configuration.get(member), member

    # aws_autoscaling_group with hooks: made empty, hooked, then sized; then it waits.
    asg.create_auto_scaling_group(
        AutoScalingGroupName='terraform', MinSize=0, MaxSize=0, NewInstancesProtectedFromScaleIn=False, HealthCheckGracePeriod=300,
        LaunchTemplate=dict(LaunchTemplateId=template, Version='$Latest'), VPCZoneIdentifier='subnet-1,subnet-2',
        Tags=[dict(Key='Name', Value='web', PropagateAtLaunch=True, ResourceId='terraform', ResourceType='auto-scaling-group')])
    asg.put_lifecycle_hook(AutoScalingGroupName='terraform', LifecycleHookName='drain', LifecycleTransition='autoscaling:EC2_INSTANCE_TERMINATING',
                           DefaultResult='CONTINUE', HeartbeatTimeout=30)
    same(asg.describe_lifecycle_hooks(AutoScalingGroupName='terraform', LifecycleHookNames=['drain'])['LifecycleHooks'][0]['DefaultResult'], 'CONTINUE')
    asg.update_auto_scaling_group(AutoScalingGroupName='terraform', MinSize=1, MaxSize=4, DesiredCapacity=2)
    patiently(lambda: capacity('terraform') >= 2)
    asg.suspend_processes(AutoScalingGroupName='terraform', ScalingProcesses=['AZRebalance'])
    asg.enable_metrics_collection(AutoScalingGroupName='terraform', Granularity='1Minute', Metrics=['GroupTotalInstances'])
    same([one['Metric'] for one in group('terraform')['EnabledMetrics']], ['GroupTotalInstances'])
    asg.disable_metrics_collection(AutoScalingGroupName='terraform')
    asg.resume_processes(AutoScalingGroupName='terraform', ScalingProcesses=['AZRebalance'])
    seen = read_everything('terraform')
    same(seen['LaunchTemplate'], dict(LaunchTemplateId=template, LaunchTemplateName='terraform-1', Version='$Latest'))
    same([(tag['Key'], tag['PropagateAtLaunch']) for tag in seen['Tags']], [('Name', True)])
    same(seen['VPCZoneIdentifier'], 'subnet-1,subnet-2')

    # A new version of the template, another size: it waits for exactly that.
    ec2.create_launch_template_version(LaunchTemplateId=template, ClientToken='terraform-2', LaunchTemplateData=dict(ImageId='ami-1', InstanceType='t3.small'))
    asg.update_auto_scaling_group(AutoScalingGroupName='terraform', DesiredCapacity=3, LaunchTemplate=dict(LaunchTemplateId=template, Version='$Latest'))
    patiently(lambda: capacity('terraform') == 3)
    asg.attach_load_balancer_target_groups(AutoScalingGroupName='terraform', TargetGroupARNs=['arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/1'])
    same(len(group('terraform')['TargetGroupARNs']), 1)
    asg.detach_load_balancer_target_groups(AutoScalingGroupName='terraform', TargetGroupARNs=group('terraform')['TargetGroupARNs'])
    # A refresh: the one that is under way would be cancelled first.
    same(code_of(asg.cancel_instance_refresh, AutoScalingGroupName='terraform')[0], 'ActiveInstanceRefreshNotFound')

    # Destroyed: emptied, unprotected, waited for, deleted until it is gone. The configuration is deleted until nobody uses it.
    asg.delete_lifecycle_hook(AutoScalingGroupName='terraform', LifecycleHookName='drain')
    asg.update_auto_scaling_group(AutoScalingGroupName='terraform', MinSize=0, MaxSize=0, DesiredCapacity=0)
    _, message = code_of(asg.set_instance_protection, AutoScalingGroupName='terraform', ProtectedFromScaleIn=False,
                         InstanceIds=[one['InstanceId'] for one in group('terraform')['Instances']] or ['i-00000000000000000'])
    assert message is None or 'not part of Auto Scaling group' in message, message  # it went meanwhile
    patiently(lambda: not group('terraform')['Instances'])
    patiently(lambda: code_of(asg.delete_auto_scaling_group, AutoScalingGroupName='terraform', ForceDelete=False)[0] not in ('ResourceInUse', 'ScalingActivityInProgress'))
    patiently(lambda: group('terraform') is None)
    patiently(lambda: code_of(asg.delete_launch_configuration, LaunchConfigurationName='terraform-1')[0] is None)
    code, message = code_of(asg.delete_launch_configuration, LaunchConfigurationName='terraform-1')
    assert code == 'ValidationError' and 'not found' in message, message
    ec2.delete_launch_template(LaunchTemplateId=template)
    same(code_of(ec2.describe_launch_templates, LaunchTemplateIds=[template])[0], 'InvalidLaunchTemplateId.NotFound')


# --- cluster-autoscaler ------------------------------------------------------------------------------------------------------------------------------------

def cluster_autoscaler():
    types = {one['InstanceType']: one for one in ec2.get_paginator('describe_instance_types').paginate().build_full_result()['InstanceTypes']}
    template = ec2.create_launch_template(LaunchTemplateName='nodes', LaunchTemplateData=dict(ImageId='ami-1', InstanceType='t3.medium'))['LaunchTemplate']['LaunchTemplateId']
    tags = {'k8s.io/cluster-autoscaler/enabled': 'true', 'k8s.io/cluster-autoscaler/prod': 'owned',
            'k8s.io/cluster-autoscaler/node-template/label/pool': 'batch', 'k8s.io/cluster-autoscaler/node-template/taint/dedicated': 'batch:NoSchedule'}
    asg.create_auto_scaling_group(AutoScalingGroupName='nodes', LaunchTemplate=dict(LaunchTemplateId=template, Version='$Default'), MinSize=0, MaxSize=3,
                                  AvailabilityZones=['us-east-1a'],
                                  Tags=[dict(Key=key, Value=value, PropagateAtLaunch=True) for key, value in tags.items()])

    def refresh():
        pages = asg.get_paginator('describe_auto_scaling_groups').paginate(
            Filters=[dict(Name='tag-key', Values=['k8s.io/cluster-autoscaler/enabled']), dict(Name='tag-key', Values=['k8s.io/cluster-autoscaler/prod'])], MaxRecords=100)
        return pages.build_full_result()['AutoScalingGroups']

    # As many names at once as a page has.
    same([one['AutoScalingGroupName'] for one in asg.describe_auto_scaling_groups(AutoScalingGroupNames=['nodes'] + ['none-%d' % n for n in range(99)], MaxRecords=100)['AutoScalingGroups']], ['nodes'])
    [nodes] = refresh()
    assert nodes['AvailabilityZones'][0], nodes
    # A node of a group of none is imagined from its template and its tags.
    [version] = ec2.describe_launch_template_versions(LaunchTemplateId=nodes['LaunchTemplate']['LaunchTemplateId'], Versions=[nodes['LaunchTemplate']['Version']])['LaunchTemplateVersions']
    assert types[version['LaunchTemplateData']['InstanceType']]['MemoryInfo']['SizeInMiB'] == 4096
    same(dict((tag['Key'], tag['Value']) for tag in nodes['Tags']), tags)

    asg.set_desired_capacity(AutoScalingGroupName='nodes', DesiredCapacity=2, HonorCooldown=False)
    [nodes] = refresh()
    same(nodes['DesiredCapacity'], 2)
    if len(nodes['Instances']) < 2:
        assert all(one['StatusCode'] != 'Failed' for one in asg.describe_scaling_activities(AutoScalingGroupName='nodes')['Activities'])
    patiently(lambda: len([one for one in refresh()[0]['Instances'] if one['LifecycleState'] == 'InService']) == 2)
    for one in refresh()[0]['Instances']:
        provider = 'aws:///%s/%s' % (one['AvailabilityZone'], one['InstanceId'])
        assert provider.startswith('aws:///us-east-1a/i-') and provider == provider.lower(), provider
    victim = refresh()[0]['Instances'][0]['InstanceId']
    activity = asg.terminate_instance_in_auto_scaling_group(InstanceId=victim, ShouldDecrementDesiredCapacity=True)['Activity']
    assert activity['Description'], activity
    same(refresh()[0]['DesiredCapacity'], 1)
    patiently(lambda: victim not in [one['InstanceId'] for one in refresh()[0]['Instances'] if not one['LifecycleState'].startswith('Terminating')])
    # Several types: the node is imagined from the policy's first.
    asg.update_auto_scaling_group(AutoScalingGroupName='nodes', MixedInstancesPolicy=dict(
        LaunchTemplate=dict(LaunchTemplateSpecification=dict(LaunchTemplateId=template, Version='$Latest'), Overrides=[dict(InstanceType='t3.large'), dict(InstanceType='m5.large')]),
        InstancesDistribution=dict(OnDemandBaseCapacity=1)))
    policy = refresh()[0]['MixedInstancesPolicy']
    same([one['InstanceType'] for one in policy['LaunchTemplate']['Overrides']], ['t3.large', 'm5.large'])
    same(policy['LaunchTemplate']['LaunchTemplateSpecification'], dict(LaunchTemplateId=template, LaunchTemplateName='nodes', Version='$Latest'))
    same(policy['InstancesDistribution'], dict(OnDemandAllocationStrategy='prioritized', OnDemandBaseCapacity=1, OnDemandPercentageAboveBaseCapacity=100,
                                                 SpotAllocationStrategy='lowest-price', SpotInstancePools=2))
    asg.set_desired_capacity(AutoScalingGroupName='nodes', DesiredCapacity=2, HonorCooldown=False)
    patiently(lambda: sorted(one['InstanceType'] for one in refresh()[0]['Instances'] if one['LifecycleState'] == 'InService') == ['t3.large', 't3.medium'])
    asg.delete_auto_scaling_group(AutoScalingGroupName='nodes', ForceDelete=True)
    patiently(lambda: not refresh())
    ec2.delete_launch_template(LaunchTemplateId=template)


# --- eksctl, and scripts with weights ----------------------------------------------------------------------------------------------------------------------

def eksctl():
    same(sts.get_caller_identity()['Arn'].split(':')[:3], ['arn', 'aws', 'iam'])
    zones = ec2.describe_availability_zones(Filters=[dict(Name='region-name', Values=['us-east-1']), dict(Name='state', Values=['available']),
                                                     dict(Name='zone-type', Values=['availability-zone'])])['AvailabilityZones']
    offered = ec2.describe_instance_type_offerings(LocationType='availability-zone', Filters=[
        dict(Name='instance-type', Values=['m5.large']), dict(Name='location', Values=[one['ZoneName'] for one in zones])])['InstanceTypeOfferings']
    same(sorted(one['Location'] for one in offered), [one['ZoneName'] for one in zones])
    subnets = ec2.describe_subnets(Filters=[dict(Name='default-for-az', Values=['true'])])['Subnets'][:2]
    ec2.create_launch_template(LaunchTemplateName='eksctl', LaunchTemplateData=dict(ImageId='ami-1', InstanceType='m5.large'))
    asg.create_auto_scaling_group(
        AutoScalingGroupName='eksctl', MinSize=2, MaxSize=20, DesiredCapacity=7, VPCZoneIdentifier=','.join(one['SubnetId'] for one in subnets),
        MixedInstancesPolicy=dict(LaunchTemplate=dict(LaunchTemplateSpecification=dict(LaunchTemplateName='eksctl'),
                                                      Overrides=[dict(InstanceType='m5.xlarge', WeightedCapacity='4'), dict(InstanceType='m5.large', WeightedCapacity='2')])),
        Tags=[dict(Key='alpha.eksctl.io/nodegroup-name', Value='ng', PropagateAtLaunch=True)])
    patiently(lambda: capacity('eksctl') == 8)
    seen = group('eksctl')
    same((seen['MinSize'], seen['MaxSize'], seen['DesiredCapacity']), (2, 20, 7))
    same([(one['InstanceType'], one['WeightedCapacity']) for one in seen['Instances']], [('m5.xlarge', '4')] * 2)
    same(seen['AvailabilityZones'], [one['AvailabilityZone'] for one in subnets])
    mine = ec2.describe_instances(Filters=[dict(Name='tag:alpha.eksctl.io/nodegroup-name', Values=['ng'])])['Reservations']
    same(sorted(one['Instances'][0]['InstanceId'] for one in mine), sorted(one['InstanceId'] for one in seen['Instances']))
    # Another group like one of its instances.
    like = seen['Instances'][0]['InstanceId']
    asg.create_auto_scaling_group(AutoScalingGroupName='like', InstanceId=like, MinSize=0, MaxSize=1, AvailabilityZones=['us-east-1a'])
    same(group('like')['LaunchConfigurationName'], 'like')
    same(asg.describe_launch_configurations(LaunchConfigurationNames=['like'])['LaunchConfigurations'][0]['InstanceType'], 'm5.xlarge')
    same(code_of(asg.create_launch_configuration, LaunchConfigurationName='bad', InstanceId='i-00000000000000000')[0], 'ValidationError')
    for name in 'like', 'eksctl':
        asg.delete_auto_scaling_group(AutoScalingGroupName=name, ForceDelete=True)
    patiently(lambda: not asg.describe_auto_scaling_groups(AutoScalingGroupNames=['like', 'eksctl'])['AutoScalingGroups'])
    asg.delete_launch_configuration(LaunchConfigurationName='like')
    ec2.delete_launch_template(LaunchTemplateName='eksctl')


terraform()
cluster_autoscaler()
eksctl()
print('done')
