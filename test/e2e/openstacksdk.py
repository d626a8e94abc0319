"""Walks through everything that openstacksdk can do with clustering, against a running service.

    openstacksdk.py PART [PROFILE TYPE]

The service is the cloud that OS_CLOUD names. Ends with a traceback when anything is not as it should be.
"""
import json
import sys
import time
import urllib.request

import openstack
from openstack import exceptions
from openstack.clustering.v1.action import Action
from openstack.resource import Resource

PART, TYPE = sys.argv[1], (sys.argv[2] if len(sys.argv) > 2 else 'fake.node')
PROPERTIES = {
    'fake.node': {},
    'os.nova.server': {'flavor': 'm1.tiny', 'image': 'cirros', 'networks': [{'network': 'private'}]},
}
SCALING = {
    'type': 'senlin.policy.scaling',
    'version': '1.0',
    'properties': {'event': 'CLUSTER_SCALE_IN', 'adjustment': {'type': 'CHANGE_IN_CAPACITY', 'number': 1}},
}
MISSING = '00000000-0000-4000-8000-000000000000'
mine = '%s-%s' % (PART, TYPE.replace('.', '-'))
cloud = openstack.connect(clustering_default_microversion='1.14')
senlin = cloud.clustering


def same(actual, wanted):
    assert actual == wanted, '%r is not %r' % (actual, wanted)


def refused(kind, message, call, *args, **kwargs):
    try:
        call(*args, **kwargs)
    except kind as error:
        assert message in str(error), '%r does not say %r' % (str(error), message)
    else:
        raise AssertionError('%s was not refused' % call.__name__)


def declined(message, answer):
    """A call that files an action does not raise: it answers what the service said."""
    assert message in answer['error']['message'], answer


def finish(filed, wanted='SUCCEEDED'):
    """Waits for the end of an action: what a call answered, the action itself, or the last one of what is changed by it."""
    if isinstance(filed, Action):
        identity = filed.id
    elif isinstance(filed, Resource):
        identity = next(senlin.actions(target_id=filed.id, sort='created_at:desc')).id
    else:
        identity = filed['action']
    while True:
        action = senlin.get_action(identity)
        if action.status in ('SUCCEEDED', 'FAILED', 'CANCELLED'):
            assert action.status == wanted, '%s: %s: %s' % (action.action, action.status, action.status_reason)
            return action
        time.sleep(0.02)


def wait(thing, status='ACTIVE'):
    return senlin.wait_for_status(thing, status, ['ERROR'], interval=0.02, wait=30)


def gone(thing, delete, **kwargs):
    action = delete(thing.id, ignore_missing=False, **kwargs)
    senlin.wait_for_delete(thing, interval=0.02, wait=30)
    finish(action)


def a_profile(name=mine, **more):
    spec = {'type': TYPE, 'version': '1.0', 'properties': dict(PROPERTIES[TYPE], **more)}
    return senlin.create_profile(name=name, spec=spec)


def a_cluster(profile, size, name=mine, **more):
    return wait(senlin.create_cluster(name=name, profile_id=profile.id, desired_capacity=size, **more))


def a_node(profile, name, **more):
    return wait(senlin.create_node(name=name, profile_id=profile.id, **more))


def profiles():
    types = {kind.name for kind in senlin.profile_types()}
    assert {'fake.node', 'os.nova.server', 'os.heat.stack', 'container.dockerinc.docker'} <= types, types
    assert 'flavor' in senlin.get_profile_type('os.nova.server-1.0').schema
    assert 'reboot' in senlin.list_profile_type_operations('os.nova.server-1.0')['operations']
    refused(exceptions.NotFoundException, 'could not be found', senlin.get_profile_type, 'no.such-1.0')

    made = a_profile()
    same(made.type, TYPE + '-1.0')
    same(made.spec['properties'], PROPERTIES[TYPE])
    same(senlin.get_profile(made.id).name, mine)
    same(senlin.find_profile(mine).id, made.id)
    same(senlin.find_profile('nobody-knows-it'), None)
    same([each.id for each in senlin.profiles(name=mine, type=TYPE + '-1.0')], [made.id])
    changed = senlin.update_profile(made.id, name=mine + '-2', metadata={'a': 'b'})
    same((changed.name, changed.metadata), (mine + '-2', {'a': 'b'}))
    same(senlin.validate_profile(spec=made.spec).name, 'validated_profile')
    refused(exceptions.BadRequestException, 'Unrecognizable spec item', a_profile, 'wrong', colour='green')
    senlin.delete_profile(made.id, ignore_missing=False)
    same(senlin.delete_profile(made.id), None)
    refused(exceptions.NotFoundException, 'could not be found', senlin.delete_profile, made.id, ignore_missing=False)


def policies():
    assert 'senlin.policy.scaling' in {kind.name for kind in senlin.policy_types()}
    assert 'adjustment' in senlin.get_policy_type('senlin.policy.scaling-1.0').schema
    made = senlin.create_policy(name=mine, spec=SCALING)
    same((senlin.get_policy(made.id).spec, made.type), (SCALING, 'senlin.policy.scaling-1.0'))
    same(senlin.find_policy(mine).id, made.id)
    same([each.id for each in senlin.policies(name=mine, sort='name:desc')], [made.id])
    same(senlin.update_policy(made.id, name=mine + '-2').name, mine + '-2')
    same(senlin.validate_policy(spec=SCALING).name, 'validated_policy')
    modes = [{'type': 'NODE_STATUS_POLLING'}]
    for more, message in ((modes[0], 'Duplicate detection modes'), ({'type': 'LIFECYCLE_EVENTS'}, 'Invalid detection modes')):
        properties = {'detection': {'detection_modes': modes + [more]}, 'recovery': {'actions': [{'name': 'RECREATE'}]}}
        spec = {'type': 'senlin.policy.health', 'version': '1.1', 'properties': properties}
        refused(exceptions.BadRequestException, message, senlin.create_policy, name='wrong', spec=spec)
    senlin.delete_policy(made.id, ignore_missing=False)
    refused(exceptions.NotFoundException, 'could not be found', senlin.get_policy, made.id)


def clusters():
    profile = a_profile()
    cluster = a_cluster(profile, 2, min_size=1, max_size=6, metadata={'a': 'b'}, timeout=120)
    same((len(cluster.node_ids), cluster.profile_name, cluster.max_size), (2, mine, 6))
    same(senlin.find_cluster(mine).id, cluster.id)
    same([each.id for each in senlin.clusters(name=mine, status='ACTIVE', sort='name')], [cluster.id])
    refused(exceptions.NotFoundException, 'could not be found', senlin.get_cluster, MISSING)
    refused(exceptions.BadRequestException, 'could not be found', senlin.create_cluster, name='x', profile_id=MISSING)

    finish(senlin.update_cluster(cluster.id, metadata={'c': 'd'}, timeout=60))
    same((senlin.get_cluster(cluster.id).metadata, senlin.get_cluster(cluster.id).timeout), ({'c': 'd'}, 60))
    other = a_profile(mine + '-other', **({'latency': 0.01} if TYPE == 'fake.node' else {'image': 'other'}))
    finish(senlin.update_cluster(cluster.id, profile_id=other.id))
    same({node.profile_id for node in senlin.nodes(cluster_id=cluster.id)}, {other.id})

    finish(senlin.scale_out_cluster(cluster.id, 2))
    finish(senlin.scale_in_cluster(cluster.id))
    same(senlin.get_cluster(cluster.id).desired_capacity, 3)
    finish(senlin.resize_cluster(cluster.id, adjustment_type='CHANGE_IN_PERCENTAGE', number=50, min_step=1, strict=False))
    finish(senlin.resize_cluster(cluster.id, max_size=5))
    same((senlin.get_cluster(cluster.id).desired_capacity, senlin.get_cluster(cluster.id).max_size), (4, 5))
    declined('greater than', senlin.resize_cluster(cluster.id, adjustment_type='EXACT_CAPACITY', number=9))

    finish(senlin.check_cluster(cluster.id))
    finish(senlin.recover_cluster(cluster.id, operation='REBOOT', check=True))
    finish(senlin.perform_operation_on_cluster(cluster.id, 'reboot', params={'type': 'SOFT'}, filters={'status': 'ACTIVE'}))
    names = senlin.collect_cluster_attrs(cluster.id, '$.name')
    same(sorted(each.attr_value for each in names), sorted(node.name for node in senlin.nodes(cluster_id=cluster.id)))
    gone(cluster, senlin.delete_cluster)
    same(list(senlin.nodes(name=mine)), [])


def members():
    profile = a_profile()
    cluster = a_cluster(profile, 1)
    one, two = a_node(profile, mine + '-one'), a_node(profile, mine + '-two')
    finish(senlin.add_nodes_to_cluster(cluster.id, [one.id]))
    same(senlin.get_node(one.id).cluster_id, cluster.id)
    declined('already owned', senlin.add_nodes_to_cluster(cluster.id, [one.id]))
    finish(senlin.replace_nodes_in_cluster(cluster.id, {one.id: two.id}))
    same((senlin.get_node(one.id).cluster_id, senlin.get_node(two.id).cluster_id), ('', cluster.id))
    finish(senlin.remove_nodes_from_cluster(cluster.id, [two.id], destroy_after_deletion=True))
    refused(exceptions.NotFoundException, 'could not be found', senlin.get_node, two.id)
    same(senlin.get_cluster(cluster.id).desired_capacity, 1)
    gone(one, senlin.delete_node)
    finish(senlin.delete_cluster(cluster.id, force_delete=True))


def bindings():
    profile = a_profile()
    cluster = a_cluster(profile, 0)
    policy = senlin.create_policy(name=mine, spec=SCALING)
    finish(senlin.attach_policy_to_cluster(cluster.id, policy.id, enabled=True))
    (bound,) = senlin.cluster_policies(cluster.id, policy_name=mine)
    same((bound.policy_id, bound.policy_type, bound.is_enabled), (policy.id, 'senlin.policy.scaling-1.0', True))
    finish(senlin.update_cluster_policy(cluster.id, policy.id, enabled=False))
    same(senlin.get_cluster_policy(policy.id, cluster.id).is_enabled, False)
    refused(exceptions.ConflictException, 'still attached', senlin.delete_policy, policy.id)
    finish(senlin.detach_policy_from_cluster(cluster.id, policy.id))
    same(list(senlin.cluster_policies(cluster.id)), [])
    gone(cluster, senlin.delete_cluster)


def nodes():
    profile = a_profile()
    node = a_node(profile, mine, role='master', metadata={'a': 'b'})
    same((node.role, node.index, node.metadata, node.profile_name), ('master', -1, {'a': 'b'}, mine))
    assert node.physical_id
    same(senlin.find_node(mine).id, node.id)
    same([each.id for each in senlin.nodes(name=mine, status='ACTIVE', sort='name:asc')], [node.id])
    assert senlin.get_node(node.id, details=True).details
    finish(senlin.update_node(node.id, name=mine + '-2', role='worker', metadata={}))
    same((senlin.get_node(node.id).name, senlin.get_node(node.id).role), (mine + '-2', 'worker'))
    finish(senlin.check_node(node.id))
    finish(senlin.recover_node(node.id, operation='REBUILD'))
    finish(senlin.perform_operation_on_node(node.id, 'reboot', type='HARD'))
    declined('not supported', senlin.perform_operation_on_node(node.id, 'sing'))
    gone(node, senlin.delete_node)
    forced = a_node(profile, mine + '-forced')
    finish(senlin.delete_node(forced.id, force_delete=True))
    refused(exceptions.NotFoundException, 'could not be found', senlin.get_node, forced.id)


def adoption():
    wish = {'type': TYPE + '-1.0', 'identity': 'fake-foundling-' + TYPE.replace('.', '-'), 'overrides': PROPERTIES[TYPE]}
    seen = senlin.adopt_node(preview=True, **wish)
    same(seen['node_profile']['node_preview']['type'], TYPE)
    node = senlin.adopt_node(name=mine, metadata={'a': 'b'}, **wish)
    same((node.status, node.physical_id, node.name), ('ACTIVE', wish['identity'], mine))
    gone(node, senlin.delete_node)


def actions():
    slow = a_profile(latency=30) if TYPE == 'fake.node' else a_profile(metadata={'simulated_wait_time': 30})
    cluster = senlin.create_cluster(name=mine, profile_id=slow.id, desired_capacity=2)
    (create,) = senlin.actions(target_id=cluster.id, action='CLUSTER_CREATE')
    same((create.target_id, create.cluster_id, create.cause, create.depended_by), (cluster.id, cluster.id, 'RPC Request', []))
    senlin.update_action(create, status='CANCELLED')
    ended = finish(create, 'CANCELLED')
    assert 0 < ended.start_at <= ended.end_at, (ended.start_at, ended.end_at)
    same({each.status for each in senlin.actions(cluster_id=cluster.id, sort='created_at')}, {'CANCELLED'})
    finish(senlin.delete_cluster(cluster.id, force_delete=True))


def events():
    profile = a_profile()
    cluster = a_cluster(profile, 1)
    told = [(event.action, event.status) for event in senlin.events(obj_id=cluster.id, level='INFO')]
    same([action for action, _ in told], ['CLUSTER_CREATE'] * 2)
    (first, *_) = senlin.events(cluster_id=cluster.id, sort='timestamp')
    same(senlin.get_event(first.id).obj_name, first.obj_name)
    finish(senlin.delete_cluster(cluster.id))
    assert ('CLUSTER_DELETE' in [event.action for event in senlin.events(obj_name=mine)])


def receivers():
    cluster = a_cluster(a_profile(), 0)
    hook = senlin.create_receiver(name=mine, type='webhook', cluster_id=cluster.id, action='CLUSTER_SCALE_OUT', params={'count': 2})
    same((hook.type, hook.cluster_id, hook.action, hook.params), ('webhook', cluster.id, 'CLUSTER_SCALE_OUT', {'count': 2}))
    same(senlin.find_receiver(mine).id, hook.id)
    same(senlin.get_receiver(hook.id).channel, hook.channel)
    same([each.id for each in senlin.receivers(name=mine, action='CLUSTER_SCALE_OUT', sort='created_at:desc')], [hook.id])
    called = urllib.request.Request(hook.channel['alarm_url'], method='POST')
    with urllib.request.urlopen(called) as answer:
        same(answer.status, 202)
        finish(senlin.get_action(json.load(answer)['action']))
    same(senlin.get_cluster(cluster.id).desired_capacity, 2)
    same(senlin.update_receiver(hook.id, name=mine + '-2', params={'count': 1}).name, mine + '-2')
    refused(exceptions.BadRequestException, 'Unsupported', lambda: list(senlin.receivers(sort='colour')))
    senlin.delete_receiver(hook.id, ignore_missing=False)
    refused(exceptions.NotFoundException, 'could not be found', senlin.get_receiver, hook.id)
    try:
        urllib.request.urlopen(called)
    except urllib.error.HTTPError as error:
        same(error.code, 404)
    else:
        raise AssertionError('a receiver that is gone was heeded')
    box = senlin.create_receiver(name=mine, type='message')
    assert box.channel['queue_name']
    senlin.delete_receiver(box)
    finish(senlin.delete_cluster(cluster.id))


def services():
    build = senlin.get_build_info()
    assert build.api['revision'] and build.engine['revision']
    refused(exceptions.HttpException, 'not authorized', lambda: list(senlin.services()))
    admin = openstack.connect(cloud='coppice-admin').clustering
    same({service.state for service in admin.services()}, {'up'})
    assert all(service.host and service.binary for service in admin.services())


globals()[PART]()
