import { POSTED } from '../../domain/health/notifications/catalogue.ts';
import type { Reception, Tally } from '../../domain/health/tally.ts';
import type { Principal } from '../../domain/identity/principal.ts';
import { permanent, refused, transient } from '../../domain/kernel/fault.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import { checkSignature } from '../../domain/outgoing/signature.ts';
import type { Hmac } from '../../ports/hmac.ts';
import type { App } from '../app.ts';
import { brake } from '../receivers/brake.ts';
import type { Answer } from '../verb.ts';
import { countNotifications, dropForged, type Intake, takeMessage } from './notifications.ts';

/** Whose message it is, where it is signed with a project's key. */
export const PROJECT_HEADER = 'X-Coppice-Project';

export type Posting = {
  readonly source: string;
  readonly message: JsonObject | undefined;
  /** Whom it is about, where that stands beside the message. Believed of whoever comes with a token only: it is not signed. */
  readonly nodeId: string | undefined;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** As it came. */
  readonly body: string;
};

/** Where bad news is handed in over HTTP. */
export type NotificationDesk = {
  readonly post: (posting: Posting) => Promise<Answer<{ readonly reception: Reception }>>;
  /** What became of them: the caller's project's and, for an administrator, those of no project. */
  readonly count: (caller: Principal) => Promise<Tally['counts']>;
  /** What the caller's project signs with. The same each time: it follows from the installation's secret. */
  readonly key: (caller: Principal) => Answer<{ readonly key: string }>;
};

export type Desk = Intake & {
  readonly verify: (token: string) => Promise<Principal | undefined | { readonly kind: 'unavailable' }>;
  readonly hmac: Hmac;
  /** The installation's; empty where nothing signed is taken. */
  readonly secret: string;
};

type Sender = Answer<{ readonly project: string | undefined; readonly byToken: boolean }>;

/** A message is taken from whoever has a token that may write, or signs it: with the installation's secret for all projects, with a project's key for that one. */
export function notificationDesk(app: App, desk: Desk): NotificationDesk {
  const { verify, hmac, secret } = desk;
  const hold = brake();
  const keyOf = (project: string): string => hmac.sign(secret, `notifications of ${project}`);

  async function byToken(token: string): Promise<Sender> {
    const caller = await verify(token);
    if (!caller) return refused('signature.invalid', 'The token is not valid.');
    if ('kind' in caller) return { kind: 'refused', fault: transient('identity.unavailable', 'The identity service does not answer.') };
    if (!caller.canWrite) return refused('forbidden', 'You are not authorized to complete this operation.');
    return { kind: 'ok', project: caller.isAdmin ? undefined : caller.projectId, byToken: true };
  }

  function bySignature({ headers, body }: Posting): Sender {
    const project = headers[PROJECT_HEADER.toLowerCase()] || undefined;
    const key = project === undefined ? secret : keyOf(project);
    const fault = checkSignature(headers, body, app.clock.now(), (text, signature) => secret !== '' && hmac.matches(key, text, signature));
    return fault ? { kind: 'refused', fault } : { kind: 'ok', project, byToken: false };
  }

  return {
    async post(posting) {
      const { source, message, nodeId, headers } = posting;
      const token = headers['x-auth-token'];
      const sender = token ? await byToken(token) : bySignature(posting);
      if (sender.kind === 'refused') {
        // Whoever floods is not counted for every single one: a count costs a write.
        if (sender.fault.code === 'signature.invalid' && hold(source in POSTED ? source : '', app.clock.now()) === undefined)
          await dropForged(app, source);
        return sender;
      }
      if (!Object.hasOwn(POSTED, source)) {
        return {
          kind: 'refused',
          fault: permanent('source.not-found', `Notifications of '${source}' are not taken: ${Object.keys(POSTED).join(', ')} are.`),
        };
      }
      const reception = await takeMessage(app, desk, source, message, sender.project, sender.byToken ? nodeId : undefined);
      return { kind: 'ok', reception };
    },

    count: (caller) => countNotifications(app, caller),

    key: ({ projectId }) =>
      secret === ''
        ? refused('notifications.unsigned', 'This installation takes no signed notifications: it has no NOTIFICATION_SECRET.')
        : { kind: 'ok', key: keyOf(projectId) },
  };
}
