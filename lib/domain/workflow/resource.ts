/** What a Task can do here. Each may be asked for twice and must then do it once; its token says that it is the same one. */
export const ACTIVITIES = ['coppice:node.check', 'coppice:node.operate', 'coppice:node.details', 'coppice:http'] as const;
export type Activity = (typeof ACTIVITIES)[number];

/** Of these the result is what somebody completes the task with, who was given its token. */
const CALLBACK = '.waitForTaskToken';
const WITH_CALLBACK: readonly string[] = ['coppice:http'];

export const waitsForToken = (resource: string): boolean => resource.endsWith(CALLBACK);
export const activityOf = (resource: string): Activity =>
  (waitsForToken(resource) ? resource.slice(0, -CALLBACK.length) : resource) as Activity;
export const isActivity = (resource: string): boolean =>
  ACTIVITIES.includes(activityOf(resource)) && (!waitsForToken(resource) || WITH_CALLBACK.includes(activityOf(resource)));
