import { mix } from '../kernel/ids.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const DEFAULT_FORMAT = 'node-$8R';

/**
 * A member's name from the cluster's `node.name.format`: `$nR` is n letters and digits beginning with a letter, `$nr` the same in lower
 * case, `$nI` the index padded with zeros to n. n is optional: 8 for R and r, no padding for I.
 *
 * @param seed what makes the random part repeatable: the node's id
 */
export function nodeName(format: unknown, index: number, seed: string): string {
  const text = typeof format === 'string' && format !== '' ? format : DEFAULT_FORMAT;
  return text.replace(/\$(\d{0,2})([RrI])/g, (_, width: string, kind: string) => {
    if (kind === 'I') return String(index).padStart(width === '' ? 0 : Number(width), '0');
    const random = letters(seed, width === '' ? 8 : Number(width));
    return kind === 'r' ? random.toLowerCase() : random;
  });
}

function letters(seed: string, length: number): string {
  const pick = (position: number, from: string) => from[mix(`${seed}:${position}`, 0x5bd1e995) % from.length] as string;
  return Array.from({ length }, (_, i) => pick(i, i === 0 ? LETTERS : `${LETTERS}0123456789`)).join('');
}
