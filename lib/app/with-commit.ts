import type { DocumentStore } from '../ports/document-store.ts';

/** The same store with another way to commit. Everything else is asked of the one it stands before. */
export const withCommit = (store: DocumentStore, commit: DocumentStore['commit']): DocumentStore => ({
  get: (kind, ref) => store.get(kind, ref),
  getMany: (kind, refs) => store.getMany(kind, refs),
  list: (kind, project, page) => store.list(kind, project, page),
  find: (kind, project, text) => store.find(kind, project, text),
  due: (until, limit) => store.due(until, limit),
  findByPhysicalId: (physicalId) => store.findByPhysicalId(physicalId),
  findRun: (name) => store.findRun(name),
  projects: () => store.projects(),
  commit,
});
