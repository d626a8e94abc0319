import { z } from 'zod';
import { WORK_QUEUES } from '../domain/action/work-queue.ts';
import { DUTY_QUEUES } from '../domain/duty.ts';
import { allowanceOf } from '../domain/outgoing/destination.ts';
import { UNLIMITED } from '../domain/quota/limits.ts';
import { readLocation } from '../domain/retention/location.ts';
import type { Queue } from '../ports/nudges.ts';
import { BadConfiguration } from './bad-configuration.ts';
import { denials, money, positive, quota, words } from './config-values.ts';

/** `QUEUE_NODE_CREATE` for the queue `node-create`. */
const queueVariable = (queue: Queue): string => `QUEUE_${queue.toUpperCase().replaceAll('-', '_')}`;

const Config = z.object({
  STAGE: z.string().default('local'),
  TABLE: z.string().min(1),
  /** The bus that is told of every event. Empty tells none. */
  EVENT_BUS: z.string().default(''),
  /** Where subscriptions may have events go beside webhooks: ARNs, with `*` for any text and `{project}` for a project's id. */
  COPPICE_EVENT_TARGETS: words,
  /** How many streams of events a project may have open. */
  COPPICE_EVENT_STREAMS: positive(20),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),

  /** What is not allowed although the rules would let it: a list of denials, as JSON. */
  COPPICE_DENY: denials,

  /** Where a local service keeps its state. Empty in AWS, where there is no such place. */
  COPPICE_HOME: z.string().default(''),
  /** The account whose cloud events count. */
  ACCOUNT_ID: z.string().default('000000000000'),
  /** What notifications are signed with. Empty takes none but with a token. */
  NOTIFICATION_SECRET: z
    .string()
    .refine((secret) => secret === '' || secret.length >= 32, 'is too short: 32 characters at least')
    .default(''),
  /** Marks what this installation made, so that two on one machine or one account leave each other's alone. */
  COPPICE_INSTALLATION: z.string().default(''),
  /** What the marks on everything we make are signed with: the first signs, all of them count. Empty on a machine, where a file in the state folder does. */
  COPPICE_MARK_SECRETS: words.refine((secrets) => secrets.every((one) => one.length >= 32), 'each must have 32 characters at least'),
  /** Seconds that a resource nobody remembers is listed before the sweep removes it. */
  COPPICE_ORPHAN_GRACE: z.coerce.number().int().nonnegative().default(3_600),
  /** Percent of its resources that the sweep removes at once; at more it stops until an operator has said so. */
  COPPICE_SWEEP_SHARE: z.coerce.number().int().min(0).max(100).default(20),
  /** Seconds between two comparisons of all nodes with what is there; 0 is never. */
  COPPICE_DRIFT_INTERVAL: z.coerce.number().int().nonnegative().default(3_600),
  /** Profile types, without their versions, that the fake driver serves. */
  COPPICE_FAKE_PROFILES: words,
  /** Docker engines, comma separated: `unix:///var/run/docker.sock` or `tcp://host:2376`. */
  DOCKER_HOST: words,
  /** A folder with ca.pem, cert.pem and key.pem, for an engine behind TLS. */
  DOCKER_CERT_PATH: z.string().default(''),
  /** How many requests one Docker engine gets at a time. */
  COPPICE_DOCKER_CONCURRENCY: positive(8),
  /** `yes` lets the engine pull images it does not have. */
  COPPICE_DOCKER_PULL: z.enum(['yes', 'no']).default('no'),

  /** The runtime API of an HAProxy, `/path` or `host:port`, at level admin. Its servers are the members of load balancing policies. */
  COPPICE_HAPROXY_SOCKET: z.string().default(''),
  /** OpenStack's load balancing API, asked as the service user of KEYSTONE_AUTH_URL. */
  OCTAVIA_URL: z.string().default(''),

  MAX_NODES_PER_CLUSTER: positive(1_000),
  /** What a project may have at a time, where an administrator has not said otherwise; -1 is no limit. */
  QUOTA_CLUSTERS: quota(10_000),
  QUOTA_NODES: quota(100_000),
  /** Actions that somebody asked for and that have not ended. */
  QUOTA_ACTIONS: quota(10_000),
  QUOTA_RECEIVERS: quota(10_000),
  QUOTA_SCHEDULES: quota(20_000),
  QUOTA_SUBSCRIPTIONS: quota(1_000),
  /** Of what nodes cost in COPPICE_PRICES, in its currency. */
  QUOTA_COST_PER_HOUR: money(UNLIMITED),
  /** What nodes of which profiles cost an hour: JSON, or the path of a file of it. Empty: no money is counted. */
  COPPICE_PRICES: z.string().default(''),
  /** Nodes of each cluster; no more than MAX_NODES_PER_CLUSTER in any case. */
  QUOTA_NODES_PER_CLUSTER: quota(UNLIMITED),
  /** Requests of a project to `/v1`. Where there is a limit, each costs a write. */
  QUOTA_REQUESTS_PER_MINUTE: quota(UNLIMITED),
  /** Seconds. No health policy may look more often. */
  HEALTH_CHECK_INTERVAL_MIN: positive(60),
  /** Seconds. No schedule may fire more often. */
  SCHEDULE_INTERVAL_MIN: positive(60),
  /** Seconds an action may take when neither it nor its cluster says. */
  DEFAULT_ACTION_TIMEOUT: positive(3_600),
  /** Seconds a token is good for. */
  TOKEN_LIFETIME: positive(3_600),
  /** Scheme and authority for links, where the client's own is not to be trusted or not reachable. */
  PUBLIC_URL: z.string().default(''),

  /** Ranges and hosts beyond the public internet that users' URLs may lead to: `10.1.0.0/16,hooks.internal`. */
  COPPICE_OUTGOING_ALLOW: words.refine((entries) => typeof allowanceOf(entries) !== 'string', 'each is a range, an address or a host'),
  /** Ports below 1024, beside 80 and 443, that users' URLs may name. */
  COPPICE_OUTGOING_PORTS: words.transform((entries) => entries.map(Number)).pipe(z.array(z.int().min(1).max(65_535))),
  /** Calls a minute of one webhook that are heeded, when it does not say. */
  COPPICE_WEBHOOK_RATE: positive(60),
  /** `yes` lets whoever knows a webhook's id call it, as in Senlin. */
  COPPICE_WEBHOOK_ID_IS_ENOUGH: z.enum(['yes', 'no']).default('no'),
  /** Seconds between looks at the queues of message receivers; 0 is never. Empty is 5 on a machine and never in AWS, where looking costs. */
  COPPICE_RECEIVER_POLL: z
    .string()
    .regex(/^\d{0,5}$/, 'a number of seconds')
    .default(''),
  /** The KMS key that seals what must be read again: an id, ARN or alias. Empty on a machine, where a key in the state folder does. */
  SEALING_KMS_KEY: z.string().default(''),

  /** Below which, and `/<project id>/`, specs may refer to secrets of Secrets Manager and the Parameter Store: `coppice`. Empty: to none there. */
  COPPICE_SECRETS_PREFIX: z
    .string()
    .regex(/^([A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*)?$/, "is made of letters, digits, '_', '.' and '-', with '/' between and not around them")
    .default(''),
  /** Where Barbican answers, for references to its secrets, asked as the service user of KEYSTONE_AUTH_URL. Empty: there is none. */
  BARBICAN_URL: z.string().default(''),

  /** Twelve digits: the AWS account that clients of the AWS dialect see. */
  AWS_ACCOUNT_ID: z
    .string()
    .regex(/^\d{12}$/, 'must be twelve digits')
    .default('123456789012'),

  /** Of how many metrics a project may have data, or alarms. */
  COPPICE_METRICS: positive(1_000),
  /** What images and instance types of AWS's clients are here: JSON, or the path of a file of it. Empty: processes that sleep on a machine, nothing in AWS. */
  COPPICE_AWS_MACHINES: z.string().default(''),

  /** Where messages to queues and topics of AWS go instead: JSON from ARNs, which may have `*` for any text, to a URL or a queue's name, URL or ARN. */
  COPPICE_AWS_TARGETS: z.string().default(''),

  /** Where Mistral answers, for workflows of the backend `mistral-v2`. Empty: there is none. */
  MISTRAL_URL: z.string().default(''),
  /** State machines that projects may run, by ARN: the permission to start them is the service's. */
  COPPICE_STATE_MACHINES: words,
  /** Seconds a run of a workflow can be looked at after it has ended. No action that is older starts one. */
  WORKFLOW_RUN_LIFETIME: z.coerce.number().int().min(86_400).default(604_800),

  /** How long what is kept, as JSON or the name of a file with it. Empty: the defaults. */
  COPPICE_RETENTION: z.string().default(''),
  /** Where archives go: `s3://bucket/prefix`, a folder, or `module:file`. Empty: `archive` in the state folder, or the deployment's own bucket. */
  COPPICE_ARCHIVE: z
    .string()
    .superRefine((text, context) => {
      const read = text === '' ? undefined : readLocation(text);
      if (typeof read === 'string') context.addIssue({ code: 'custom', message: read });
    })
    .default(''),
  /** The deployment's own bucket for archives. */
  ARCHIVE_BUCKET: z.string().default(''),

  /** Tokens of this Keystone count instead of our own. The other four say who asks it. */
  KEYSTONE_AUTH_URL: z.string().default(''),
  KEYSTONE_USERNAME: z.string().default(''),
  KEYSTONE_PASSWORD: z.string().default(''),
  KEYSTONE_PROJECT_NAME: z.string().default('service'),
  KEYSTONE_DOMAIN_NAME: z.string().default('Default'),
});

const QueueUrls = z.object(Object.fromEntries([...WORK_QUEUES, ...DUTY_QUEUES].map((queue) => [queueVariable(queue), z.url()])));

export type Config = Readonly<z.infer<typeof Config>> & { readonly queueUrl: (queue: Queue) => string };

/** Reads the environment, once, at cold start. A bad deploy fails here and says everything that is wrong. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = Config.safeParse(env);
  const urls = QueueUrls.safeParse(env);
  const wrong = [parsed.error, urls.error].flatMap((error) => (error ? [z.prettifyError(error)] : []));
  if (!parsed.success || !urls.success) throw new BadConfiguration(wrong.join('\n'));
  return Object.freeze({ ...parsed.data, queueUrl: (queue: Queue) => urls.data[queueVariable(queue)] ?? '' });
}

let current: Config | undefined;

/** This process's configuration. The only place that reads the process's environment. */
export function config(): Config {
  current ??= readConfig(process.env);
  return current;
}
