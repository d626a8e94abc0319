/** How somebody is waited for who may never answer: what they say within so many milliseconds, or undefined. What they say later is lost. */
export type Patience = <T>(answer: Promise<T>, milliseconds: number) => Promise<T | undefined>;
