import { KMSClient } from '@aws-sdk/client-kms';
import { permanent } from '../domain/kernel/fault.ts';
import { keyFileSealing } from '../platform/sealing/key-file.ts';
import { kmsSealing } from '../platform/sealing/kms.ts';
import type { Sealing } from '../ports/sealing.ts';
import { config } from './config.ts';

const none = {
  kind: 'fault',
  fault: permanent('sealing.none', 'This installation has no key to seal secrets with: set SEALING_KMS_KEY.'),
} as const;

let current: Sealing | undefined;

/** By the KMS key the operator names, else, on a machine, by a key in the state folder. A deployment without either keeps no secrets. */
export function sealing(): Sealing {
  const { SEALING_KMS_KEY: key, COPPICE_HOME: home } = config();
  current ??= key ? kmsSealing(new KMSClient({}), key) : home ? keyFileSealing(home) : { seal: async () => none, open: async () => none };
  return current;
}
