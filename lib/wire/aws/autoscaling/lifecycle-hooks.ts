import { type GroupHook, globalTimeout, type HookChange, TRANSITIONS, type Transition } from '../../../domain/group/lifecycle-hook.ts';
import { type AwsFault, isAwsFault, validationError } from '../fault.ts';
import type { Structure } from '../query/shape.ts';
import { type Constraints, name } from './constraints.ts';
import { changes, nothing, number, reads, realmOf, text, texts } from './operation.ts';

const hookName = { ...name, pattern: /^[A-Za-z0-9\-_/]+$/ };

/** What holds for a hook, by itself and in the list of a new group's. */
export const HOOK: Constraints = {
  LifecycleHookName: hookName,
  LifecycleTransition: { values: Object.keys(TRANSITIONS) },
  HeartbeatTimeout: { min: 30, max: 7_200, whole: true },
  DefaultResult: { values: ['CONTINUE', 'ABANDON'] },
  NotificationTargetARN: { max: 1_600 },
  RoleARN: { min: 1, max: 255 },
  NotificationMetadata: { min: 1, max: 4_000 },
};

const TARGET = /^arn:aws[a-z-]*:(sqs|sns):[a-z0-9-]+:\d{12}:[A-Za-z0-9_.-]{1,256}$/;

/** What a request says of a hook. */
export function hookIn(input: Structure): HookChange | AwsFault {
  const target = input.NotificationTargetARN === undefined ? undefined : text(input.NotificationTargetARN);
  if (target !== undefined && target !== '' && !TARGET.test(target))
    return validationError(`Unable to parse notification target ARN: ${target}. It is the ARN of an SQS queue or an SNS topic.`);
  const said = <T>(member: string) => (input[member] === undefined ? undefined : (text(input[member]) as T));
  return {
    name: text(input.LifecycleHookName),
    transition: said<Transition>('LifecycleTransition'),
    heartbeat: number(input.HeartbeatTimeout),
    defaultResult: said<GroupHook['defaultResult']>('DefaultResult'),
    target,
    role: said('RoleARN'),
    metadata: said('NotificationMetadata'),
  };
}

export const putLifecycleHook = changes({ AutoScalingGroupName: name, ...HOOK }, async ({ groups }, call, input) => {
  const change = hookIn(input);
  if (isAwsFault(change)) return change;
  const put = await groups.putHook(realmOf(call), text(input.AutoScalingGroupName), call.account, change);
  return put.kind === 'refused' ? put : nothing;
});

export const describeLifecycleHooks = reads(
  { AutoScalingGroupName: name, LifecycleHookNames: { max: 50, items: name } },
  async ({ groups }, call, input) => {
    const found = await groups.showGroup(realmOf(call), text(input.AutoScalingGroupName));
    if (found.kind === 'refused') return found;
    const names = texts(input.LifecycleHookNames);
    const wanted = (found.group.hooks ?? []).filter((hook) => !names?.length || names.includes(hook.name));
    return { LifecycleHooks: wanted.map((hook) => viewOf(found.group.name, hook)) };
  },
);

const viewOf = (group: string, hook: GroupHook): Structure => ({
  LifecycleHookName: hook.name,
  AutoScalingGroupName: group,
  LifecycleTransition: hook.transition,
  ...(hook.target !== undefined && { NotificationTargetARN: hook.target }),
  ...(hook.role !== undefined && { RoleARN: hook.role }),
  ...(hook.metadata !== undefined && { NotificationMetadata: hook.metadata }),
  HeartbeatTimeout: hook.heartbeat,
  GlobalTimeout: globalTimeout(hook),
  DefaultResult: hook.defaultResult,
});

export const deleteLifecycleHook = changes({ AutoScalingGroupName: name, LifecycleHookName: hookName }, async ({ groups }, call, input) => {
  const deleted = await groups.deleteHook(realmOf(call), text(input.AutoScalingGroupName), text(input.LifecycleHookName));
  return deleted.kind === 'refused' ? deleted : nothing;
});

const ANSWER: Constraints = {
  AutoScalingGroupName: name,
  LifecycleHookName: hookName,
  LifecycleActionToken: { min: 36, max: 36 },
  InstanceId: { min: 1, max: 19 },
};

/** A token names one instance at one hook, once; an instance's id whatever it waits at there. */
const answer = (result: (input: Structure) => 'CONTINUE' | 'ABANDON' | 'HEARTBEAT' | undefined) =>
  changes(ANSWER, async ({ groups }, call, input) => {
    const said = result(input);
    if (said === undefined)
      return validationError(`The result ${text(input.LifecycleActionResult)} is not valid. Valid results are: CONTINUE, ABANDON.`);
    const { LifecycleActionToken: token, InstanceId: instance } = input;
    if (token === undefined && instance === undefined)
      return validationError('Either LifecycleActionToken or InstanceId must be specified.');
    const done = await groups.answerLifecycle(realmOf(call), {
      group: text(input.AutoScalingGroupName),
      hook: text(input.LifecycleHookName),
      ...(token !== undefined && { token: text(token) }),
      ...(instance !== undefined && { instanceId: text(instance) }),
      result: said,
    });
    return done.kind === 'refused' ? done : nothing;
  });

export const completeLifecycleAction = answer(({ LifecycleActionResult: said }) =>
  said === 'CONTINUE' || said === 'ABANDON' ? said : undefined,
);
export const recordLifecycleActionHeartbeat = answer(() => 'HEARTBEAT');
