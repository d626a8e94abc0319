/** What a sealed secret is bound to. Sealed for one thing, it opens for no other, whoever copied it there. */
export type SealedFor = { readonly project: string; readonly object: string };
