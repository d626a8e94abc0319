import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { PriceList } from '../domain/quota/price.ts';

/**
 * What nodes cost: JSON in the configuration itself, or the path of a file of it. Undefined where nothing is said: then no money is counted.
 *
 * @throws when it is no list of prices, naming the rule that is wrong
 */
export function readPrices(setting: string): PriceList | undefined {
  if (setting.trim() === '') return undefined;
  const text = setting.trimStart().startsWith('[') ? setting : readFileSync(setting, 'utf8');
  const parsed = PriceList.safeParse(parse(text));
  if (!parsed.success) throw new Error(`bad configuration: COPPICE_PRICES\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`bad configuration: COPPICE_PRICES is no JSON: ${error instanceof Error ? error.message : error}`);
  }
}
