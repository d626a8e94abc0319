import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { fuzz } from '../fuzz/run.ts';
import { describeIf } from '../support/describe-if.ts';
import { dynoxideMissing } from '../support/dynoxide.ts';
import { PASSWORD, WholeService } from '../support/whole-service.ts';

jest.setTimeout(180_000);

/** `npm run fuzz` asks a hundred thousand; these are always the same ones. */
const REQUESTS = 3_000;

describeIf(dynoxideMissing(), 'a running service, asked what nobody would ask', () => {
  let service: WholeService;

  beforeAll(async () => {
    // Nothing that is made is real.
    const bound = 'local.process,container.dockerinc.docker,os.nova.server,os.heat.stack';
    service = await WholeService.start({ COPPICE_DB: 'memory', COPPICE_FAKE_PROFILES: bound });
  });
  afterAll(() => service?.remove());

  test('never fails, answers as it is documented, and tells nobody of what is not theirs', async () => {
    const { failures, requests } = await fuzz({ base: service.url, password: PASSWORD, seed: 1, requests: REQUESTS });
    expect(failures).toEqual([]);
    expect(requests).toBe(REQUESTS);
    expect(service.output.split('\n').filter((line) => line.startsWith('{') && line.includes('"level":"error"'))).toEqual([]);
  });
});
