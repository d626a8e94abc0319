import { freeMap, integer, list, string } from '../spec/element.ts';
import type { SpecSchema } from '../spec/schema.ts';
import { operation, parameter } from './operation.ts';
import { badArguments, badPath, badVariables, LONGEST_STOP, outside, SIGNALS } from './process-rules.ts';
import { defineProfileType } from './profile-type.ts';

const schema = {
  command: list(
    'The program and its arguments. No shell reads them: nothing is expanded, redirected or split.',
    string('A word of the command.', { required: true }),
    { required: true, updatable: true },
  ),
  env: freeMap('Environment variables of the process. Every value is a string or a reference to a secret.', {
    default: {},
    updatable: true,
    secret: 'written',
  }),
  cwd: string('The directory in which the process starts, as an absolute path.', { updatable: true }),
  stop_signal: string('The signal that asks the process to end.', { default: 'SIGTERM', values: SIGNALS, updatable: true }),
  stop_timeout: integer(`Number of seconds the process has to end before it is killed, at most ${LONGEST_STOP}.`, {
    default: 10,
    updatable: true,
  }),
} satisfies SpecSchema;

/** What a process is told at its start only; the others are read when it is to end. */
export const NEED_A_RESTART: readonly string[] = ['command', 'env', 'cwd'];

/** A process of the operating system on which the service itself runs: what a bare machine can be given to manage. */
export const localProcess = defineProfileType({
  name: 'local.process',
  version: '1.0',
  supportStatus: { '1.0': [{ status: 'SUPPORTED', since: '2026.11' }] },
  senlin: false,
  local: true,
  recoverActions: ['REBOOT', 'RECREATE'],
  suspension: { suspend: 'pause', resume: 'unpause' },
  remaking: ['start', 'restart'],
  interruptedBy: NEED_A_RESTART,
  schema,
  operations: {
    start: operation('Start the process.'),
    stop: operation('Stop the process, with its stop signal and within its stop timeout.'),
    restart: operation('Stop the process and start it again.'),
    pause: operation('Suspend the process without ending it.'),
    unpause: operation('Let a suspended process continue.'),
    kill: operation('Send a signal to the process.', {
      signal: parameter('String', 'Name of the signal.', { default: 'SIGKILL', values: SIGNALS }),
    }),
  },

  *complaints({ command, env, cwd, stop_timeout }) {
    yield badArguments('command', command);
    yield badVariables('env', env);
    yield cwd === undefined ? undefined : badPath('cwd', cwd);
    yield outside('stop_timeout', stop_timeout, 0, LONGEST_STOP);
  },
});
