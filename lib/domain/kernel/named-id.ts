import { makeId, mix } from './ids.ts';
import { instant } from './time.ts';

/** The one id that something of a name may have in a region. Names tell capital letters apart, as AWS's do. */
export const namedId = (kind: string, region: string, name: string): string =>
  makeId(instant(mix(`${kind}/${region}/${name}`, 0x7feb352d)), 0, {
    high: mix(`${name}/${region}/${kind}`, 0x846ca68b),
    low: mix(`${region}/${kind}/${name}`, 0x9e3779b9),
  });
