import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { describeIf } from '../support/describe-if.ts';
import { dynoxideMissing } from '../support/dynoxide.ts';
import { WholeService } from '../support/whole-service.ts';
import { EXPECTED, expectationFor } from './expected.ts';
import { type Outcome, tempestMissing, Workspace } from './workspace.ts';

// They wait five seconds for everything, so nearly all of the time is theirs.
jest.setTimeout(1_800_000);

/** The tests do nothing but wait, so many fit on a small machine. */
const WORKERS = 16;
/**
 * Tests that disturb others, or are disturbed, where they run in one process with them or at the same time:
 * one counts all nodes of its project; one expects that nobody has a cluster called c-01, as two others do; and one gives its nodes ten seconds
 * for everything, and with them the nodes of whatever its process runs later, since all of these tests write into one profile.
 */
const ALONE = [
  'functional.test_node_basic.TestNodeCreateShowListDelete',
  'api.clusters.test_cluster_show_negative.TestClusterShowNegativeNotFound',
  'api.clusters.test_cluster_scale_out.TestClusterScaleOutNegativeResourceIsLocked',
] as const;

describeIf(dynoxideMissing() ?? tempestMissing(), "Senlin's own test suite", () => {
  let service: WholeService;
  let outcomes: ReadonlyMap<string, Outcome>;

  beforeAll(async () => {
    service = await WholeService.start({
      COPPICE_DB: 'memory',
      COPPICE_FAKE_PROFILES: 'os.nova.server,os.heat.stack',
      // Its health policies look every ten seconds.
      HEALTH_CHECK_INTERVAL_MIN: '10',
      COPPICE_OUTGOING_ALLOW: '127.0.0.1',
    });
    const workspace = await Workspace.make(service, WORKERS);
    const together = await workspace.outcomes(`senlin_tempest_plugin.tests.(?!(${ALONE.join('|')}))(api|functional).`, WORKERS);
    outcomes = new Map(together);
    for (const one of ALONE) outcomes = new Map([...outcomes, ...(await workspace.outcomes(`senlin_tempest_plugin.tests.${one}`, 1))]);
  });
  afterAll(() => service?.remove());

  const failed = () => [...outcomes].filter(([, outcome]) => outcome !== 'ok').map(([name]) => name);

  test('ran, all of it', () => {
    const count = (part: string) => [...outcomes.keys()].filter((name) => name.startsWith(part)).length;
    expect([count('api.'), count('functional.'), outcomes.size]).toEqual([306, 25, 331]);
  });

  test('fails nowhere but where something is not there yet', () => {
    expect(failed().filter((name) => expectationFor(name) === undefined)).toEqual([]);
  });

  test.each(Object.entries(EXPECTED))('does fail at %s: %s', (key) => {
    expect(failed().map(expectationFor)).toContain(key);
  });
});
