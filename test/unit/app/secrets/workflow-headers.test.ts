import { describe, expect, test } from '@jest/globals';
import type { App } from '../../../../lib/app/app.ts';
import { askOverHttp } from '../../../../lib/app/workflows/http-activity.ts';
import { permanent, transient } from '../../../../lib/domain/kernel/fault.ts';
import type { Json } from '../../../../lib/domain/kernel/json.ts';
import type { Execution } from '../../../../lib/domain/workflow/execution.ts';
import { memoryRedaction } from '../../../../lib/platform/redaction.ts';
import type { OutgoingAnswer } from '../../../../lib/ports/outgoing.ts';
import type { SecretAnswer } from '../../../../lib/ports/secrets.ts';
import { nowhere } from '../../../../lib/simulator/outside/nowhere.ts';

const CANARY = 'Bearer canary-5e1c';
const secret = { secret_ref: 'coppice:deploy' };
const missing: SecretAnswer = { kind: 'fault', fault: permanent('secret.not-found', 'There is none.') };
const definition = {
  StartAt: 'Tell',
  States: { Tell: { Type: 'Task', Resource: 'coppice:http', Parameters: { Headers: { Authorization: secret } }, End: true } },
};

async function tell(headers: Json, status = 200, found: SecretAnswer = { kind: 'ok', value: CANARY }) {
  const sent: unknown[] = [];
  const outgoing = {
    ...nowhere,
    send: async (request: { headers: object }): Promise<OutgoingAnswer> => {
      sent.push(request.headers);
      return {
        kind: 'answered',
        status,
        headers: {},
        body: JSON.stringify({ you_said: request.headers, again: btoa(`:${CANARY}`) }),
      } as OutgoingAnswer;
    },
  };
  const backends = { coppice: { read: async (project: string) => (project === 'p' ? found : missing) } };
  const app = { outgoing, secrets: { backends, redaction: memoryRedaction() } } as unknown as App;
  const execution = { id: 'x', project: 'p', definition } as unknown as Execution;
  const input = { ApiEndpoint: 'https://example.org/', Headers: headers };
  const answer = await askOverHttp(app, { execution, activity: 'coppice:http', input, name: 'Tell', memory: null });
  return { answer, sent };
}

describe('a header that refers to a secret', () => {
  test.each([200, 403])('is sent with it, and what the other side repeats of it is no part of the run: %d', async (status) => {
    const { answer, sent } = await tell({ Authorization: secret }, status);
    expect(sent).toMatchObject([{ Authorization: CANARY }]);
    expect(JSON.stringify(answer)).toContain('[secret]');
    expect(JSON.stringify(answer)).not.toMatch(/canary|Y2FuYXJ5|jYW5hcn|2FuYXJ5/);
  });

  test('is not sent when it came in with data: the definition does not name it', async () => {
    const { answer, sent } = await tell({ Authorization: { secret_ref: 'coppice:database' } });
    expect(answer).toMatchObject({ kind: 'failed', failure: { error: 'Secret.Refused' } });
    expect(sent).toEqual([]);
  });

  test('is tried again when what keeps it does not answer, and nothing is sent without it', async () => {
    const fault = transient('secret.unavailable', 'It did not answer.');
    const { answer, sent } = await tell({ Authorization: secret }, 200, { kind: 'fault', fault });
    expect(answer).toEqual({ kind: 'transient', failure: { error: 'Secret.Unavailable', cause: 'It did not answer.' } });
    expect(sent).toEqual([]);
  });

  test('is a reference, or it is refused', async () => {
    expect((await tell({ Authorization: { secret_ref: 'canary' } })).answer).toMatchObject({ failure: { error: 'Http.Invalid' } });
  });
});
