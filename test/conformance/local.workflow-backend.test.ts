import { describeWorkflowBackend } from './workflow-backend.ts';

describeWorkflowBackend('local', async () => ({
  name: 'local',
  definitions: {
    echo: { StartAt: 'Echo', States: { Echo: { Type: 'Pass', End: true } } },
    refuses: { StartAt: 'No', States: { No: { Type: 'Fail', Error: 'Host.Full', Cause: 'no room there' } } },
    waits: { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 600, End: true } } },
  },
  says: /no room there/,
  link: null,
  close: () => undefined,
}));
