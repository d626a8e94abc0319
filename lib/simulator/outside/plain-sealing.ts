import { permanent } from '../../domain/kernel/fault.ts';
import type { Sealing } from '../../ports/sealing.ts';

/** Hides nothing, and still opens only for what a secret was sealed for. */
export const plainSealing: Sealing = {
  seal: async (secret, binding) => ({ kind: 'sealed', text: JSON.stringify([secret, binding.project, binding.object]) }),
  open: async (text, { project, object }) => {
    const [secret, ...bound] = JSON.parse(text) as string[];
    return secret !== undefined && bound[0] === project && bound[1] === object
      ? { kind: 'opened', secret }
      : { kind: 'fault', fault: permanent('sealing.unreadable', 'A stored secret cannot be read.') };
  },
};

/** The same with a text that shows nothing of the secret at a glance: whatever of it is seen elsewhere has leaked. */
export const boxedSealing: Sealing = {
  seal: async (secret, binding) => {
    const sealed = await plainSealing.seal(secret, binding);
    return sealed.kind === 'sealed' ? { kind: 'sealed', text: Buffer.from(sealed.text).toString('base64') } : sealed;
  },
  open: (text, binding) => plainSealing.open(Buffer.from(text, 'base64').toString('utf8'), binding),
};
