import { describe, expect, test } from '@jest/globals';
import { findProfileType, listedProfileTypes, profileTypes, withoutLocal } from '../../../../lib/domain/profile/catalogue.ts';
import { shownOperations } from '../../../../lib/domain/profile/operation.ts';
import { nameVersion } from '../../../../lib/domain/profile/profile-type.ts';
import { validateProfileSpec } from '../../../../lib/domain/profile/validate-spec.ts';
import { shownSchema } from '../../../../lib/domain/spec/shown-schema.ts';
import { recording } from '../../../support/recording.ts';

const mv = (minor: number) => ({ major: 1, minor });

describe('profile types as Senlin showed them', () => {
  test.each([
    ['040-profile-type-os.nova.server-1.0', 14],
    ['044-profile-type-container.dockerinc.docker-1.0', 14],
    ['046-profile-type-1.4', 4],
  ])('%s', (file, minor) => {
    const { name, schema, support_status } = recording(file).response.json.profile_type ?? {};
    const type = findProfileType(String(name));
    expect(type && shownSchema(type, mv(minor))).toStrictEqual(schema);
    if (support_status) expect(type?.supportStatus).toStrictEqual(support_status);
  });

  test.each([
    ['os.nova.server-1.0', '041-profile-type-ops-os.nova.server-1.0'],
    ['os.heat.stack-1.0', '043-profile-type-ops-os.heat.stack-1.0'],
  ])('the operations of %s', (name, file) => {
    expect(shownOperations(findProfileType(name)?.operations ?? {}, mv(14))).toStrictEqual(recording(file).response.json.operations);
  });

  test('the list that clients older than 1.14 see, in its order', () => {
    const listed = listedProfileTypes(profileTypes, mv(13)).map(({ name, version, supportStatus }) => ({
      name,
      version,
      support_status: { [version]: supportStatus[version] },
    }));
    expect(listed).toStrictEqual(recording('038-profile-types').response.json.profile_types);
  });
});

describe('profile types beyond Senlin', () => {
  test('are listed from 1.14 on, all in order of their names', () => {
    const names = listedProfileTypes(profileTypes, mv(14)).map(nameVersion);
    expect(names).toEqual([
      'container.dockerinc.docker-1.0',
      'fake.node-1.0',
      'local.process-1.0',
      'os.heat.stack-1.0',
      'os.nova.server-1.0',
    ]);
    expect(names).toEqual([...names].sort());
  });

  test('what is local is not offered where nothing is local', () => {
    const types = withoutLocal(profileTypes);
    expect(types.has('local.process-1.0')).toBe(false);
    expect(types.size).toBe(profileTypes.size - 1);
    const spec = { type: 'local.process', version: '1.0', properties: { command: ['true'] } };
    expect(validateProfileSpec(spec)).toMatchObject({ kind: 'ok' });
    expect(validateProfileSpec(spec, types)).toMatchObject({ fault: { code: 'profile-type.not-found' } });
  });

  test('our properties of a container are shown from 1.15 on', () => {
    const docker = findProfileType('container.dockerinc.docker-1.0');
    const shown = docker ? Object.keys(shownSchema(docker, mv(15))) : [];
    expect(shown).toEqual(Object.keys(docker?.schema ?? {}));
    expect(shown).toEqual(expect.arrayContaining(['image', 'ports', 'volumes', 'networks', 'memory_mb', 'health']));
  });
});

test('every type can be recreated, and its name and version are the key it is found by', () => {
  for (const [key, type] of profileTypes) {
    expect(key).toBe(nameVersion(type));
    expect(type.recoverActions).toContain('RECREATE');
    expect(Object.keys(type.supportStatus)).toContain(type.version);
  }
  expect(findProfileType('os.nova.server-1.1')).toBeUndefined();
  expect(findProfileType('__proto__')).toBeUndefined();
});

test('what may be given as a reference to a secret is shown from 1.15 on, and to nobody before', () => {
  const taking = (type: string, minor: number) =>
    Object.entries(shownSchema(findProfileType(type) ?? { schema: {} }, mv(minor)))
      .filter(([, element]) => (element as { secret_ref?: boolean }).secret_ref === true)
      .map(([name]) => name);
  expect(taking('os.nova.server-1.0', 15)).toEqual(['context', 'admin_pass', 'user_data']);
  expect(taking('os.heat.stack-1.0', 15)).toEqual(['context', 'parameters']);
  expect(taking('container.dockerinc.docker-1.0', 15)).toEqual(['context', 'env']);
  expect(taking('local.process-1.0', 15)).toEqual(['env']);
  expect([...profileTypes.keys()].flatMap((type) => taking(type, 14))).toEqual([]);
  const operations = shownOperations(findProfileType('os.nova.server-1.0')?.operations ?? {}, mv(15));
  expect(operations.change_password).toMatchObject({ parameters: { admin_pass: { secret_ref: true } } });
});
