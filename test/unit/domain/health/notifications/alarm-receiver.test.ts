import { expect, test } from '@jest/globals';
import { alarmSignalIn } from '../../../../../lib/domain/health/notifications/alarm-receiver.ts';
import { idOf, T0 } from '../../../../support/documents.ts';

const ID = idOf('bell');
const alarm = (over: object = {}, description = `coppice-receiver: demo/${ID}`, state = 'ALARM') => ({
  id: 'e',
  time: new Date(T0).toISOString(),
  detail: { alarmName: 'busy', state: { value: state }, configuration: { description } },
  ...over,
});

test('an alarm names the receiver that it is for, anywhere in its description', () => {
  const heard = { eventId: 'e', alarm: 'busy', receiver: { project: 'demo', id: ID }, at: T0 };
  expect(alarmSignalIn(alarm())).toEqual(heard);
  expect(alarmSignalIn(alarm({}, `Busy. coppice-receiver:demo/${ID} (web)`))).toEqual(heard);
});

test.each([
  ['names none', alarm({}, 'busy')],
  ['names none of ours', alarm({}, `their-coppice-receivers: demo/${ID}`)],
  ['names no id', alarm({}, 'coppice-receiver: demo/------------------------------------')],
  ['is over', alarm({}, `coppice-receiver: demo/${ID}`, 'OK')],
  ['is of no moment', alarm({ time: 'yesterday' })],
  ['has no id', alarm({ id: '' })],
  ['is none', { id: 'e' }],
  ['is nothing', undefined],
])('nobody is called by what %s', (_, event) => expect(alarmSignalIn(event)).toBeUndefined());
