import { describe } from '@jest/globals';
import { seconds } from '../../lib/domain/kernel/time.ts';
import { mistral } from '../../lib/platform/workflows/mistral.ts';
import { describeIf } from '../support/describe-if.ts';
import { mistralLookalike } from '../support/mistral.ts';
import { muteServer } from '../support/mute-server.ts';
import { mistralMissing, startMistral } from '../support/real-mistral.ts';
import { describeWorkflowBackend, type Place } from './workflow-backend.ts';

const WORKFLOWS = `
version: '2.0'
echo:
  input: [host, node]
  output: { host: <% $.host %> }
  tasks:
    move: { action: std.noop }
refuses:
  input: [host]
  tasks:
    move: { action: std.fail }
waits:
  input: [host]
  tasks:
    move: { action: std.noop, wait-before: 600 }
`;

async function placeAt(url: string): Promise<Place> {
  const mute = await muteServer();
  return {
    name: 'mistral-v2',
    backend: mistral({ url }),
    mute: mistral({ url: mute.url, timeout: seconds(0.1) }),
    definitions: {
      echo: { workflow_name: 'echo' },
      refuses: { workflow_name: 'refuses' },
      waits: { workflow_name: 'waits' },
      missing: { workflow_name: 'none' },
    },
    says: /Fail action expected exception/,
    link: /\/v2\/executions\/[0-9a-f-]{36}$/,
    close: mute.close,
  };
}

describe('as it was recorded', () => {
  describeWorkflowBackend('Mistral', async () => {
    const lookalike = mistralLookalike();
    const place = await placeAt(await lookalike.listen());
    return {
      ...place,
      runs: async (name) => Number(lookalike.runs.has(name)),
      goOn() {
        for (const run of lookalike.runs.values()) {
          if (run.state !== 'RUNNING') continue;
          if (run.workflow === 'echo') run.state = 'SUCCESS';
          if (run.workflow === 'refuses') run.state = 'ERROR';
        }
      },
      recant() {
        for (const run of lookalike.runs.values()) run.state = run.state === 'SUCCESS' ? 'ERROR' : 'SUCCESS';
      },
      close() {
        lookalike.close();
        place.close();
      },
    };
  });
});

describeIf(mistralMissing(), 'the real one', () => {
  describeWorkflowBackend('OpenStack’s own Mistral', async () => {
    const real = await startMistral();
    await real.define(WORKFLOWS);
    const place = await placeAt(real.url);
    return {
      ...place,
      async runs(name) {
        const { executions } = (await (await fetch(`${real.url}/v2/executions`)).json()) as { executions: { id: string }[] };
        return executions.filter(({ id }) => id === name).length;
      },
      async close() {
        place.close();
        await real.stop();
      },
    };
  });
});
