import { expect } from '@jest/globals';
import { isJsonObject } from '../../../lib/domain/kernel/json.ts';
import { type Attack, attack, type Stage } from './attack.ts';

const NOBODY = '0badc0de-0000-4000-8000-000000000000';

/** Gives `alt` the cluster of `demo` for as long as something is tried. */
async function given({ demo, ours, theirs }: Stage, access: string, attempt: (grant: string) => Promise<void>): Promise<void> {
  const whom = { grantee_type: 'project', grantee_id: theirs.project };
  const { status, json } = await demo.ask('POST', '/v1/grants', {
    grant: { object_type: 'cluster', object_id: ours.cluster, access, ...whom },
  });
  expect(status).toBe(201);
  const { grant } = json as { readonly grant: { readonly id: string } };
  try {
    await attempt(grant.id);
  } finally {
    expect((await demo.ask('DELETE', `/v1/grants/${grant.id}`)).status).toBe(204);
  }
}

export const grants: readonly Attack[] = [
  attack(5, 'what is given to be looked at is not scaled, healed, changed, deleted or given on', (stage) =>
    given(stage, 'read-only', async (grant) => {
      const { alt, ours, theirs } = stage;
      const cluster = `/v1/clusters/${ours.cluster}`;
      expect((await alt.ask('GET', cluster)).status).toBe(200);
      const share = { object_type: 'cluster', grantee_type: 'project', grantee_id: theirs.project, access: 'read-write' };
      for (const [method, path, body] of [
        ['POST', `${cluster}/actions`, { scale_out: { count: 1 } }],
        ['POST', `${cluster}/actions`, { check: {} }],
        ['POST', `${cluster}/actions`, { policy_attach: { policy_id: theirs.policy } }],
        ['PATCH', cluster, { cluster: { name: 'mine' } }],
        ['DELETE', cluster, undefined],
        ['DELETE', `/v1/nodes/${ours.node}`, undefined],
        ['POST', '/v1/grants', { grant: { ...share, object_id: ours.cluster } }],
        ['PATCH', `/v1/grants/${grant}`, { grant: { access: 'read-write' } }],
        ['DELETE', `/v1/grants/${grant}`, undefined],
      ] as const)
        expect([method, path, body, (await alt.ask(method, path, body)).status]).toEqual([method, path, body, 403]);
      expect((await alt.ask('GET', `/v1/policies/${ours.policy}`)).status).toBe(404);
    }),
  ),

  attack(6, 'whoever had a grant is answered as if there never was one', async (stage) => {
    const { alt, ours } = stage;
    const ask = async (cluster: string) => {
      const { status, json } = await alt.ask('POST', `/v1/clusters/${cluster}/actions`, { check: {} });
      return { status, text: JSON.stringify(isJsonObject(json) ? json : null).replaceAll(cluster, 'X') };
    };
    await given(stage, 'read-write', async () => expect((await ask(ours.cluster)).status).toBe(202));
    const after = await ask(ours.cluster);
    expect(after.status).toBe(404);
    expect(after).toEqual(await ask(NOBODY));
  }),
];
