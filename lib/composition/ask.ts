import { hostname } from 'node:os';
import type { Ask } from '../app/app.ts';
import { clusteringVerbs, type Facts } from '../app/clustering-verbs.ts';
import { jsonPath } from '../platform/json-path.ts';
import { askByName } from '../wire/senlin/ask.ts';
import { v1 } from '../wire/senlin/microversion.ts';
import { nodeView } from '../wire/senlin/views/node.ts';

/** What the verbs need to know beside what they run on. */
export const facts = (): Facts => ({ paths: jsonPath, shapeNode: (node) => nodeView(node, v1(14)), host: hostname() });

/** Asks the verbs as a request does, in Senlin's words. */
export const ask: Ask = (app, caller, wish) => askByName(clusteringVerbs(app, facts()), caller, wish);
