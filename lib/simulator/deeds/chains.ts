import type { Draw } from './draw.ts';
import { nth } from './draw.ts';

const CHAINS = [
  'REBOOT REBUILD RECREATE',
  'RECREATE REBOOT',
  'REBUILD RECREATE RECREATE',
  'RECREATE RECREATE',
  'REBOOT REBOOT',
  'WORKFLOW REBOOT',
  'around',
  'around RECREATE',
];

/** What is to be tried of a node that is ill, in turn. */
export const chainOf = ({ much }: Draw) => (nth(CHAINS, much) ?? '').split(' ').map(wayOf);
const workflow = { workflow_name: 'mend' };
const here = { workflow_name: 'mend-here' };
const wayOf = (name: string) =>
  name === 'around'
    ? { name: 'RECREATE', params: { before: workflow, after: here } }
    : { name, ...(name === 'WORKFLOW' && { params: workflow }) };
