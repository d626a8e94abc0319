import type { Outcome } from '../../domain/action/call.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import { seconds } from '../../domain/kernel/time.ts';
import type { Operation } from '../../domain/profile/operation.ts';
import type { ProfileType } from '../../domain/profile/profile-type.ts';
import { referencesIn, withValues } from '../../domain/secret/references.ts';
import type { Driver } from '../../ports/driver.ts';
import { SECRET_TIMEOUT } from '../../ports/secrets.ts';
import { followReferences, type Secrets } from './follow-references.ts';

type Told = Pick<ProfileType, 'schema' | 'operations' | 'remaking'>;
type Filled = { readonly kind: 'ok'; readonly value: JsonObject } | Extract<Outcome, { kind: 'fault' }>;

/**
 * The driver, told what references in its properties lead to, and only where it makes something out of them; of what it answers, nothing says what it was told.
 * So everybody else, the table above all, knows references and no values.
 *
 * What pauses, looks or removes needs no secret, and must not fail because one is gone.
 */
export function tellSecrets(driver: Driver, type: Told, secrets: Secrets): Driver {
  const { redaction } = secrets;

  async function fill(project: string, schema: Parameters<typeof referencesIn>[0], given: JsonObject): Promise<Filled> {
    const references = referencesIn(schema, given);
    if (references.length === 0) return { kind: 'ok', value: given };
    const followed = await followReferences(secrets, project, references);
    return followed.kind === 'fault' ? followed : { kind: 'ok', value: withValues(schema, given, followed.values) };
  }

  /** A bug's words go to the log, and into the action that met it. */
  async function discreetly<T>(project: string, ask: () => Promise<T>, tidy: (answer: T) => T): Promise<T> {
    try {
      return tidy(await ask());
    } catch (error) {
      throw error instanceof Error ? quieted(error, (text) => redaction.text(project, text)) : error;
    }
  }
  const asked = (project: string, ask: () => Promise<Outcome>): Promise<Outcome> =>
    discreetly(project, ask, (outcome) =>
      quiet(
        outcome,
        (value) => redaction.json(project, value),
        (text) => redaction.text(project, text),
      ),
    );

  return {
    inspect: (physicalId, token) => driver.inspect(physicalId, token),
    list: () => driver.list(),
    callTimeout: seconds(driver.callTimeout + SECRET_TIMEOUT),

    async ensure(call) {
      const { project } = call.resource.owner;
      const properties = await fill(project, type.schema, call.resource.properties);
      if (properties.kind === 'fault') return properties;
      return asked(project, () => driver.ensure({ ...call, resource: { ...call.resource, properties: properties.value } }));
    },
    async update(call) {
      const { project } = call.resource.owner;
      const properties = await fill(project, type.schema, call.properties);
      return properties.kind === 'fault' ? properties : asked(project, () => driver.update({ ...call, properties: properties.value }));
    },
    async operate(call) {
      const { project } = call.resource.owner;
      const { properties } = call.resource;
      const remakes = type.remaking?.includes(call.operation) === true;
      const own = remakes ? await fill(project, type.schema, properties) : { kind: 'ok' as const, value: properties };
      if (own.kind === 'fault') return own;
      const params = await fill(project, parametersOf(type.operations[call.operation]), call.params);
      if (params.kind === 'fault') return params;
      return asked(project, () => driver.operate({ ...call, params: params.value, resource: { ...call.resource, properties: own.value } }));
    },
    remove: (call) => asked(call.resource.owner.project, () => driver.remove(call)),
    check: (call) => asked(call.resource.owner.project, () => driver.check(call)),
    checkHost: (resource) => asked(resource.owner.project, () => driver.checkHost(resource)),
    own: (call) => asked(call.resource.owner.project, () => driver.own(call)),
    details: (resource) => {
      const { project } = resource.owner;
      return discreetly(
        project,
        () => driver.details(resource),
        (answer) =>
          answer.kind === 'fault'
            ? { ...answer, fault: { ...answer.fault, message: redaction.text(project, answer.fault.message) } }
            : { ...answer, details: redaction.json(project, answer.details) },
      );
    },
  };
}

const parametersOf = (operation: Operation | undefined) => (operation && 'parameters' in operation ? operation.parameters : {});

/** All that an outcome says. What the cloud calls the resource stays: it has to be found again. */
function quiet(outcome: Outcome, json: <T extends JsonObject>(value: T) => T, text: (text: string) => string): Outcome {
  switch (outcome.kind) {
    case 'ok':
      return { ...outcome, ...(outcome.memory && { memory: json(outcome.memory) }), ...(outcome.data && { data: json(outcome.data) }) };
    case 'pending':
      return outcome.memory ? { ...outcome, memory: json(outcome.memory) } : outcome;
    case 'unhealthy':
      return { ...outcome, reason: text(outcome.reason) };
    case 'fault':
      return { ...outcome, fault: { ...outcome.fault, message: text(outcome.fault.message) } };
  }
}

function quieted(error: Error, text: (text: string) => string): Error {
  const quieter = new Error(text(error.message));
  quieter.name = error.name;
  if (error.stack !== undefined) quieter.stack = text(error.stack);
  return quieter;
}
