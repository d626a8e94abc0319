import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { MachineCatalogue } from '../domain/group/machine-catalogue.ts';
import { config } from './config.ts';

/** On a machine whatever is asked for is a process that sleeps, so that there is something to see; elsewhere an operator says what images are. */
const AT_HOME: MachineCatalogue = {
  images: { '*': { type: 'local.process', version: '1.0', properties: { command: ['sleep', 'infinity'] } } },
  instance_types: {},
};
const NONE: MachineCatalogue = { images: {}, instance_types: {} };

let current: MachineCatalogue | undefined;

/** What images and instance types mean here: JSON in the configuration itself, or the path of a file of it. */
export function machines(): MachineCatalogue {
  current ??= readMachines(config().COPPICE_AWS_MACHINES, config().COPPICE_HOME !== '');
  return current;
}

/** @param atHome whether there is a machine to put processes on */
export function readMachines(setting: string, atHome: boolean): MachineCatalogue {
  if (setting === '') return atHome ? AT_HOME : NONE;
  const text = setting.startsWith('{') ? setting : readFileSync(setting, 'utf8');
  const parsed = MachineCatalogue.safeParse(parse(text));
  if (!parsed.success) throw new Error(`bad configuration: COPPICE_AWS_MACHINES\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`bad configuration: COPPICE_AWS_MACHINES is no JSON: ${error instanceof Error ? error.message : error}`);
  }
}
