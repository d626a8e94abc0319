import { httpFunction } from '../lib/composition/http.ts';
import { identityApi } from '../lib/composition/identity.ts';
import { identitySetting } from '../lib/composition/identity-setting.ts';

export const handler = httpFunction(identityApi(identitySetting()));
