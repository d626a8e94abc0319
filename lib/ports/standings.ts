/** `unknown`: nobody here can tell, since users and roles are another service's. */
export type Standing = 'good' | 'lost' | 'unknown';

/** Whether somebody who is not there may still ask for anything in a project: what is done later is done in somebody's name. */
export interface Standings {
  of(who: { readonly user: string; readonly project: string }): Promise<Standing>;
}
