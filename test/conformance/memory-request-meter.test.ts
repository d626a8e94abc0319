import { MemoryRequestMeter } from '../../lib/store/memory/request-meter.ts';
import { describeRequestMeter } from './request-meter.ts';

describeRequestMeter('memory', async () => new MemoryRequestMeter());
