import { launchTemplateId, launchTemplateVersionId } from '../../domain/group/group.ts';
import {
  type LaunchTemplate,
  type LaunchTemplateVersion,
  type MadeBy,
  madeBefore,
  numberMeant,
  remembering,
} from '../../domain/group/launch-template.ts';
import { refused } from '../../domain/kernel/fault.ts';
import { mix } from '../../domain/kernel/ids.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import { newId, untilCommitted } from '../app.ts';
import { followTemplate } from '../groups/follow-templates.ts';
import type { GroupApp } from '../groups/grouping.ts';
import { findTemplate, readVersion, templatesIn, versionMissing } from './find-template.ts';
import type { Templating } from './templating.ts';

/** AWS's. */
const MOST_TEMPLATES = 5_000;
const MOST_VERSIONS = 10_000;

export const createTemplate =
  (app: GroupApp): Templating['createTemplate'] =>
  (realm, { name, description, data, tags, token, by }) =>
    untilCommitted(async () => {
      const { caller, region } = realm;
      const project = caller.projectId;
      const asked = digestOf([name, description, data, tags]);
      const all = await templatesIn(app, realm);
      for (const template of all) {
        const made = madeBefore(template.madeBy, token, asked);
        if (made === 'other') return mismatch;
        if (made) return { kind: 'ok', template };
      }
      if (all.some((one) => one.name === name)) return refused('launch-template.exists', 'Launch template name already in use.');
      if (all.length >= MOST_TEMPLATES) return refused('launch-template.limit', `A region has ${MOST_TEMPLATES} launch templates at most.`);
      const id = launchTemplateId(region, name);
      const now = app.clock.now();
      const own = { project, user: caller.userId, templateId: templateIdOf(newId(app)), createdBy: by, createdAt: now, version: 0 };
      const template: LaunchTemplate = {
        ...own,
        id,
        name,
        region,
        numbers: [1],
        nextNumber: 2,
        defaultNumber: 1,
        tags,
        madeBy: remembering([], token === undefined ? undefined : { token, asked, number: 1 }),
      };
      const version = { ...own, id: launchTemplateVersionId(own.templateId, 1), number: 1, description, data };
      const committed = await app.store.commit([
        { put: 'launchTemplate', doc: template },
        { put: 'launchTemplateVersion', doc: version },
      ]);
      return committed === 'stale' ? 'stale' : { kind: 'ok', template };
    });

/** Groups that launch by the latest version launch by this one from now on. */
export const createVersion =
  (app: GroupApp): Templating['createVersion'] =>
  async (realm, meant, { description, data, source, token, by }) => {
    const created = await untilCommitted<Awaited<ReturnType<Templating['createVersion']>>>(async () => {
      const found = await findTemplate(app, realm, meant);
      if (found.kind === 'refused') return found;
      const { template } = found;
      const asked = digestOf([description, data, source ?? null]);
      const made = madeBefore(template.madeBy, token, asked);
      if (made === 'other') return mismatch;
      const before = made && (await readVersion(app, template, made.number));
      if (before) return { kind: 'ok', template, version: before };
      const base = source === undefined ? {} : await dataOf(app, template, source);
      if (base === undefined) return versionMissing(template, source ?? '');
      if (template.numbers.length >= MOST_VERSIONS)
        return refused('launch-template.limit', `A launch template has ${MOST_VERSIONS} versions at most.`);
      const number = template.nextNumber;
      const version: LaunchTemplateVersion = {
        id: launchTemplateVersionId(template.templateId, number),
        project: template.project,
        user: realm.caller.userId,
        templateId: template.templateId,
        number,
        description,
        data: { ...base, ...data },
        createdBy: by,
        createdAt: app.clock.now(),
        version: 0,
      };
      const tokened: MadeBy | undefined = token === undefined ? undefined : { token, asked, number };
      const next = {
        ...template,
        numbers: [...template.numbers, number],
        nextNumber: number + 1,
        madeBy: remembering(template.madeBy, tokened),
      };
      const committed = await app.store.commit([
        { put: 'launchTemplate', doc: next },
        { put: 'launchTemplateVersion', doc: version },
      ]);
      return committed === 'stale' ? 'stale' : { kind: 'ok', template: next, version };
    });
    if (created.kind === 'ok') await followTemplate(app, realm, created.template.templateId);
    return created;
  };

async function dataOf(app: GroupApp, template: LaunchTemplate, source: string): Promise<JsonObject | undefined> {
  const number = numberMeant(template, source);
  return number === undefined ? undefined : (await readVersion(app, template, number))?.data;
}

const mismatch = refused(
  'launch-template.token',
  'Arguments on this idempotent request are inconsistent with arguments used in previous request(s).',
);

const templateIdOf = (id: string): string => `lt-${id.replaceAll('-', '').slice(-17)}`;

const digestOf = (what: unknown): string => {
  const text = JSON.stringify(what);
  return [0x51ed270b, 0x2545f491, 0x1b56c4e9].map((seed) => mix(text, seed).toString(36)).join('-');
};
