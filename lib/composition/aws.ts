import { groupVerbs } from '../app/groups/group-verbs.ts';
import { findSigner } from '../app/identity/authenticate-signed.ts';
import { monitoringVerbs } from '../app/metrics/monitoring-verbs.ts';
import { seconds } from '../domain/kernel/time.ts';
import { gunzip } from '../platform/gunzip.ts';
import { processRevocations } from '../platform/process-revocations.ts';
import { sha256Digest } from '../platform/sha256-digest.ts';
import { sigv4SigningKey } from '../platform/sigv4-signing-key.ts';
import { smithyCbor } from '../platform/smithy-cbor.ts';
import { systemClock } from '../platform/system-clock.ts';
import { dynamoIdentityStore } from '../store/dynamo/identity-store.ts';
import { autoScalingEndpoint } from '../wire/aws/autoscaling/endpoint.ts';
import { ec2Endpoint } from '../wire/aws/ec2/endpoint.ts';
import { awsHandler } from '../wire/aws/handler.ts';
import { monitoringEndpoint } from '../wire/aws/monitoring/endpoint.ts';
import { queryService } from '../wire/aws/query/endpoint.ts';
import { rpcService } from '../wire/aws/rpc/endpoint.ts';
import { stsEndpoint } from '../wire/aws/sts/endpoint.ts';
import type { HttpHandler } from '../wire/http.ts';
import { dynamoClient } from './clients.ts';
import { config } from './config.ts';
import { engine } from './engine.ts';
import { machines } from './machines.ts';
import { report } from './report.ts';
import { autoScalingModel, cloudWatchModel } from './sdk-model.ts';
import { sealing } from './sealing.ts';

/** As long as a token of our own may be remembered. */
const LONGEST = seconds(5);
const MOST_REMEMBERED = 10_000;
/** How far a client's clock may be off. */
const WINDOW = seconds(300);

/** `/aws`. */
export function awsApi(): HttpHandler {
  const { TABLE, AWS_ACCOUNT_ID } = config();
  const setting = {
    verifying: {
      findSigner: findSigner({
        store: dynamoIdentityStore(dynamoClient(), TABLE),
        sealing: sealing(),
        clock: systemClock,
        revocations: processRevocations(),
        longest: LONGEST,
        most: MOST_REMEMBERED,
      }),
      digest: sha256Digest,
      matches: sigv4SigningKey().matches,
      now: () => systemClock.now(),
      window: WINDOW,
    },
    account: AWS_ACCOUNT_ID,
    report,
  };
  const monitoring = monitoringVerbs(engine());
  const verbs = { groups: groupVerbs({ ...engine(), machines: machines() }), monitoring };
  const formats = { cbor: smithyCbor, inflate: gunzip };
  return awsHandler({
    '/aws/sts': queryService(stsEndpoint(setting)),
    '/aws/ec2': queryService(ec2Endpoint({ groups: verbs.groups, machines: machines() }, setting)),
    '/aws/autoscaling': queryService(autoScalingEndpoint(verbs, { ...setting, model: autoScalingModel() })),
    '/aws/monitoring': rpcService(monitoringEndpoint(monitoring, { ...setting, ...formats, model: cloudWatchModel() })),
  });
}
