import { INSTALLATION, stateFile } from './state-file.ts';

/**
 * Who this installation is, for as long as its state folder is: written at the first start and read ever after, so that moving the folder
 * does not make it a stranger to what it made.
 */
export const installationId = (home: string): string => stateFile(home, INSTALLATION);
