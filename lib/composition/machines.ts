import { MachineCatalogue } from '../domain/group/machine-catalogue.ts';
import { config } from './config.ts';
import { readDocument } from './setting-document.ts';

const SLEEPER = { type: 'local.process', version: '1.0', properties: { command: ['sleep', 'infinity'] } };
/** Virtual CPUs and MiB, as AWS has them. */
const USUAL: Readonly<Record<string, readonly [number, number]>> = {
  't2.nano': [1, 512],
  't2.micro': [1, 1_024],
  't2.small': [1, 2_048],
  't2.medium': [2, 4_096],
  't3.nano': [2, 512],
  't3.micro': [2, 1_024],
  't3.small': [2, 2_048],
  't3.medium': [2, 4_096],
  't3.large': [2, 8_192],
  't3.xlarge': [4, 16_384],
  'm5.large': [2, 8_192],
  'm5.xlarge': [4, 16_384],
  'm5.2xlarge': [8, 32_768],
  'c5.large': [2, 4_096],
  'c5.xlarge': [4, 8_192],
};
/** On a machine whatever is asked for is a process that sleeps, so that there is something to see; elsewhere an operator says what images are. */
const AT_HOME: MachineCatalogue = {
  images: { 'ami-process': SLEEPER, '*': SLEEPER },
  instance_types: Object.fromEntries(
    Object.entries(USUAL).map(([name, [vcpus, memory_mib]]) => [name, { vcpus, memory_mib, properties: {} }]),
  ),
};
const NONE: MachineCatalogue = { images: {}, instance_types: {} };

let current: MachineCatalogue | undefined;

/** What images and instance types mean here. */
export function machines(): MachineCatalogue {
  current ??= readMachines(config().COPPICE_AWS_MACHINES, config().COPPICE_HOME !== '');
  return current;
}

/** @param atHome whether there is a machine to put processes on */
export function readMachines(setting: string, atHome: boolean): MachineCatalogue {
  if (setting === '') return atHome ? AT_HOME : NONE;
  return readDocument('COPPICE_AWS_MACHINES', setting, MachineCatalogue);
}
