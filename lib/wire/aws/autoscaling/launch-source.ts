import type { LaunchSource } from '../../../domain/group/group.ts';
import type { JsonObject } from '../../../domain/kernel/json.ts';
import { type AwsFault, validationError } from '../fault.ts';
import type { Structure } from '../query/shape.ts';
import { mixedFault } from './mixed-policy.ts';
import { text } from './operation.ts';

const ONE_OF = 'Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId or MixedInstancesPolicy parameter.';

/** What instances are to be launched from; undefined where a request does not say. Two ways at once are none. */
export function launchSourceOf(input: Structure): LaunchSource | AwsFault | undefined {
  const { AutoScalingGroupName, LaunchConfigurationName, LaunchTemplate, MixedInstancesPolicy, InstanceId } = input;
  const given = [LaunchConfigurationName, LaunchTemplate, MixedInstancesPolicy, InstanceId].filter((one) => one !== undefined);
  if (given.length > 1) return validationError(ONE_OF);
  // Its configuration is made along with the group, and called like it.
  if (InstanceId !== undefined) return { kind: 'configuration', name: text(AutoScalingGroupName) };
  if (LaunchConfigurationName !== undefined) return { kind: 'configuration', name: text(LaunchConfigurationName) };
  if (LaunchTemplate !== undefined) return templateOf(LaunchTemplate as Structure);
  if (MixedInstancesPolicy === undefined) return undefined;
  return mixedFault(MixedInstancesPolicy as Structure) ?? { kind: 'mixed', policy: MixedInstancesPolicy as unknown as JsonObject };
}

export const needsLaunchSource = (source: LaunchSource | undefined): AwsFault | undefined => (source ? undefined : validationError(ONE_OF));

function templateOf({ LaunchTemplateId: id, LaunchTemplateName: name, Version: version }: Structure): LaunchSource | AwsFault {
  if ((id === undefined) === (name === undefined)) {
    return validationError('Valid requests must contain either launchTemplateId or LaunchTemplateName');
  }
  return { kind: 'template', id: text(id), name: text(name), ...(version !== undefined && { version: text(version) }) };
}

/** As it is shown: of a group, and of an instance. */
export function launchView(launch: LaunchSource | undefined): Structure {
  switch (launch?.kind) {
    case 'configuration':
      return { LaunchConfigurationName: launch.name };
    case 'template': {
      const { id, name, version } = launch;
      return { LaunchTemplate: { LaunchTemplateId: id, LaunchTemplateName: name, ...(version !== undefined && { Version: version }) } };
    }
    case 'mixed':
      return { MixedInstancesPolicy: launch.policy as unknown as Structure };
    default:
      return {};
  }
}
