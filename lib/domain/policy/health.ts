import { readChain } from '../action/recover-chain.ts';
import { compilePattern } from '../health/pattern/pattern.ts';
import { complaintAbout } from '../health/poll-url.ts';
import { limitOf } from '../health/rule.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { PropertiesOf, ValueOf } from '../spec/schema.ts';
import { schema } from './health-schema.ts';
import { definePolicyKind, missing } from './policy-type.ts';

type Detection = PropertiesOf<typeof schema>['detection'];
type Recovery = PropertiesOf<typeof schema>['recovery'];
type Mode = ValueOf<(typeof schema)['detection']['schema']['detection_modes']>[number];

/** Finds nodes that are ill and has them recovered. */
export const health = definePolicyKind({
  name: 'senlin.policy.health',
  supportStatus: {
    '1.0': [
      { status: 'EXPERIMENTAL', since: '2017.02' },
      { status: 'SUPPORTED', since: '2018.06' },
    ],
    '1.1': [{ status: 'SUPPORTED', since: '2018.09' }],
    '1.2': [{ status: 'SUPPORTED', since: '2020.09' }],
    '1.3': [{ status: 'SUPPORTED', since: '2026.11' }],
  },
  beyondSenlin: ['1.3'],
  priority: 600,
  singleton: true,
  // Senlin names two profile types here and then never looks: what a type can recover is asked of the type itself.
  appliesTo: 'any',
  className: 'HealthPolicy',
  schema,

  *complaints({ detection, recovery }, { leastHealthInterval }) {
    const modes = detection.detection_modes;
    yield modes ? undefined : missing('detection_modes');
    yield recovery.actions ? undefined : missing('actions');
    if (isSenlins(recovery))
      yield (recovery.actions ?? []).length > 1 ? { asSchemaError: "Only one 'actions' is supported for now." } : undefined;
    yield detection.interval < leastHealthInterval
      ? `Specified interval of ${detection.interval} seconds has to be larger than health_check_interval_min of ` +
        `${leastHealthInterval} seconds set in configuration.`
      : undefined;
    yield* aboutModes(modes ?? [], isSenlins(recovery));
    yield* aboutUrls(modes ?? [], isSenlins(recovery));
    yield* aboutOurs(detection, recovery);
  },

  dataAtAttach: ({ detection, recovery }) => ({
    interval: detection.interval,
    node_update_timeout: detection.node_update_timeout,
    recovery_conditional: detection.recovery_conditional,
    node_delete_timeout: recovery.node_delete_timeout,
    node_force_recreate: recovery.node_force_recreate,
    detection_modes: (detection.detection_modes ?? []).map(rememberedMode),
  }),
});

/** Of a version that Senlin had: ours have a limit, if only the default. */
const isSenlins = ({ max_in_progress }: Recovery): boolean => max_in_progress === undefined;

function* aboutOurs({ node_update_timeout: settling }: Detection, recovery: Recovery): Generator<string | undefined> {
  const { max_in_progress, node_delete_timeout, breaker, actions = [] } = recovery;
  if (max_in_progress === undefined) return;
  yield settling < 0 ? "the 'node_update_timeout' must be >= 0" : undefined;
  yield node_delete_timeout < 0 ? "the 'node_delete_timeout' must be >= 0" : undefined;
  yield limitOf(max_in_progress) ? undefined : `the 'max_in_progress' must be a number of nodes, or a percentage from 1% to 100%`;
  const chain = actions.length === 0 ? undefined : readChain(actions, '/properties/recovery/actions');
  yield chain?.kind === 'fault' ? chain.fault.message : undefined;
  if (!breaker) return;
  const { unhealthy_share: share, window, failures, cool_down: coolDown } = breaker;
  yield share < 1 || share > 100 ? "the 'unhealthy_share' must be a percentage from 1 to 100" : undefined;
  yield window < 1 || window > 86_400 ? "the 'window' must be from 1 to 86400 seconds" : undefined;
  yield failures < 1 ? "the 'failures' must be >= 1" : undefined;
  yield coolDown < 1 || coolDown > 86_400 ? "the 'cool_down' must be from 1 to 86400 seconds" : undefined;
}

/** Either any number of ways to poll, or events alone; from 1.3 on both together. The same way twice is allowed when it looks elsewhere. */
function* aboutModes(modes: NonNullable<Detection['detection_modes']>, asSenlin: boolean): Generator<string | undefined> {
  const types = modes.map(({ type }) => type);
  const mixesEvents = asSenlin && types.includes('LIFECYCLE_EVENTS') && types.length > 1;
  yield mixesEvents ? `Invalid detection modes in health policy: ${types.join(', ')}` : undefined;

  const distinct = new Set(modes.map((mode) => JSON.stringify(rememberedMode(mode))));
  yield distinct.size < modes.length ? `Duplicate detection modes are not allowed in health policy: ${types.join(', ')}` : undefined;
}

/** As Senlin writes it down: with options left out, two numbers become empty text. */
const rememberedMode = ({ type, options }: Mode): JsonObject => ({
  type,
  poll_url: options.poll_url ?? '',
  poll_url_ssl_verify: options.poll_url_ssl_verify ?? true,
  poll_url_conn_error_as_unhealthy: options.poll_url_conn_error_as_unhealthy ?? true,
  poll_url_healthy_response: options.poll_url_healthy_response ?? '',
  poll_url_retry_limit: options.poll_url_retry_limit ?? '',
  poll_url_retry_interval: options.poll_url_retry_interval ?? '',
});

/** A pattern that cannot be read would never be found, and an address that is none never answer: its nodes would be recovered for ever. */
function* aboutUrls(modes: NonNullable<Detection['detection_modes']>, asSenlin: boolean): Generator<string | undefined> {
  for (const { type, options } of modes) {
    // Senlin takes it, and such a node is never asked.
    const urlIsMissing = !asSenlin && type === 'NODE_STATUS_POLL_URL' && !options.poll_url;
    yield urlIsMissing ? `the 'poll_url' is required where the 'type' is NODE_STATUS_POLL_URL` : undefined;
    for (const item of ['poll_url_retry_limit', 'poll_url_retry_interval'] as const)
      yield !asSenlin && (options[item] ?? 0) < 0 ? `the '${item}' must be >= 0` : undefined;
    const complaint = options.poll_url ? complaintAbout(options.poll_url, asSenlin) : undefined;
    yield complaint && `the 'poll_url' is not one that can be asked: ${complaint}`;
    const compiled = compilePattern(options.poll_url_healthy_response ?? '');
    yield compiled.kind === 'unreadable'
      ? `the 'poll_url_healthy_response' cannot be read as a regular expression: ${compiled.why}`
      : undefined;
  }
}
