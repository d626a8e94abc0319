import type { Fault } from '../../domain/kernel/fault.ts';
import type { Subscription } from '../../domain/subscription/subscription.ts';
import type { App } from '../app.ts';

const bindingOf = ({ project, id }: Pick<Subscription, 'project' | 'id'>) => ({ project, object: `subscription ${id}` });

/** What deliveries are signed with; empty when nothing is signed. */
export async function openSecret({ sealing }: Pick<App, 'sealing'>, subscription: Subscription): Promise<string | Fault> {
  if (subscription.sealedSecret === null) return '';
  const opened = await sealing.open(subscription.sealedSecret, bindingOf(subscription));
  return opened.kind === 'opened' ? opened.secret : opened.fault;
}

export async function sealSecret(
  { sealing }: Pick<App, 'sealing'>,
  subscription: Pick<Subscription, 'project' | 'id'>,
  secret: string,
): Promise<{ readonly text: string } | Fault> {
  const sealed = await sealing.seal(secret, bindingOf(subscription));
  return sealed.kind === 'sealed' ? { text: sealed.text } : sealed.fault;
}
