"""Takes one policy type through its life with openstacksdk: validated, made, attached, disabled, enabled, obeyed, detached, deleted.

    policies.py NAME VERSION PROFILE_TYPE PROPERTIES ACTS

PROPERTIES is JSON. ACTS says in which way the policy is seen to act: scale-out, scale-in, update, or nothing. The service is the cloud that
OS_CLOUD names. Ends with a traceback when anything is not as it should be.
"""
import json
import sys
import time

import openstack
from openstack import exceptions

NAME, VERSION, TYPE, PROPERTIES, ACTS = sys.argv[1], sys.argv[2], sys.argv[3], json.loads(sys.argv[4]), sys.argv[5]
PROFILES = {
    'fake.node': {},
    'os.nova.server': {'flavor': 'm1.tiny', 'image': 'cirros', 'networks': [{'network': 'private'}]},
}
OTHER = {'fake.node': {'latency': 0.01}, 'os.nova.server': {'image': 'other'}}
mine = '%s-%s' % (NAME.replace('.', '-'), VERSION)
senlin = openstack.connect(clustering_default_microversion='1.14').clustering


def same(actual, wanted):
    assert actual == wanted, '%r is not %r' % (actual, wanted)


def raw(path):
    answer = senlin.get(path, microversion='1.15')
    exceptions.raise_from_response(answer)
    return answer.json()


def finish(filed):
    identity = filed['action'] if type(filed) is dict else next(senlin.actions(target_id=filed.id, sort='created_at:desc')).id
    while True:
        action = raw('/actions/%s' % identity)['action']
        if action['status'] in ('SUCCEEDED', 'FAILED', 'CANCELLED'):
            assert action['status'] == 'SUCCEEDED', '%s: %s' % (action['action'], action['status_reason'])
            return action
        time.sleep(0.05)


def size():
    return len(senlin.get_cluster(cluster.id).node_ids)


def act():
    if ACTS == 'scale-out':
        return finish(senlin.scale_out_cluster(cluster.id))
    if ACTS == 'scale-in':
        return finish(senlin.scale_in_cluster(cluster.id))
    profile = senlin.get_cluster(cluster.id).profile_id
    return finish(senlin.update_cluster(cluster.id, profile_id=other.id if profile == first.id else first.id))


def was_asked(action):
    """Whether an action remembers that the policy had a say in it."""
    said = [each for each in action['data'].get('policies', []) if each['policy_id'] == policy.id]
    assert all(each['verdict'] == 'go' for each in said), said
    return len(said) == 1


first, other = (
    senlin.create_profile(name=mine + suffix, spec={'type': TYPE, 'version': '1.0', 'properties': properties})
    for suffix, properties in (('-1', PROFILES[TYPE]), ('-2', dict(PROFILES[TYPE], **OTHER[TYPE])))
)
cluster = senlin.create_cluster(name=mine, profile_id=first.id, desired_capacity=3)
senlin.wait_for_status(cluster, 'ACTIVE', ['ERROR'], interval=0.05, wait=30)

kind = raw('/policy-types/%s-%s' % (NAME, VERSION))['policy_type']
assert VERSION in kind['support_status'], kind
assert all('status' in item for item in kind['schema'].values()), kind
assert set(PROPERTIES) <= set(kind['schema']), kind
spec = {'type': NAME, 'version': VERSION, 'properties': PROPERTIES}
same(senlin.validate_policy(spec=spec).spec, spec)
policy = senlin.create_policy(name=mine, spec=spec)
same((policy.type, senlin.get_policy(policy.id).spec), ('%s-%s' % (NAME, VERSION), spec))

finish(senlin.attach_policy_to_cluster(cluster.id, policy.id, enabled=True))
(bound,) = senlin.cluster_policies(cluster.id)
same((bound.policy_type, bound.is_enabled), ('%s-%s' % (NAME, VERSION), True))
if ACTS != 'nothing':
    if NAME.endswith('.reuse'):
        spare = senlin.create_node(name=mine + '-spare', profile_id=first.id)
        senlin.wait_for_status(spare, 'ACTIVE', ['ERROR'], interval=0.05, wait=30)
    assert was_asked(act()), 'enabled, it was not asked'
finish(senlin.update_cluster_policy(cluster.id, policy.id, enabled=False))
same(senlin.get_cluster_policy(policy.id, cluster.id).is_enabled, False)
if ACTS != 'nothing':
    assert not was_asked(act()), 'disabled, it was asked'
finish(senlin.update_cluster_policy(cluster.id, policy.id, enabled=True))
same(senlin.get_cluster_policy(policy.id, cluster.id).is_enabled, True)
finish(senlin.detach_policy_from_cluster(cluster.id, policy.id))
same(list(senlin.cluster_policies(cluster.id)), [])
senlin.delete_policy(policy.id, ignore_missing=False)
print(size())
