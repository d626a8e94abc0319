import { isJsonObject, type Json, type JsonObject } from '../kernel/json.ts';
import type { LaunchSource } from './group.ts';

/** What a group of several types launches: the type that comes first, of the template that is named for it. */
export type MainMachine = {
  readonly template: { readonly id: string; readonly name: string; readonly version?: string | undefined };
  /** Instead of the template's own. */
  readonly instanceType: string | undefined;
  /** Units of capacity that one of it counts for. */
  readonly weight: number;
  /** The policy with both names of that template. */
  readonly named: (template: { readonly id: string; readonly name: string }) => LaunchSource;
};

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
const object = (value: Json | undefined): JsonObject => (isJsonObject(value) ? value : {});

/**
 * What a mixed instances policy comes to here. Types are taken in the order of the request and there is as much of each as anybody wants, so the first is what
 * AWS's own strategy for on-demand instances launches too. There is no spot market: what would be spot is launched alike.
 */
export function mainMachineOf(policy: JsonObject): MainMachine {
  const launchTemplate = object(policy.LaunchTemplate);
  const spec = object(launchTemplate.LaunchTemplateSpecification);
  const overrides = Array.isArray(launchTemplate.Overrides) ? launchTemplate.Overrides : [];
  const first = object(overrides[0]);
  const own = isJsonObject(first.LaunchTemplateSpecification) ? first.LaunchTemplateSpecification : undefined;
  const meant = own ?? spec;
  const version = text(meant.Version);
  return {
    template: { id: text(meant.LaunchTemplateId), name: text(meant.LaunchTemplateName), ...(version !== '' && { version }) },
    instanceType: text(first.InstanceType) || undefined,
    weight: weightIn(first.WeightedCapacity),
    named: ({ id, name }) => {
      const full = { ...meant, LaunchTemplateId: id, LaunchTemplateName: name };
      const changed = own
        ? { Overrides: [{ ...first, LaunchTemplateSpecification: full }, ...overrides.slice(1)] }
        : { LaunchTemplateSpecification: full };
      return { kind: 'mixed', policy: { ...policy, LaunchTemplate: { ...launchTemplate, ...changed } } };
    },
  };
}

/** AWS has it as text. */
const weightIn = (value: Json | undefined): number => {
  const weight = Number(value ?? 1);
  return Number.isInteger(weight) && weight > 0 ? weight : 1;
};
