/** The code Node puts on what the system refused: `ENOENT`, `ECONNREFUSED`. Asks for no class: an error may come from another realm. */
export const errorCode = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
