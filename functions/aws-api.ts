import { awsApi } from '../lib/composition/aws.ts';
import { httpFunction } from '../lib/composition/http.ts';

export const handler = httpFunction(awsApi());
