import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeIf } from '../support/describe-if.ts';
import { processHarness, procMissing } from '../support/process-harness.ts';
import { describeDriver } from './driver.ts';

const home = await mkdtemp(join(tmpdir(), 'coppice-process-'));

describeIf(procMissing(), 'processes read from /proc', () => describeDriver('process', processHarness('proc', home)));
