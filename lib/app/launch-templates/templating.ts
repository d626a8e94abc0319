import type { LaunchTemplate, LaunchTemplateVersion, TemplateTag } from '../../domain/group/launch-template.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import type { Realm } from '../groups/realm.ts';
import type { Answer } from '../verb.ts';

/** A template by one of its two names. */
export type MeantTemplate = { readonly id: string } | { readonly name: string };

/** Sent again under the same token it is done once. @param by whose doing it is, as they are shown */
export type Request = { readonly token?: string | undefined; readonly by: string };

export type NewTemplate = Request & {
  readonly name: string;
  readonly description: string;
  readonly data: JsonObject;
  readonly tags: readonly TemplateTag[];
};
export type NewVersion = Request & {
  readonly description: string;
  readonly data: JsonObject;
  /** What it does not say is as this version has it. */
  readonly source?: string | undefined;
};

export type SeenVersion = { readonly template: LaunchTemplate; readonly version: LaunchTemplateVersion };

/** Everything that can be asked of launch templates. */
export interface Templating {
  readonly createTemplate: (realm: Realm, request: NewTemplate) => Promise<Answer<{ readonly template: LaunchTemplate }>>;
  readonly createVersion: (realm: Realm, meant: MeantTemplate, request: NewVersion) => Promise<Answer<SeenVersion>>;
  readonly setDefaultVersion: (
    realm: Realm,
    meant: MeantTemplate,
    version: string,
  ) => Promise<Answer<{ readonly template: LaunchTemplate }>>;
  /** Whoever launches by it goes on with what it was. */
  readonly deleteTemplate: (realm: Realm, meant: MeantTemplate) => Promise<Answer<{ readonly template: LaunchTemplate }>>;
  /** Each for itself. `gone` are those that were there and may go. */
  readonly deleteVersions: (
    realm: Realm,
    meant: MeantTemplate,
    numbers: readonly number[],
  ) => Promise<Answer<{ readonly template: LaunchTemplate; readonly gone: readonly number[]; readonly kept: readonly number[] }>>;
  /** Oldest first. */
  readonly listTemplates: (realm: Realm) => Promise<Answer<{ readonly templates: readonly LaunchTemplate[] }>>;
  /** By number. */
  readonly listVersions: (
    realm: Realm,
    meant: MeantTemplate,
  ) => Promise<Answer<{ readonly template: LaunchTemplate; readonly versions: readonly LaunchTemplateVersion[] }>>;
  /** @param remove by key; with a value only where it has that */
  readonly tagTemplate: (
    realm: Realm,
    meant: MeantTemplate,
    set: readonly TemplateTag[],
    remove: readonly { readonly key: string; readonly value?: string | undefined }[],
  ) => Promise<Answer<object>>;
}
