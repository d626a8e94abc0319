import { userArn } from '../../../domain/group/arn.ts';
import type { AwsOperation, QueryEndpoint } from '../query/endpoint.ts';
import type { Member, OperationModel, Shape } from '../query/shape.ts';

const text: Shape = { kind: 'text' };
const member = (name: string, required = false): Member => ({ name, wireName: name, required, shape: () => text });
const structure = (members: readonly Member[]): Shape => ({ kind: 'structure', members: () => members });

/** The one operation of STS that clients call before they do anything else. Small enough to be written down. */
const MODEL: OperationModel = new Map([
  [
    'GetCallerIdentity',
    { name: 'GetCallerIdentity', input: structure([]), output: structure([member('UserId'), member('Account'), member('Arn')]) },
  ],
]);

/** An access key is a user's in a project: AWS has one account, here each caller sees the same one, and their own name in it. */
const getCallerIdentity: AwsOperation = async (call) => ({
  UserId: call.caller.userId,
  Account: call.account,
  Arn: userArn(call),
});

/** `/aws/sts`. */
export const stsEndpoint = (setting: Pick<QueryEndpoint, 'verifying' | 'account' | 'report'>): QueryEndpoint => ({
  service: 'sts',
  version: '2011-06-15',
  namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  model: MODEL,
  operations: { GetCallerIdentity: getCallerIdentity },
  ...setting,
});
