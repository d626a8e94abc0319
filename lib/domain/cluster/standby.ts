/** What takes a node out of service and back, as operations of any type of node. */
export const STANDBY = ['enter_standby', 'exit_standby'] as const;
export type Standby = (typeof STANDBY)[number];

export const isStandby = (operation: unknown): operation is Standby => STANDBY.some((name) => name === operation);
