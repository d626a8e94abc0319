import type { BalanceCall, Outcome } from '../domain/action/call.ts';
import type { Seconds } from '../domain/kernel/time.ts';
import type { Companion } from '../domain/orphan/companion.ts';
import type { Endpoint } from '../domain/profile/endpoint.ts';
import type { Answer } from './driver.ts';

/** A policy's balancer on a cluster: what is wanted, and what raising it said it made. */
export type Balancer = BalanceCall['balancer'];

/** A node as a balancer knows it: by its id, whatever its address is by now. */
export type Backend = { readonly nodeId: string; readonly name: string };

export type MemberStatus =
  | { readonly kind: 'up' | 'down' | 'draining' | 'unknown' }
  /** No such member. */
  | { readonly kind: 'absent' }
  | Extract<Outcome, { kind: 'fault' }>;

/**
 * What stands in front of the nodes of a cluster. Written once; proved by test/conformance/load-balancer.ts against each backend.
 *
 * Faults are returned, never thrown. Every method answers within SERVICE_TIMEOUT; what takes longer is `pending` and asked for again as it
 * was, with the memory it gave. Nothing is remembered in the process, and whatever is asked twice is done once.
 */
export interface LoadBalancer {
  /** Set where members need not be anywhere. */
  readonly imaginary?: true;

  /**
   * Makes sure that there is a balancer to add members to, and answers its `data`: what is needed to find it again, and `vip_address`. A
   * raise that fails leaves nothing of it behind.
   */
  raise(balancer: Balancer, memory: BalanceCall['memory']): Promise<Outcome>;

  /**
   * Makes members of all of these, in service, or of none. Answers their ids under `data`, by node. One that is a member already gets its address set right.
   *
   * @param serving where the balancer has a monitor, who has not answered it as long as it is patient is no member: `balancer.silent`. Without, the monitor sees to that later
   */
  add(balancer: Balancer, members: readonly (Backend & Endpoint)[], memory: BalanceCall['memory'], serving?: boolean): Promise<Outcome>;

  /**
   * Sends these nothing new from the first call on, and removes each once it has no connections or the time is up. Succeeds when they never
   * were members.
   *
   * @param drain how long connections may take to end; absent: they are cut
   */
  remove(balancer: Balancer, members: readonly Backend[], drain: Seconds | undefined, memory: BalanceCall['memory']): Promise<Outcome>;

  /** Takes down what `raise` made, members and all. Of what was there before only these members are taken out. */
  raze(balancer: Balancer, members: readonly Backend[], memory: BalanceCall['memory']): Promise<Outcome>;

  /** How a member is, as the balancer sees it. */
  status(balancer: Balancer, member: Backend): Promise<MemberStatus>;

  /**
   * Everything that bears this installation's mark: members in whatever pool, and load balancers that it raised, whoever remembers them and whatever the
   * mark is worth.
   */
  list(): Promise<Answer<{ readonly companions: readonly Companion[] }>>;

  /** Takes away one of those, whatever is still going on there. Succeeds when it is not there; nothing whose mark is not genuine by now is touched. */
  discard(companion: Pick<Companion, 'kind' | 'id' | 'place'>): Promise<Outcome>;
}

/** Which balancer stands in front of nodes of a profile type (`name-version`); undefined when none is configured. */
export type LoadBalancers = (profileType: string) => LoadBalancer | undefined;
