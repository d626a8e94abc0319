import type { Clustering } from '../app/clustering.ts';
import { clusteringVerbs } from '../app/clustering-verbs.ts';
import { scopedVerbs } from '../app/requests/scoped-verbs.ts';
import { facts } from './ask.ts';
import { engine } from './engine.ts';

/** The verbs of clustering, on the real thing. */
export const clustering = (): Clustering => scopedVerbs(engine(), (app) => clusteringVerbs(app, facts()));
