import type { World } from '../world.ts';
import type { Cast } from './cast.ts';

/** Where what was lived through ended otherwise than it did, a line each. What had not ended when it was recorded, or waited for somebody who is not here, has no end to compare. */
export function differences({ ledger }: World, { lived, partsOf }: Cast): readonly string[] {
  const lines: string[] = [];
  for (const [id, deed] of lived) {
    const { at, action, status, parts } = deed;
    const here = ledger.past.get(id);
    if (deed.ended === null || !here) continue;
    if (here.status !== status)
      lines.push(`${action} at ${at} s ended ${status} (${deed.reason}), and ${here.status} here (${here.statusReason})`);
    for (const kind of new Set(parts.map((part) => part.action))) {
      const [there, now] = [parts.filter((part) => part.action === kind), partsOf(id, kind)].map((all) =>
        all.map((one) => one.status).sort(),
      );
      if (there?.join() !== now?.join())
        lines.push(`of ${action} at ${at} s came ${kind}: ${there?.join(', ')}; here: ${now?.join(', ') || 'none'}`);
    }
  }
  return lines;
}
