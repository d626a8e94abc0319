import { hostname } from 'node:os';
import type { Clustering } from '../app/clustering.ts';
import { clusteringVerbs } from '../app/clustering-verbs.ts';
import { jsonPath } from '../platform/json-path.ts';
import { v1 } from '../wire/senlin/microversion.ts';
import { nodeView } from '../wire/senlin/views/node.ts';
import { engine } from './engine.ts';

/** The verbs of clustering, on the real thing. */
export const clustering = (): Clustering =>
  clusteringVerbs(engine(), { paths: jsonPath, shapeNode: (node) => nodeView(node, v1(14)), host: hostname() });
