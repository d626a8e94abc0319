import { mix } from '../kernel/ids.ts';

const digits = (text: string, seed: number): string => mix(text, seed).toString(16).padStart(8, '0');

/** Sixteen hexadecimal digits that follow from a text, for the ids of what EC2 has beside instances. */
export const resourceDigits = (text: string): string => digits(text, 0x85ebca77) + digits(text, 0x165667b1);
