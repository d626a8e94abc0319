import { prepareLocalStart } from '../lib/composition/local-start.ts';

export const localStart = () => prepareLocalStart();
