import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { isJsonObject } from '../../lib/domain/kernel/json.ts';
import { describeIf } from '../support/describe-if.ts';
import { dynoxideMissing } from '../support/dynoxide.ts';
import { WholeService } from '../support/whole-service.ts';
import { differences } from './replay/compare.ts';
import { DIFFERENCES } from './replay/differences.ts';
import { type Exchange, exchanges } from './replay/exchange.ts';
import { NOT_WAITED_FOR, STEPS } from './replay/scenario.ts';
import { type Answer, filedBy, World } from './replay/world.ts';

jest.setTimeout(30_000);

// Against a service that runs already, started empty with COPPICE_FAKE_PROFILES=os.nova.server,os.heat.stack and COPPICE_WEBHOOK_ID_IS_ENOUGH=yes; or against one of our own.
const { COPPICE_URL, COPPICE_PASSWORD = 'recorded' } = process.env;

/** Remembers what the things that came of a request are called here. */
function learn(world: World, { response }: Exchange, { json, headers }: Answer): void {
  const location = headers.get('Location');
  const recorded = response.headers.Location;
  if (location && recorded) world.learn(recorded.split('/actions/')[1] ?? '', location.split('/actions/')[1] ?? '');
  if (!isJsonObject(json) || !isJsonObject(response.json)) return;
  for (const [kind, document] of Object.entries(response.json)) {
    const ours = json[kind];
    if (isJsonObject(document) && isJsonObject(ours) && typeof document.id === 'string' && typeof ours.id === 'string')
      world.learn(document.id, ours.id);
  }
}

async function replay(world: World, exchange: Exchange): Promise<Answer> {
  const { as, request } = exchange;
  const body = request.body ?? (request.json === undefined ? undefined : JSON.stringify(request.json));
  const answer = await world.send({ as, method: request.method, url: request.url, headers: request.headers, body });
  learn(world, exchange, answer);
  const actionId = filedBy(answer);
  if (actionId !== undefined && !NOT_WAITED_FOR.includes(exchange.file)) await world.finish(actionId);
  return answer;
}

function expectMeant(answer: Answer, meant: (typeof DIFFERENCES)[string], told: readonly string[]): void {
  if (meant.status === undefined) {
    expect(told.filter((line) => !meant.except?.test(line))).toEqual([]);
    // A difference that is none any more has no place in the table.
    expect(told).not.toEqual([]);
    return;
  }
  expect({ status: answer.status, text: answer.status === meant.status ? '' : answer.text }).toEqual({ status: meant.status, text: '' });
  const message = isJsonObject(answer.json) && isJsonObject(answer.json.error) ? answer.json.error.message : undefined;
  if (meant.message !== undefined)
    expect(message).toEqual(typeof meant.message === 'string' ? meant.message : expect.stringMatching(meant.message));
}

describeIf(COPPICE_URL ? undefined : dynoxideMissing(), 'the recorded scenario', () => {
  let service: WholeService | undefined;
  let world: World;

  beforeAll(async () => {
    if (!COPPICE_URL) {
      service = await WholeService.start({
        COPPICE_DB: 'memory',
        COPPICE_PASSWORD,
        COPPICE_FAKE_PROFILES: 'os.nova.server,os.heat.stack',
        // Senlin's URLs have no secret.
        COPPICE_WEBHOOK_ID_IS_ENOUGH: 'yes',
      });
    }
    world = new World(COPPICE_URL ?? service?.url ?? '', COPPICE_PASSWORD);
  });
  afterAll(async () => {
    await service?.remove();
  });

  for (const exchange of exchanges) {
    const meant = DIFFERENCES[exchange.file];
    const title = meant ? `${exchange.file} (differs: ${meant.why})` : exchange.file;

    test(title, async () => {
      for (const step of STEPS[exchange.file.slice(0, 3)] ?? []) await step(world);
      const answer = await replay(world, exchange);
      const told = differences(exchange, answer, world);
      if (meant) expectMeant(answer, meant, told);
      else expect(told).toEqual([]);
    });
  }
});
