import { type Fault, permanent, transient } from '../../domain/kernel/fault.ts';
import { seconds } from '../../domain/kernel/time.ts';
import type { Behaviour } from './behaviour.ts';

/** The failure that the profile asked for. */
export function failureOf(kind: Behaviour['failureKind'], name: string): Fault {
  switch (kind) {
    case 'transient':
      return transient('driver.unavailable', `the fake cloud was told to be unavailable when asked for ${name}`);
    case 'capacity':
      return transient('driver.capacity', `the fake cloud was told to have no room for ${name}`, seconds(1));
    case 'permanent':
      return permanent('driver.refused', `the fake cloud was told to refuse ${name}`);
  }
}

export const timedOut = (name: string): Fault =>
  transient('driver.timeout', `the fake cloud made ${name} but was told not to say so in time`);

export const foreign = (physicalId: string): Fault =>
  permanent('driver.resource.foreign', `${physicalId} exists but does not carry this installation's mark`);

export const notFound = ({ physicalId, token }: { readonly physicalId: string | null; readonly token: string | null }): Fault =>
  permanent('driver.resource.not-found', `the fake cloud has no resource ${physicalId ?? token ?? 'without a name'}`);

export const taken = (identity: string, nodeId: string): Fault =>
  permanent('driver.resource.taken', `${identity} already belongs to node ${nodeId}`);
