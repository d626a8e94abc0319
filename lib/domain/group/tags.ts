import type { TemplateTag } from './launch-template.ts';

/** AWS's, of whatever has tags. */
export const MOST_TAGS = 50;

/** By its key; with a value only where it has that. */
export type RemovedTag = { readonly key: string; readonly value?: string | undefined };

export function changedTags(
  tags: readonly TemplateTag[],
  set: readonly TemplateTag[],
  remove: readonly RemovedTag[],
): readonly TemplateTag[] {
  const goes = ({ key, value }: TemplateTag) =>
    set.some((one) => one.key === key) || remove.some((one) => one.key === key && (one.value === undefined || one.value === value));
  return [...tags.filter((tag) => !goes(tag)), ...set].sort((a, b) => (a.key < b.key ? -1 : 1));
}
