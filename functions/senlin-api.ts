import { config } from '../lib/composition/config.ts';
import { httpFunction } from '../lib/composition/http.ts';
import { senlinApi } from '../lib/composition/senlin.ts';

export const handler = httpFunction(senlinApi(), config().PUBLIC_URL);
