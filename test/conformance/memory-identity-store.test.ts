import { memoryIdentityStore } from '../../lib/store/memory/identity-store.ts';
import { describeIdentityStore } from './identity-store.ts';

describeIdentityStore('memory', async () => memoryIdentityStore());
