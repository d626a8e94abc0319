import { z } from 'zod';
import type { Kind } from '../documents.ts';
import type { Principal } from '../identity/principal.ts';
import { ACCESSES, type Access } from './access.ts';
import { RULES, type VerbName } from './rules.ts';
import { STANDINGS, standingOf } from './standing.ts';

const VERBS = Object.keys(RULES) as [VerbName, ...VerbName[]];
const KINDS = [...new Set(Object.values(RULES).map(({ kind }) => kind))] as [Kind | 'service', ...(Kind | 'service')[]];
const listOf = <T extends z.ZodType>(item: T) => z.array(item).min(1).readonly().optional();

/** Something that the operator does not have done. It fits what fits all that it says; what it does not say fits anything. */
export const Denial = z
  .strictObject({
    verbs: listOf(z.enum(VERBS)),
    kinds: listOf(z.enum(KINDS)),
    /** `reader`, `member` and `admin` are whoever is that and no more; any other is whoever has it. */
    roles: listOf(z.string().min(1)),
    /** Only what is reached by such grants. */
    access: listOf(z.enum(ACCESSES)),
  })
  .readonly()
  .refine(({ verbs, kinds, roles, access }) => verbs ?? kinds ?? roles ?? access, 'says nothing');
export type Denial = z.infer<typeof Denial>;

type Asked = {
  readonly verb: string;
  readonly kind: string;
  readonly caller: Pick<Principal, 'roles' | 'isAdmin' | 'canWrite'>;
  readonly access: Access | null;
};

/** Whether any denial fits. There is none that permits. */
export const isDenied = (denials: readonly Denial[], { verb, kind, caller, access }: Asked): boolean =>
  denials.some(
    ({ verbs, kinds, roles, access: accesses }) =>
      fits(verbs, (one) => one === verb) &&
      fits(kinds, (one) => one === kind) &&
      fits(roles, (one) => (isStanding(one) ? standingOf(caller) === one : caller.roles.includes(one))) &&
      fits(accesses, (one) => one === access),
  );

const fits = <T>(said: readonly T[] | undefined, isIt: (one: T) => boolean): boolean => said === undefined || said.some(isIt);
const isStanding = (role: string): boolean => (STANDINGS as readonly string[]).includes(role);
