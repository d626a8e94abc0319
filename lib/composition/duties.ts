import { carriers } from './carriers.ts';
import { dischargesWith } from './discharges.ts';
import { eventBus } from './event-bus.ts';
import { runPorts } from './workflows.ts';

/** Who sees to what, on the real thing. */
export const DISCHARGES = dischargesWith({ bus: eventBus, carriers, runs: runPorts });
