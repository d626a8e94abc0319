import { permanent } from '../../lib/domain/kernel/fault.ts';
import type { Sealing } from '../../lib/ports/sealing.ts';

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
