import type { Write } from '../../domain/documents.ts';
import { launchTemplateVersionId } from '../../domain/group/group.ts';
import { type LaunchTemplate, numberMeant } from '../../domain/group/launch-template.ts';
import { changedTags, MOST_TAGS } from '../../domain/group/tags.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import { untilCommitted } from '../app.ts';
import { followTemplate } from '../groups/follow-templates.ts';
import type { GroupApp, Realm } from '../groups/grouping.ts';
import { deleteProfile } from '../profiles/delete-profile.ts';
import { findTemplate } from './find-template.ts';
import type { MeantTemplate, Templating } from './templating.ts';

/** Groups that launch by the default version launch by this one from now on. */
export const setDefaultVersion =
  (app: GroupApp): Templating['setDefaultVersion'] =>
  async (realm, meant, version) => {
    const changed = await change(app, realm, meant, (template) => {
      const number = numberMeant(template, version);
      return number === undefined ? noSuchVersion(version) : { ...template, defaultNumber: number };
    });
    if (changed.kind === 'ok') await followTemplate(app, realm, changed.template.templateId);
    return changed;
  };

/** AWS has other words for it here. */
const noSuchVersion = (version: string): Refusal =>
  refused('launch-template-version.not-found', `The launch template version ${version} is not found for the specified launch template.`);

export const tagTemplate =
  (app: GroupApp): Templating['tagTemplate'] =>
  (realm, meant, set, remove) =>
    change(app, realm, meant, (template) => {
      const tags = changedTags(template.tags, set, remove);
      return tags.length > MOST_TAGS
        ? refused('launch-template.tags', `A launch template has ${MOST_TAGS} tags at most.`)
        : { ...template, tags };
    });

type Changed = { readonly kind: 'ok'; readonly template: LaunchTemplate };

function change(
  app: GroupApp,
  realm: Realm,
  meant: MeantTemplate,
  make: (template: LaunchTemplate) => LaunchTemplate | Refusal,
): Promise<Changed | Refusal> {
  return untilCommitted(async () => {
    const found = await findTemplate(app, realm, meant);
    if (found.kind === 'refused') return found;
    const next = make(found.template);
    if ('fault' in next) return next;
    return (await app.store.commit([{ put: 'launchTemplate', doc: next }])) === 'stale' ? 'stale' : { kind: 'ok' as const, template: next };
  });
}

/** A transaction's worth. */
const SLICE = 90;

/** In one commit, as long as that holds its versions; those that it does not hold go before, so that at any moment there is a whole template or none. */
export const deleteTemplate =
  (app: GroupApp): Templating['deleteTemplate'] =>
  async (realm, meant) => {
    for (;;) {
      const found = await findTemplate(app, realm, meant);
      if (found.kind === 'refused') return found;
      const { template } = found;
      const { project, numbers, defaultNumber, templateId } = template;
      if (numbers.length > SLICE) {
        const some = numbers.filter((number) => number !== defaultNumber).slice(0, SLICE);
        const removed = await removeVersions(app, realm, meant, some);
        if (removed.kind === 'refused') return removed;
        continue;
      }
      const versions = await app.store.getMany(
        'launchTemplateVersion',
        numbers.map((number) => ({ project, id: launchTemplateVersionId(templateId, number) })),
      );
      const writes: Write[] = [
        { remove: 'launchTemplate', doc: template },
        ...versions.map((doc): Write => ({ remove: 'launchTemplateVersion', doc })),
      ];
      if ((await app.store.commit(writes)) === 'stale') continue;
      await forgetProfiles(app, realm, template);
      return { kind: 'ok', template };
    }
  };

export const deleteVersions =
  (app: GroupApp): Templating['deleteVersions'] =>
  async (realm, meant, numbers) => {
    const removed = await removeVersions(app, realm, meant, numbers);
    if (removed.kind === 'refused') return removed;
    await forgetProfiles(app, realm, removed.template, removed.gone);
    await followTemplate(app, realm, removed.template.templateId);
    return removed;
  };

function removeVersions(
  app: GroupApp,
  realm: Realm,
  meant: MeantTemplate,
  numbers: readonly number[],
): ReturnType<Templating['deleteVersions']> {
  return untilCommitted(async () => {
    const found = await findTemplate(app, realm, meant);
    if (found.kind === 'refused') return found;
    const { template } = found;
    const { project, templateId } = template;
    const gone = [...new Set(numbers)].filter((number) => template.numbers.includes(number) && number !== template.defaultNumber);
    const kept = numbers.filter((number) => !gone.includes(number));
    if (gone.length === 0) return { kind: 'ok', template, gone, kept } as const;
    const versions = await app.store.getMany(
      'launchTemplateVersion',
      gone.map((number) => ({ project, id: launchTemplateVersionId(templateId, number) })),
    );
    const next = { ...template, numbers: template.numbers.filter((number) => !gone.includes(number)) };
    const committed = await app.store.commit([
      { put: 'launchTemplate', doc: next },
      ...versions.map((doc): Write => ({ remove: 'launchTemplateVersion', doc })),
    ]);
    return committed === 'stale' ? 'stale' : ({ kind: 'ok', template: next, gone, kept } as const);
  });
}

/** The profiles that were made of it, but for those that something is still made of. @param numbers of all its versions, if not said */
async function forgetProfiles(app: GroupApp, { caller }: Realm, { project, templateId }: LaunchTemplate, numbers?: readonly number[]) {
  const { items } = await app.store.list('profile', project);
  const made = items.filter(
    ({ machine }) => machine?.template?.id === templateId && (!numbers || numbers.includes(Number(machine.template.version))),
  );
  for (const { id } of made) await deleteProfile(app)(caller, id);
}
