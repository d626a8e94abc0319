import type { JsonObject } from '../kernel/json.ts';
import type { Instant } from '../kernel/time.ts';

export type TemplateTag = { readonly key: string; readonly value: string };

/** A template as whoever launches by it names it: by either name, or by both once it has been found. */
export type NamedTemplate = { readonly id: string; readonly name: string; readonly version?: string | undefined };

/** A request that made something, by the token its client gave it: sent again it makes nothing more. */
export type MadeBy = { readonly token: string; readonly asked: string; readonly number: number };

/** What instances may be made from, in versions. Named after region and name, as groups are; its AWS id is its own, so that another of its name is another. */
export type LaunchTemplate = {
  readonly id: string;
  readonly project: string;
  readonly user: string;
  readonly name: string;
  readonly region: string;
  /** `lt-` and 17 hexadecimal digits. */
  readonly templateId: string;
  /** Those that there are, ascending; the default is among them. */
  readonly numbers: readonly number[];
  /** The next version's: none is given twice. */
  readonly nextNumber: number;
  readonly defaultNumber: number;
  readonly tags: readonly TemplateTag[];
  /** The last of them. */
  readonly madeBy: readonly MadeBy[];
  /** As an ARN. */
  readonly createdBy: string;
  readonly createdAt: Instant;
  readonly version: number;
};

/** One version of a template. Never changes. */
export type LaunchTemplateVersion = {
  readonly id: string;
  readonly project: string;
  readonly user: string;
  readonly templateId: string;
  readonly number: number;
  readonly description: string;
  /** As the client sent it. */
  readonly data: JsonObject;
  readonly createdBy: string;
  readonly createdAt: Instant;
  readonly version: number;
};

export const latestOf = ({ numbers }: Pick<LaunchTemplate, 'numbers'>): number => numbers.at(-1) ?? 0;

/** The number that a version means as clients write it: none, `$Default`, `$Latest` or a number; undefined where there is no such version. */
export function numberMeant(template: Pick<LaunchTemplate, 'numbers' | 'defaultNumber'>, version: string | undefined): number | undefined {
  if (version === undefined || version === '' || /^\$default$/i.test(version)) return template.defaultNumber;
  if (/^\$latest$/i.test(version)) return latestOf(template);
  const number = /^[1-9]\d{0,8}$/.test(version) ? Number(version) : 0;
  return template.numbers.includes(number) ? number : undefined;
}

/** More than a client would repeat after. */
const REMEMBERED = 20;

export const remembering = (before: readonly MadeBy[], one: MadeBy | undefined): readonly MadeBy[] =>
  one ? [...before, one].slice(-REMEMBERED) : before;

/** Whose tokens a template still knows. `other`: the token was used for something else. */
export function madeBefore(madeBy: readonly MadeBy[], token: string | undefined, asked: string): MadeBy | 'other' | undefined {
  const found = token === undefined ? undefined : madeBy.find((one) => one.token === token);
  return found && found.asked !== asked ? 'other' : found;
}
