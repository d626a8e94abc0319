import type Docker from 'dockerode';
import { z } from 'zod';
import type { Engine, Reply } from './client.ts';

/** An engine and until when it may be asked: what every request needs. */
export type At = { readonly engine: Engine; readonly signal: AbortSignal };

const Id = z.string().regex(/^[0-9a-f]{64}$/);
const Labels = z
  .record(z.string(), z.string())
  .nullish()
  .transform((labels) => labels ?? {});
const Network = z.object({ IPAddress: z.string().optional(), GlobalIPv6Address: z.string().optional() });
const Binding = z.object({ HostIp: z.string().optional(), HostPort: z.string().optional() });

/** What of an inspected container anything is decided by, or shown. */
export const Container = z.object({
  Id,
  Name: z.string(),
  Created: z.string(),
  RestartCount: z.number().optional(),
  State: z.object({
    Status: z.string(),
    Running: z.boolean(),
    Paused: z.boolean(),
    Restarting: z.boolean(),
    ExitCode: z.number(),
    Error: z.string().optional(),
    OOMKilled: z.boolean().optional(),
    StartedAt: z.string(),
    FinishedAt: z.string().optional(),
    Health: z.object({ Status: z.string() }).nullish(),
  }),
  Config: z.object({
    Image: z.string(),
    Labels,
    Cmd: z.array(z.string()).nullish(),
    StopSignal: z.string().optional(),
    StopTimeout: z.number().nullish(),
  }),
  HostConfig: z.object({
    NanoCpus: z.number().optional(),
    Memory: z.number().optional(),
    RestartPolicy: z.object({ Name: z.string() }).optional(),
    PortBindings: z.record(z.string(), z.array(Binding).nullable()).nullish(),
  }),
  Mounts: z
    .array(z.object({ Type: z.string().optional(), Name: z.string().optional(), Destination: z.string(), RW: z.boolean().optional() }))
    .nullish(),
  NetworkSettings: z.object({
    Ports: z.record(z.string(), z.array(Binding).nullable()).nullish(),
    Networks: z.record(z.string(), Network.nullable()).nullish(),
  }),
});
export type Container = z.infer<typeof Container>;

const Names = z
  .array(z.string())
  .nullish()
  .transform((names) => names ?? []);
const Listed = z.array(z.object({ Id, Names, Labels }));
const Nothing = z.unknown().transform(() => undefined);

/** The body of a create request. */
export type Plan = Docker.ContainerCreateOptions;

export const inspectContainer = ({ engine, signal }: At, id: string): Promise<Reply<Container>> =>
  engine.ask(signal, Container, (docker, abortSignal) => docker.getContainer(encodeURIComponent(id)).inspect({ abortSignal }));

export const listContainers = ({ engine, signal }: At, labels: readonly string[]): Promise<Reply<z.infer<typeof Listed>>> =>
  engine.ask(signal, Listed, (docker, abortSignal) => docker.listContainers({ all: true, filters: { label: [...labels] }, abortSignal }));

/** A request that the library has no fitting method for. */
function dial(docker: Docker, method: 'GET' | 'POST', path: string, options: object, abortSignal: AbortSignal): Promise<unknown> {
  const statusCodes = { 200: true, 201: true, 204: true };
  return new Promise((resolve, reject) => {
    const answered = (error: unknown, answer: unknown) => (error ? reject(error) : resolve(answer));
    docker.modem.dial({ path, method, options, abortSignal, statusCodes }, answered);
  });
}

export const ping = ({ engine, signal }: At): Promise<Reply<unknown>> =>
  engine.ask(signal, z.unknown(), (docker, abortSignal) => dial(docker, 'GET', '/_ping', {}, abortSignal));

/** The library's own method would put the whole body into the address as well, environment and all, for every log to keep. */
export const createContainer = ({ engine, signal }: At, name: string, plan: Plan): Promise<Reply<{ readonly Id: string }>> =>
  engine.ask(signal, z.object({ Id }), (docker, abortSignal) =>
    dial(docker, 'POST', '/containers/create?', { _query: { name }, _body: plan }, abortSignal),
  );

type Ask = (container: Docker.Container, abortSignal: AbortSignal) => Promise<unknown>;
const tell = ({ engine, signal }: At, id: string, ask: Ask): Promise<Reply<undefined>> =>
  engine.ask(signal, Nothing, (docker, abortSignal) => ask(docker.getContainer(encodeURIComponent(id)), abortSignal));

export const startContainer = (at: At, id: string) => tell(at, id, (container, abortSignal) => container.start({ abortSignal }));
export const pauseContainer = (at: At, id: string) => tell(at, id, (container, abortSignal) => container.pause({ abortSignal }));
export const unpauseContainer = (at: At, id: string) => tell(at, id, (container, abortSignal) => container.unpause({ abortSignal }));
export const signalContainer = (at: At, id: string, signal: string) =>
  tell(at, id, (container, abortSignal) => container.kill({ signal, abortSignal }));
export const renameContainer = (at: At, id: string, name: string) =>
  tell(at, id, (container, abortSignal) => container.rename({ name, abortSignal }));
export const updateContainer = (at: At, id: string, changes: object) =>
  tell(at, id, (container, abortSignal) => container.update({ ...changes, abortSignal }));
/** Answers when it has ended, or not at all: the signal must be a short one. */
export const awaitEnd = (at: At, id: string) =>
  tell(at, id, (container, abortSignal) => container.wait({ condition: 'not-running', abortSignal }));
/** With its anonymous volumes; named ones are the user's. */
export const removeContainer = (at: At, id: string) =>
  tell(at, id, (container, abortSignal) => container.remove({ force: true, v: true, abortSignal }));

export const connectNetwork = ({ engine, signal }: At, network: string, id: string): Promise<Reply<undefined>> =>
  engine.ask(signal, Nothing, (docker, abortSignal) =>
    dial(docker, 'POST', `/networks/${encodeURIComponent(network)}/connect`, { Container: id }, abortSignal),
  );

export const hasImage = ({ engine, signal }: At, image: string): Promise<Reply<undefined>> =>
  engine.ask(signal, Nothing, (docker, abortSignal) => dial(docker, 'GET', `/images/${encodeURI(image)}/json`, {}, abortSignal));
