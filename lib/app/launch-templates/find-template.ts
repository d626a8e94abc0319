import { launchTemplateId, launchTemplateVersionId } from '../../domain/group/group.ts';
import type { LaunchTemplate, LaunchTemplateVersion } from '../../domain/group/launch-template.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import type { App } from '../app.ts';
import type { Place } from '../groups/realm.ts';
import type { MeantTemplate, Templating } from './templating.ts';

type Stored = Pick<App, 'store'>;

export async function templatesIn({ store }: Stored, { caller, region }: Place): Promise<readonly LaunchTemplate[]> {
  const { items } = await store.list('launchTemplate', caller.projectId);
  return items.filter((one) => one.region === region).sort((a, b) => a.createdAt - b.createdAt || (a.name < b.name ? -1 : 1));
}

export const listTemplates =
  (app: Stored): Templating['listTemplates'] =>
  async (realm) => ({ kind: 'ok', templates: await templatesIn(app, realm) });

/** By name in one read; by id among all of the region. */
export async function findTemplate(
  app: Stored,
  realm: Place,
  meant: MeantTemplate,
): Promise<{ readonly kind: 'ok'; readonly template: LaunchTemplate } | Refusal> {
  const { caller, region } = realm;
  const found =
    'name' in meant
      ? await app.store.get('launchTemplate', { project: caller.projectId, id: launchTemplateId(region, meant.name) })
      : (await templatesIn(app, realm)).find(({ templateId }) => templateId === meant.id);
  return found ? { kind: 'ok', template: found } : templateMissing(meant);
}

const templateMissing = (meant: MeantTemplate): Refusal =>
  'name' in meant
    ? refused('launch-template-name.not-found', `The specified launch template, with template name ${meant.name}, does not exist.`)
    : refused('launch-template.not-found', `The specified launch template, with template ID ${meant.id}, does not exist.`);

export const listVersions =
  (app: Stored): Templating['listVersions'] =>
  async (realm, meant) => {
    const read = await findTemplate(app, realm, meant);
    if (read.kind === 'refused') return read;
    const { template } = read;
    const { project, templateId, numbers } = template;
    const found = await app.store.getMany(
      'launchTemplateVersion',
      numbers.map((number) => ({ project, id: launchTemplateVersionId(templateId, number) })),
    );
    return { kind: 'ok', template, versions: [...found].sort((a, b) => a.number - b.number) };
  };

export const readVersion = (
  { store }: Stored,
  { project, templateId }: LaunchTemplate,
  number: number,
): Promise<LaunchTemplateVersion | undefined> =>
  store.get('launchTemplateVersion', { project, id: launchTemplateVersionId(templateId, number) });

export const versionMissing = ({ templateId }: LaunchTemplate, version: string): Refusal =>
  refused(
    'launch-template-version.not-found',
    `Could not find the specified version ${version} for the launch template with ID ${templateId}.`,
  );
