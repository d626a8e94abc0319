import type { Json } from '../kernel/json.ts';

/** The largest spec we keep. It is stored inside one item of 400 kB, beside other things, and read at every step of every action. */
export const LARGEST_SPEC = { bytes: 262_144, values: 10_000, depth: 32 } as const;

/**
 * Why a value cannot be a spec whatever its type, or undefined when it can. Looks at everything once, without recursion,
 * so that what comes after may recurse.
 */
export function excess(value: Json): string | undefined {
  const waiting: { readonly value: Json; readonly depth: number }[] = [{ value, depth: 1 }];
  let bytes = 0;
  let values = 0;

  for (let next = waiting.pop(); next; next = waiting.pop()) {
    values += 1;
    if (values > LARGEST_SPEC.values) return `The spec has more than ${LARGEST_SPEC.values} values`;
    if (next.depth > LARGEST_SPEC.depth) return `The spec is nested more than ${LARGEST_SPEC.depth} levels deep`;

    if (typeof next.value === 'string') bytes += byteLength(next.value);
    else if (typeof next.value === 'object' && next.value !== null) {
      for (const [key, child] of Object.entries(next.value)) {
        // Copied by assignment instead of definition, such a key would replace the copy's prototype.
        if (key === '__proto__') return "Unrecognizable spec item '__proto__'";
        if (!Array.isArray(next.value)) bytes += byteLength(key);
        waiting.push({ value: child, depth: next.depth + 1 });
      }
    }
    if (bytes > LARGEST_SPEC.bytes) return `The spec is larger than ${LARGEST_SPEC.bytes} bytes`;
  }
  return undefined;
}

/** In UTF-8. A half of a surrogate pair counts two bytes, so that a whole one counts four. */
function byteLength(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 2 : 3;
  }
  return bytes;
}
