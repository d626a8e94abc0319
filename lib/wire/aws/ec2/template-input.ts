import type { MeantTemplate, NewTemplate } from '../../../app/launch-templates/templating.ts';
import { userArn } from '../../../domain/group/arn.ts';
import { MOST_TAGS } from '../../../domain/group/tags.ts';
import type { JsonObject } from '../../../domain/kernel/json.ts';
import { structures, text } from '../autoscaling/operation.ts';
import { type AwsFault, awsFault, isAwsFault } from '../fault.ts';
import type { AwsCall } from '../query/endpoint.ts';
import type { Structure } from '../query/shape.ts';
import { invalidValue, missingParameter } from './operation.ts';
import { tagsIn } from './tags.ts';

const NAME = /^[a-zA-Z0-9().\-/_]{3,128}$/;

/** The template that a request is about, by its id or its name, and not by both. */
export function meantIn({ LaunchTemplateId: id, LaunchTemplateName: name }: Structure): MeantTemplate | AwsFault {
  if (id === undefined && name === undefined) return missingParameter('launch template ID or launch template name');
  if (id !== undefined && name !== undefined)
    return awsFault('InvalidParameterCombination', 'Either provide launch template ID or launch template name to modify the template.');
  return name === undefined ? (malformedId(text(id)) ?? { id: text(id) }) : { name: text(name) };
}

export const malformedId = (id: string): AwsFault | undefined =>
  /^lt-([0-9a-f]{8}|[0-9a-f]{17})$/.test(id)
    ? undefined
    : awsFault('InvalidLaunchTemplateId.Malformed', `The launch template ID '${id.slice(0, 64)}' is malformed`);

export function nameIn({ LaunchTemplateName: name }: Structure): string | AwsFault {
  if (name === undefined) return missingParameter('LaunchTemplateName');
  return NAME.test(text(name))
    ? text(name)
    : awsFault(
        'InvalidLaunchTemplateName.MalformedException',
        'A launch template name must be between 3 and 128 characters, and may contain letters, numbers, and the following characters: - ( ) . / _.',
      );
}

type Version = Pick<NewTemplate, 'description' | 'data' | 'token' | 'by'>;

/** What a version says. @param mayBeEmpty it follows another one */
export function versionIn(call: AwsCall, input: Structure, mayBeEmpty: boolean): Version | AwsFault {
  const data = (input.LaunchTemplateData ?? {}) as Structure;
  if (!mayBeEmpty && Object.keys(data).length === 0) return missingParameter('LaunchTemplateData');
  const description = text(input.VersionDescription);
  if (description.length > 255) return invalidValue(description.slice(0, 64), 'VersionDescription', 'It has 255 characters at most.');
  const token = input.ClientToken === undefined ? undefined : text(input.ClientToken);
  if (token !== undefined && token.length > 128) return invalidValue(token.slice(0, 64), 'ClientToken', 'It has 128 characters at most.');
  const fault = wrongUserData(data.UserData === undefined ? '' : text(data.UserData));
  if (fault && isAwsFault(fault)) return fault;
  for (const { Tags } of structures(data.TagSpecifications as Structure['TagSpecifications'])) {
    const tags = tagsIn(structures(Tags));
    if (isAwsFault(tags)) return tags;
    if (tags.length > MOST_TAGS) return awsFault('TagLimitExceeded', `A resource has ${MOST_TAGS} tags at most.`);
  }
  const by = userArn(call);
  return { description, data: data as unknown as JsonObject, token, by };
}

/** AWS's, before it is encoded. */
const MOST_USER_DATA = 16_384;

export function wrongUserData(encoded: string): AwsFault | undefined {
  if (!/^[A-Za-z0-9+/\r\n]*={0,2}[\r\n]*$/.test(encoded))
    return awsFault('InvalidUserData.Malformed', 'Invalid BASE64 encoding of user data.');
  return Buffer.from(encoded, 'base64').length > MOST_USER_DATA
    ? awsFault('InvalidParameterValue', `User data is limited to ${MOST_USER_DATA} bytes`)
    : undefined;
}
