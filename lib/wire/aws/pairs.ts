/** A query string or a form as pairs, in its own order, with whatever repeats. */
export const pairsOf = (text: string): readonly [string, string][] => [...new URLSearchParams(text)];
