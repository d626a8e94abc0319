// No Lambda: what infra/coppice.mjs runs.
import { commandLine } from '../lib/composition/command-line.ts';

export const run = commandLine;
