import type { JsonObject } from '../kernel/json.ts';
import type { Microversion } from '../spec/schema.ts';
import { isAtLeast } from '../spec/shown-schema.ts';
import { versionsOf } from '../spec/type-version.ts';
import { dockerContainer } from './docker-container.ts';
import { fakeNode } from './fake-node.ts';
import { heatStack } from './heat-stack.ts';
import { localProcess } from './local-process.ts';
import { novaServer } from './nova-server.ts';
import { nameVersion, type ProfileType } from './profile-type.ts';

export type ProfileTypes = ReadonlyMap<string, ProfileType>;

const KINDS: readonly ProfileType[] = [dockerContainer, fakeNode, localProcess, heatStack, novaServer];

/** Every profile type there is, by `name-version`, in the order in which they are listed. */
export const profileTypes: ProfileTypes = new Map(
  KINDS.flatMap(versionsOf).map((type): [string, ProfileType] => [nameVersion(type), type]),
);

export const findProfileType = (nameVersion: string): ProfileType | undefined => profileTypes.get(nameVersion);

/** The catalogue of a service that does not run beside the resources it manages. */
export const withoutLocal = (types: ProfileTypes): ProfileTypes => new Map([...types].filter(([, type]) => !type.local));

/** Senlin's newest microversion: who asks for it sees every type. Older clients see Senlin's own. */
const EVERYTHING_SINCE: Microversion = { major: 1, minor: 14 };

/** What a list shows. */
export const listedProfileTypes = (types: ProfileTypes, at: Microversion): readonly ProfileType[] =>
  [...types.values()].filter((type) => type.senlin || isAtLeast(at, EVERYTHING_SINCE));

/** Whether a node is found by the name its cloud has for its resource: where that is all a cloud tells by, and where what it was adopted with bears no mark that names it. */
export const isFoundByPhysicalId = ({ profileType, memory }: { readonly profileType: string; readonly memory: JsonObject }): boolean =>
  findProfileType(profileType)?.foundByPhysicalId === true || memory.adopted !== undefined;
