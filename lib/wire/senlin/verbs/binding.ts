import { optional, required } from '../fields/field.ts';
import { boolean, text } from '../fields/scalars.ts';
import { defineVerb, type Verbs } from '../verb.ts';

const policy_id = required(text, "A policy's name, id or short id.");

export const bindingVerbs: Verbs = {
  policy_attach: defineVerb({
    summary: 'Bind a policy to the cluster.',
    fields: { policy_id, enabled: optional(boolean, 'Whether it is heeded from now on; it is, if not said.') },
    example: { policy_id: 'oldest-first', enabled: true },
    run: ({ clustering, caller, text }, { policy_id: policy, enabled }) =>
      clustering.attachPolicy(caller, text, { policy, enabled: enabled ?? true }),
  }),
  policy_detach: defineVerb({
    summary: 'Free the cluster from a policy.',
    fields: { policy_id },
    example: { policy_id: 'oldest-first' },
    run: ({ clustering, caller, text }, { policy_id: policy }) => clustering.detachPolicy(caller, text, { policy }),
  }),
  policy_update: defineVerb({
    summary: 'Say whether a policy is heeded.',
    fields: { policy_id, enabled: optional(boolean, 'Whether it is heeded from now on.') },
    example: { policy_id: 'oldest-first', enabled: false },
    run: ({ clustering, caller, text }, { policy_id: policy, enabled }) => clustering.updateBinding(caller, text, { policy, enabled }),
  }),
};
