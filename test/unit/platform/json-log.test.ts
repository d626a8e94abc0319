import { expect, test } from '@jest/globals';
import { errorFacts, jsonLog } from '../../../lib/platform/json-log.ts';
import { memoryRedaction } from '../../../lib/platform/redaction.ts';

const lines: string[] = [];
const redaction = memoryRedaction();
const log = jsonLog({ least: 'debug', write: (line) => lines.push(line), now: () => 0, quiet: (text) => redaction.line(text) });
const written = (): string => lines.splice(0).join('\n');

test.each([
  '\n{"level":"error","message":"forged"}',
  '\r\n{"level":"error"}',
  '\u2028{"level":"error"}\u2029',
  '\u001b[31mred\u009b31m',
  '","level":"error","x":"',
  '\0\b\u007f',
])('whatever a fact says, it is one line and says it as a text: %j', (text) => {
  log('info', text, { name: text, nested: { [text]: [text] } });
  const line = written();
  expect(line).toMatch(/^[\x20-\x7e]+$/);
  expect(JSON.parse(line)).toMatchObject({ level: 'info', message: text, name: text });
});

test('no fact passes for the level, the time or the message of its line', () => {
  log('info', 'true', { level: 'error', time: 'never', message: 'false' });
  expect(JSON.parse(written())).toEqual({ level: 'info', time: '1970-01-01T00:00:00.000Z', message: 'true' });
});

test('a secret that this process was told is not in it, however it is written', () => {
  redaction.learn('p', 'canary "quoted"\nof two lines');
  const secret = 'canary "quoted"\nof two lines';
  log('error', `with ${secret}`, {
    ...errorFacts(new Error(secret)),
    deep: [{ is: JSON.stringify(JSON.stringify(secret)) }],
    basic: btoa(`u:${secret}`),
  });
  const line = written();
  expect(line).not.toMatch(/canary|two lines|Y2FuYX|YW5hcn|jYW5hc/);
  expect(JSON.parse(line)).toMatchObject({ error: '[secret]', deep: [{ is: expect.stringContaining('[secret]') }] });
});
