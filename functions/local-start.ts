export { prepareLocalStart as localStart } from '../lib/composition/local-start.ts';
