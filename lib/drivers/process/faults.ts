import type { Resource } from '../../domain/action/call.ts';
import { type Fault, permanent, transient } from '../../domain/kernel/fault.ts';

/** The system has no more of something now; it may have later. */
const SCARCE = new Set(['EAGAIN', 'EMFILE', 'ENFILE', 'ENOMEM', 'EBUSY', 'ENOSPC', 'EDQUOT', 'EIO', 'ETXTBSY', 'EINTR']);

/** The system's name for what went wrong. */
export const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';

const messageOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);

/** Why a command could not be started, in words that say what to correct. @param cwdExists tells a missing program from a missing directory: the system says the same of both */
export function spawnFault(error: unknown, program: string, cwd: string, cwdExists: boolean): Fault {
  const code = codeOf(error);
  if (SCARCE.has(code)) return transient('process.spawn.scarce', `the system has no resources now to start '${program}': ${code}`);
  if (!cwdExists)
    return permanent('process.cwd.invalid', `the directory '${cwd}' to start '${program}' in does not exist or may not be entered`);
  if (code === 'ENOENT') return permanent('process.command.not-found', `there is no program '${program}', or its interpreter is missing`);
  if (code === 'EACCES') return permanent('process.command.not-executable', `'${program}' may not be executed`);
  if (code === 'E2BIG') return permanent('process.command.too-long', `the arguments and environment of '${program}' are too long`);
  return permanent('process.spawn.refused', `'${program}' cannot be started: ${messageOf(error)}`);
}

/** The state directory cannot be used. That says nothing about the process, and an operator can mend it. */
export const stateFault = (error: unknown): Fault =>
  transient('process.state.unavailable', `the state of the process cannot be read or written: ${messageOf(error)}`);

export const foreign = (name: string): Fault =>
  permanent('driver.resource.foreign', `'${name}' exists but does not carry this installation's mark`);

export const notFound = ({ physicalId, token }: Pick<Resource, 'physicalId' | 'token'>): Fault =>
  permanent('driver.resource.not-found', `there is no process ${physicalId ?? token ?? 'without a name'}`);

export const notRunning = (operation: string): Fault =>
  permanent('process.not-running', `the process has ended: it cannot ${operation}; start or recover it`);

export const unsupported = (operation: string): Fault =>
  permanent('driver.operation.unsupported', `a process has no operation '${operation}'`);

export const notOurCommand = (operation: string): Fault =>
  permanent('process.adopted', `an adopted process cannot ${operation}: its environment is not known; recreate the node instead`);

export const signalRefused = (pid: number, error: unknown): Fault =>
  permanent('process.signal.refused', `process ${pid} may not be sent a signal: ${codeOf(error)}`);

export const badSignal = (signal: string): Fault => permanent('process.signal.unknown', `'${signal}' is not a signal of this system`);

/** Why a process cannot be adopted. */
export const notAdoptable = (identity: string, why: string): Fault =>
  permanent('driver.resource.not-adoptable', `process ${identity} cannot be adopted: ${why}`);
