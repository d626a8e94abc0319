import { beforeEach, describe, expect, test } from '@jest/globals';
import { tellSecrets } from '../../../../lib/app/secrets/tell-secrets.ts';
import type { Outcome, Resource } from '../../../../lib/domain/action/call.ts';
import { permanent, transient } from '../../../../lib/domain/kernel/fault.ts';
import { findProfileType } from '../../../../lib/domain/profile/catalogue.ts';
import type { ProfileType } from '../../../../lib/domain/profile/profile-type.ts';
import { memoryRedaction } from '../../../../lib/platform/redaction.ts';
import type { Driver } from '../../../../lib/ports/driver.ts';
import type { SecretAnswer } from '../../../../lib/ports/secrets.ts';

const CANARY = 'canary-3f9a-"quoted"';
const local = findProfileType('local.process-1.0') as ProfileType;
const nova = findProfileType('os.nova.server-1.0') as ProfileType;

const resource = (properties: Resource['properties'], project = 'p'): Resource => ({
  token: 't',
  physicalId: 'r-1',
  memory: {},
  owner: { project, clusterId: '', nodeId: 'n', nodeName: 'n', index: 1, role: '' },
  properties,
});

let asked: { readonly verb: string; readonly call: unknown }[];
let answer: Outcome | Error;
let read: string[];
let found: SecretAnswer;
beforeEach(() => {
  asked = [];
  read = [];
  answer = { kind: 'ok', physicalId: 'r-1' };
  found = { kind: 'ok', value: JSON.stringify({ word: CANARY }) };
});

function told(type = local): Driver {
  const verb = (name: string) => async (call: never) => {
    asked.push({ verb: name, call });
    if (answer instanceof Error) throw answer;
    return answer as never;
  };
  const driver = Object.fromEntries(
    ['ensure', 'remove', 'check', 'checkHost', 'operate', 'update', 'own', 'details', 'inspect', 'list'].map((name) => [name, verb(name)]),
  ) as unknown as Driver;
  const backend = {
    read: async (project: string, id: string) => {
      read.push(`${project}/${id}`);
      return found;
    },
  };
  return tellSecrets({ ...driver, callTimeout: 10 as never }, type, { backends: { coppice: backend }, redaction: memoryRedaction() });
}

const env = { WORD: { secret_ref: 'coppice:db#word' }, AGAIN: { secret_ref: 'coppice:db#word' }, PLAIN: 'x' };
const properties = { command: ['sleep', '1'], env };
const filled = { command: ['sleep', '1'], env: { WORD: CANARY, AGAIN: CANARY, PLAIN: 'x' } };

describe('a driver is told', () => {
  test('what it makes something out of, in the project of the node, each secret read once', async () => {
    await told().ensure({ token: 't', resource: resource(properties) });
    expect(asked).toMatchObject([{ verb: 'ensure', call: { resource: { properties: filled } } }]);
    expect(read).toEqual(['p/db']);
  });

  test('the new properties of an update, and the properties where an operation makes it anew', async () => {
    const driver = told();
    await driver.update({ token: 't', resource: resource(properties), properties, changed: ['env'] });
    await driver.operate({ token: 't', resource: resource(properties), operation: 'restart', params: {} });
    expect(asked).toMatchObject([{ call: { properties: filled } }, { call: { resource: { properties: filled } } }]);
  });

  test('parameters of operations that may be secret', async () => {
    const params = { admin_pass: { secret_ref: 'coppice:db#word' } };
    await told(nova).operate({ token: 't', resource: resource({}), operation: 'change_password', params });
    expect(asked).toMatchObject([{ call: { params: { admin_pass: CANARY } } }]);
  });

  test('nothing where it needs nothing: what ends, pauses or looks does not fail because a secret is gone', async () => {
    found = { kind: 'fault', fault: permanent('secret.not-found', 'gone') };
    const driver = told();
    await driver.remove({ resource: resource(properties) });
    await driver.check({ resource: resource(properties) });
    await driver.own({ token: 't', resource: resource(properties) });
    await driver.details(resource(properties));
    await driver.operate({ token: 't', resource: resource(properties), operation: 'stop', params: {} });
    expect(read).toEqual([]);
    expect(asked).toHaveLength(5);
  });
});

describe('a secret that cannot be read', () => {
  test.each([permanent('secret.not-found', 'The secret could not be found.'), transient('secret.unavailable', 'It did not answer.')])(
    'is the fault, and the driver is not asked: %j',
    async (fault) => {
      found = { kind: 'fault', fault };
      expect(await told().ensure({ token: 't', resource: resource(properties) })).toEqual({ kind: 'fault', fault });
      expect(asked).toEqual([]);
    },
  );

  test.each([
    ['coppice:db#other', 'secret.not-found'],
    ['ssm:db', 'secret.backend.none'],
  ])('%s: %s', async (secret_ref, code) => {
    const outcome = await told().ensure({ token: 't', resource: resource({ command: ['x'], env: { A: { secret_ref } } }) });
    expect(outcome).toMatchObject({ kind: 'fault', fault: { kind: 'permanent', code } });
    expect(JSON.stringify(outcome)).not.toContain('canary');
  });

  test('with the character NUL is refused before anybody complains of it in full', async () => {
    found = { kind: 'ok', value: 'canary\0canary' };
    const outcome = await told().ensure({ token: 't', resource: resource({ command: ['x'], env: { A: { secret_ref: 'coppice:a' } } }) });
    expect(outcome).toMatchObject({ fault: { code: 'secret.invalid' } });
    expect(JSON.stringify(outcome)).not.toContain('canary');
  });
});

describe('what a driver answers says nothing of what it was told', () => {
  const said = `cannot start with ${CANARY}, ${JSON.stringify(CANARY)}, ${Buffer.from(`x${CANARY}`).toString('base64')}`;
  test.each<[string, Outcome]>([
    ['a fault', { kind: 'fault', fault: permanent('driver.refused', said) }],
    ['what it remembers', { kind: 'ok', physicalId: 'r-1', memory: { last: [said] }, data: { why: { it: said } } }],
    ['what it remembers meanwhile', { kind: 'pending', again: 1 as never, memory: { said } }],
    ['what it finds ill', { kind: 'unhealthy', reason: said, gone: false }],
  ])('%s', async (_, outcome) => {
    answer = outcome;
    const got = await told().ensure({ token: 't', resource: resource(properties) });
    expect(got.kind).toBe(outcome.kind);
    expect(JSON.stringify(got)).not.toMatch(/canary-3f9a|Y2FuYXJ5|jYW5hc|2FuYXJ5/);
    expect(JSON.stringify(got)).toContain('[secret]');
  });

  test('what it throws', async () => {
    answer = new Error(said);
    const thrown = await told()
      .ensure({ token: 't', resource: resource(properties) })
      .catch((error: Error) => `${error.message} ${error.stack}`);
    expect(thrown).toContain('[secret]');
    expect(thrown).not.toContain('canary-3f9a');
  });

  test('nor later, when it is only looked at; nor does another project learn that it is somebody’s secret', async () => {
    const driver = told();
    await driver.ensure({ token: 't', resource: resource(properties) });
    answer = { kind: 'unhealthy', reason: said, gone: false };
    expect(JSON.stringify(await driver.check({ resource: resource(properties) }))).not.toContain('canary-3f9a');
    expect(JSON.stringify(await driver.check({ resource: resource({}, 'another') }))).toContain('canary-3f9a');
  });
});
