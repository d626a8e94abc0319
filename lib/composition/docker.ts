import type { Driver } from '../ports/driver.ts';
import type { Config } from './config.ts';

export const dockerEngine = (_config: Config, _installation: string): Driver | undefined => undefined;
