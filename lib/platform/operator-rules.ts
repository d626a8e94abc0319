import { type Denial, isDenied } from '../domain/permission/denial.ts';
import type { DecisionPoint } from '../ports/decision-point.ts';

/** Decides by what the operator has written into the configuration. */
export const operatorRules = (denials: readonly Denial[]): DecisionPoint => ({
  permits: async (question) => !isDenied(denials, question),
});
