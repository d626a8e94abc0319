"""Holds the instances of a group with lifecycle hooks, with boto3. Arguments: the service's endpoint, and the port to which topics lead.

Ends with a traceback when anything is not as it should be.
"""
import json
import re
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import boto3

from expectations import eventually, refused, same

client = boto3.client('autoscaling', endpoint_url=sys.argv[1] + '/aws/autoscaling')
told = []
TOPIC = 'arn:aws:sns:us-east-1:123456789012:hooks'
ZONES = ['us-east-1a']


class Ear(BaseHTTPRequestHandler):
    def do_POST(self):
        told.append(json.loads(self.rfile.read(int(self.headers['Content-Length']))))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


threading.Thread(target=HTTPServer(('127.0.0.1', int(sys.argv[2])), Ear).serve_forever, daemon=True).start()


def group():
    return client.describe_auto_scaling_groups(AutoScalingGroupNames=['web'])['AutoScalingGroups'][0]


def states():
    return sorted(one['LifecycleState'] for one in group()['Instances'])


def waiting(transition):
    return [one for one in told if one.get('LifecycleTransition') == transition]


LAUNCHING = 'autoscaling:EC2_INSTANCE_LAUNCHING'
TERMINATING = 'autoscaling:EC2_INSTANCE_TERMINATING'
client.create_launch_configuration(LaunchConfigurationName='small', ImageId='ami-1', InstanceType='t3.micro')
client.create_auto_scaling_group(
    AutoScalingGroupName='web', LaunchConfigurationName='small', MinSize=0, MaxSize=4, DesiredCapacity=1, AvailabilityZones=ZONES,
    LifecycleHookSpecificationList=[dict(LifecycleHookName='in', LifecycleTransition=LAUNCHING, HeartbeatTimeout=60)])
eventually(states, ['Pending:Wait'])
[activity] = client.describe_scaling_activities(AutoScalingGroupName='web')['Activities']
same(activity['StatusCode'], 'MidLifecycleAction')

# A row for each topic and type, and a test at once.
TOLD = 'arn:aws:sns:us-east-1:123456789012:told'
EVENTS = ['autoscaling:EC2_INSTANCE_LAUNCH', 'autoscaling:EC2_INSTANCE_LAUNCH_ERROR', 'autoscaling:EC2_INSTANCE_TERMINATE']
refused('ValidationError', 'enum value set', client.put_notification_configuration, AutoScalingGroupName='web', TopicARN=TOLD, NotificationTypes=['autoscaling:NOTHING'])
refused('ValidationError', 'Invalid Topic ARN', client.put_notification_configuration, AutoScalingGroupName='web', TopicARN='nobody', NotificationTypes=EVENTS)
client.put_notification_configuration(AutoScalingGroupName='web', TopicARN=TOLD, NotificationTypes=EVENTS)
same(told[-1]['Event'], 'autoscaling:TEST_NOTIFICATION')
rows = client.get_paginator('describe_notification_configurations').paginate(AutoScalingGroupNames=['web'], PaginationConfig=dict(PageSize=2)).build_full_result()
same([(one['TopicARN'], one['NotificationType']) for one in rows['NotificationConfigurations']], [(TOLD, event) for event in EVENTS])


def notices():
    return [(one['Event'].split('INSTANCE_')[1], one['EC2InstanceId']) for one in told if 'INSTANCE_' in one.get('Event', '')]


# Bounds, names and what is not there.
put = dict(AutoScalingGroupName='web', LifecycleHookName='out')
refused('ValidationError', 'LifecycleTransition', client.put_lifecycle_hook, **put)
refused('ValidationError', 'greater than or equal to 30', client.put_lifecycle_hook, LifecycleTransition=TERMINATING, HeartbeatTimeout=29, **put)
refused('ValidationError', 'less than or equal to 7200', client.put_lifecycle_hook, LifecycleTransition=TERMINATING, HeartbeatTimeout=7201, **put)
refused('ValidationError', 'regular expression', client.put_lifecycle_hook, LifecycleTransition=TERMINATING, **{**put, 'LifecycleHookName': 'no spaces'})
refused('ValidationError', 'enum value set', client.put_lifecycle_hook, LifecycleTransition=TERMINATING, DefaultResult='MAYBE', **put)
refused('ValidationError', 'Unable to parse', client.put_lifecycle_hook, LifecycleTransition=TERMINATING, NotificationTargetARN='nobody', **put)
refused('ValidationError', 'not found', client.put_lifecycle_hook, LifecycleTransition=TERMINATING, **{**put, 'AutoScalingGroupName': 'none'})
refused('ValidationError', '', client.put_lifecycle_hook, LifecycleTransition=TERMINATING, NotificationTargetARN='arn:aws:sqs:us-east-1:123456789012:coppice-local-node-create', **put)
refused('ValidationError', 'No Lifecycle Hook found', client.delete_lifecycle_hook, **put)

# A put keeps what it does not say.
client.put_lifecycle_hook(LifecycleTransition=TERMINATING, HeartbeatTimeout=300, DefaultResult='CONTINUE', RoleARN='arn:aws:iam::123456789012:role/r',
                          NotificationTargetARN=TOPIC, NotificationMetadata='{"team": "blue"}', **put)
same(told[-1]['Event'], 'autoscaling:TEST_NOTIFICATION')
client.put_lifecycle_hook(HeartbeatTimeout=120, **put)
[out] = client.describe_lifecycle_hooks(AutoScalingGroupName='web', LifecycleHookNames=['out'])['LifecycleHooks']
same((out['HeartbeatTimeout'], out['GlobalTimeout'], out['DefaultResult'], out['LifecycleTransition']), (120, 12000, 'CONTINUE', TERMINATING))
same((out['NotificationTargetARN'], out['NotificationMetadata'], out['RoleARN']), (TOPIC, '{"team": "blue"}', 'arn:aws:iam::123456789012:role/r'))
same(sorted(one['LifecycleHookName'] for one in client.describe_lifecycle_hooks(AutoScalingGroupName='web')['LifecycleHooks']), ['in', 'out'])

# Nobody was given a token of the first: its instance is enough. Abandoned, it goes and another comes.
first = group()['Instances'][0]['InstanceId']
answer = dict(AutoScalingGroupName='web', LifecycleHookName='in')
refused('ValidationError', 'Either LifecycleActionToken or InstanceId', client.complete_lifecycle_action, LifecycleActionResult='CONTINUE', **answer)
refused('ValidationError', 'not valid', client.complete_lifecycle_action, LifecycleActionResult='PERHAPS', InstanceId=first, **answer)
refused('ValidationError', 'No active Lifecycle Action found', client.complete_lifecycle_action, LifecycleActionResult='CONTINUE', InstanceId='i-0123456789abcdef0', **answer)
client.record_lifecycle_action_heartbeat(InstanceId=first, **answer)
client.complete_lifecycle_action(LifecycleActionResult='ABANDON', InstanceId=first, **answer)
refused('ValidationError', 'No active Lifecycle Action found', client.complete_lifecycle_action, LifecycleActionResult='CONTINUE', InstanceId=first, **answer)
eventually(lambda: states() == ['Pending:Wait'] and group()['Instances'][0]['InstanceId'] != first, True)
second = group()['Instances'][0]['InstanceId']
client.complete_lifecycle_action(LifecycleActionResult='CONTINUE', InstanceId=second, **answer)
eventually(states, ['InService'])

eventually(lambda: notices(), [('LAUNCH', second)])

# Out: the topic has a token, good for one answer.
client.put_lifecycle_hook(AutoScalingGroupName='web', LifecycleHookName='in', DefaultResult='CONTINUE')
client.terminate_instance_in_auto_scaling_group(InstanceId=second, ShouldDecrementDesiredCapacity=True)
eventually(states, ['Terminating:Wait'])
eventually(lambda: len(waiting(TERMINATING)), 1)
message = waiting(TERMINATING)[0]
token = message['LifecycleActionToken']
assert re.fullmatch('[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}', token), token
same((message['AutoScalingGroupName'], message['LifecycleHookName'], message['EC2InstanceId'], message['NotificationMetadata']),
     ('web', 'out', second, '{"team": "blue"}'))
answer = dict(AutoScalingGroupName='web', LifecycleHookName='out')
refused('ValidationError', 'No active Lifecycle Action found with token', client.complete_lifecycle_action, LifecycleActionResult='CONTINUE', LifecycleActionToken='0' * 36, **answer)
client.record_lifecycle_action_heartbeat(LifecycleActionToken=token, **answer)
client.complete_lifecycle_action(LifecycleActionResult='CONTINUE', LifecycleActionToken=token, **answer)
refused('ValidationError', 'No active Lifecycle Action found with token', client.complete_lifecycle_action, LifecycleActionResult='CONTINUE', LifecycleActionToken=token, **answer)
eventually(states, [])
same(group()['DesiredCapacity'], 0)
eventually(lambda: notices()[1:], [('TERMINATE', second)])
client.delete_notification_configuration(AutoScalingGroupName='web', TopicARN=TOLD)
same(client.describe_notification_configurations()['NotificationConfigurations'], [])

# Sizes set while one waits are seen at once and hold later. A hook that goes lets go of whoever waits.
client.delete_lifecycle_hook(AutoScalingGroupName='web', LifecycleHookName='in')
client.set_desired_capacity(AutoScalingGroupName='web', DesiredCapacity=3)
eventually(states, ['InService'] * 3)
client.set_desired_capacity(AutoScalingGroupName='web', DesiredCapacity=2)
eventually(states, ['InService', 'InService', 'Terminating:Wait'])
client.set_desired_capacity(AutoScalingGroupName='web', DesiredCapacity=1)
same(group()['DesiredCapacity'], 1)
client.delete_lifecycle_hook(AutoScalingGroupName='web', LifecycleHookName='out')
eventually(states, ['InService'])

# A replacement goes out through one and comes in through another; force waits for nobody.
client.put_lifecycle_hook(AutoScalingGroupName='web', LifecycleHookName='in', LifecycleTransition=LAUNCHING)
client.put_lifecycle_hook(AutoScalingGroupName='web', LifecycleHookName='out', LifecycleTransition=TERMINATING)
third = group()['Instances'][0]['InstanceId']
client.set_instance_health(InstanceId=third, HealthStatus='Unhealthy', ShouldRespectGracePeriod=False)
eventually(states, ['Terminating:Wait'])
client.complete_lifecycle_action(LifecycleActionResult='CONTINUE', InstanceId=third, AutoScalingGroupName='web', LifecycleHookName='out')
eventually(states, ['Pending:Wait'])
fourth = group()['Instances'][0]['InstanceId']
assert fourth != third
client.delete_auto_scaling_group(AutoScalingGroupName='web', ForceDelete=True)
eventually(lambda: client.describe_auto_scaling_groups()['AutoScalingGroups'], [])
client.delete_launch_configuration(LaunchConfigurationName='small')
print('done')
