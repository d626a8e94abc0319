/** Something the operator can see the state of: one worker function of the service. */
export type ServiceInfo = {
  readonly id: string;
  readonly binary: string;
  readonly host: string;
  readonly topic: string;
  readonly updatedAt: number;
};
