import type { App } from '../app.ts';
import { deleteReceiver, rotateReceiver, updateReceiver } from './change-receiver.ts';
import { createReceiver } from './create-receiver.ts';
import { notifyReceiver } from './notify-receiver.ts';
import type { Receiving } from './receiving.ts';
import { listReceivers, showReceiver } from './see-receivers.ts';

export const receiverVerbs = (app: App): Receiving => ({
  createReceiver: createReceiver(app),
  listReceivers: listReceivers(app),
  showReceiver: showReceiver(app),
  updateReceiver: updateReceiver(app),
  deleteReceiver: deleteReceiver(app),
  rotateReceiver: rotateReceiver(app),
  notifyReceiver: notifyReceiver(app),
});
