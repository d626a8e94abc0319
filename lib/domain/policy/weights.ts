import { missing } from './policy-type.ts';

type Candidate = { readonly name?: string; readonly weight: number };

/** What is true of places that share the nodes among them by weight. Answers complaints. */
export function* aboutWeights(item: string, candidates: readonly Candidate[] | undefined): Generator<string | undefined> {
  if (!candidates) return yield missing(item);
  const seen = new Set<string>();
  for (const { name, weight } of candidates) {
    yield name ? undefined : missing('name');
    yield name && seen.has(name) ? `the '${item}' name '${name}' twice` : undefined;
    seen.add(name ?? '');
    yield weight < 0 ? `the 'weight' of '${name}' must be >= 0` : undefined;
  }
  // Shares of nothing cannot be computed: Senlin lets such a policy in and divides by zero later.
  yield candidates.some(({ weight }) => weight > 0) ? undefined : `the '${item}' must have at least one with a 'weight' > 0`;
}
