import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { makeScratch, type Scratch } from '../support/scratch-service.ts';

jest.setTimeout(120_000);

type Resource = {
  readonly Type: string;
  readonly Condition?: string;
  readonly Properties: Record<string, unknown>;
  readonly DeletionPolicy?: string;
};
type Statement = { readonly Effect: string; readonly Action: string | string[]; readonly Resource: unknown };

const ROOT = path.resolve(import.meta.dirname, '../..');
const WORKERS = [
  'cluster-action',
  'node-create',
  'node-delete',
  'node-update',
  'node-check',
  'node-recover',
  'node-operation',
  'node-join',
  'node-leave',
  'health',
  'duty',
  'delivery',
];
/** Longest time a message may hide, as SQS has it: six times the function's own limit. */
const VISIBILITY_PER_TIMEOUT = 6;

describe('serverless package, without credentials', () => {
  let scratch: Scratch;
  let out: string;
  let resources: Readonly<Record<string, Resource>>;
  const all = (type: string) => Object.entries(resources).filter(([, resource]) => resource.Type === type);
  const get = (id: string): Resource => {
    const resource = resources[id];
    if (!resource) throw new Error(`no resource ${id}`);
    return resource;
  };
  const run = (words: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    execFileSync(process.execPath, words, {
      cwd: scratch.dir,
      env: { PATH: process.env.PATH, HOME: scratch.dir, ...env },
      stdio: 'pipe',
    }).toString();

  type Template = { readonly Resources: Readonly<Record<string, Resource>>; readonly Conditions?: Readonly<Record<string, unknown>> };
  const templateWith = (env: Readonly<Record<string, string>> = {}): Template => {
    run(['node_modules/serverless/bin/serverless.js', 'package', '--stage', 'prod', '--package', out], env);
    return JSON.parse(readFileSync(path.join(out, 'cloudformation-template-update-stack.json'), 'utf8')) as Template;
  };

  beforeAll(() => {
    scratch = makeScratch({});
    cpSync(path.join(ROOT, 'lib'), path.join(scratch.dir, 'lib'), { recursive: true });
    out = path.join(scratch.dir, 'out');
    run(['infra/bundle.mjs', '--self-contained']);
    ({ Resources: resources } = templateWith());
  });
  afterAll(() => scratch.remove());

  const allowed = (): readonly { readonly role: string; readonly statement: Statement }[] =>
    all('AWS::IAM::Role').flatMap(([role, { Properties }]) =>
      (Properties.Policies as { PolicyDocument: { Statement: Statement[] } }[]).flatMap(({ PolicyDocument }) =>
        PolicyDocument.Statement.filter(({ Effect }) => Effect === 'Allow').map((statement) => ({ role, statement })),
      ),
    );
  /** Made at run time, one for each receiver of messages. */
  const pseudo = (name: string) => `$\{AWS::${name}}`;
  const RECEIVER_QUEUES = {
    'Fn::Sub': `arn:${pseudo('Partition')}:sqs:${pseudo('Region')}:${pseudo('AccountId')}:coppice-prod-receiver-*`,
  };
  const isOfReceivers = ({ Resource }: Statement) => JSON.stringify(Resource) === JSON.stringify(RECEIVER_QUEUES);
  /** Named after what is in them. */
  const ARCHIVED = { 'Fn::Sub': `$\{ArchiveBucket.Arn}/archive/*` };

  /** What specs refer to, below the one prefix. */
  const arnOf = (service: string, what: string) => ({
    'Fn::Sub': `arn:${pseudo('Partition')}:${service}:${pseudo('Region')}:${pseudo('AccountId')}:${what}/coppice-keeps-none/*`.replace(
      'secret/',
      'secret:',
    ),
  });
  const SECRETS = [
    { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: arnOf('secretsmanager', 'secret') },
    { Effect: 'Allow', Action: 'ssm:GetParameter', Resource: arnOf('ssm', 'parameter') },
  ];
  const isOfSecrets = (statement: Statement) => SECRETS.some((each) => JSON.stringify(each) === JSON.stringify(statement));
  /** Who tells drivers what is secret, or signs with it. */
  const TOLD = ['NodeCreate', 'NodeDelete', 'NodeUpdate', 'NodeRecover', 'NodeOperation', 'NodeJoin', 'NodeLeave', 'Delivery'];

  const actionsOf = (role: string): readonly string[] =>
    allowed()
      .filter((entry) => entry.role === role && !isOfReceivers(entry.statement) && !isOfSecrets(entry.statement))
      .flatMap(({ statement }) => statement.Action)
      .filter((action, i, all) => all.indexOf(action) === i)
      .sort();

  test('no role is allowed a wildcard, of resources or of actions, but for the queues of receivers, secrets below their prefix and the objects of the archive', () => {
    const withWildcard = allowed().filter(({ statement }) => JSON.stringify([statement.Action, statement.Resource]).includes('*'));
    expect(
      withWildcard
        .filter(({ statement }) => !isOfSecrets(statement))
        .map(({ role, statement }) => [role, statement.Resource, statement.Action]),
    ).toEqual([
      ...['SenlinApiRole', 'DutyRole'].map((role) => [
        role,
        RECEIVER_QUEUES,
        ['sqs:CreateQueue', 'sqs:DeleteQueue', 'sqs:GetQueueUrl', 'sqs:ReceiveMessage', 'sqs:DeleteMessage'],
      ]),
      ['ScavengeRole', ARCHIVED, ['s3:PutObject', 's3:GetObject']],
    ]);
    // The one that is there only where an operator has named something.
    expect(
      all('AWS::IAM::ManagedPolicy')
        .concat(all('AWS::IAM::Policy'))
        .map(([id, { Condition }]) => [id, Condition]),
    ).toEqual([['TargetsPolicy', 'HasTargets']]);
    expect(all('AWS::IAM::Role').filter(([, { Properties }]) => Properties.ManagedPolicyArns)).toEqual([]);
  });

  test('what an operator names may be told by those who tell of something, and by nobody else', () => {
    const topic = 'arn:aws:sns:us-east-1:123456789012:hooks';
    const queue = 'arn:aws:sqs:us-east-1:123456789012:hooks-*';
    const { Resources, Conditions } = templateWith({ COPPICE_TARGET_GRANTS: `${topic},${queue}` });
    expect(Conditions).toEqual({ HasTargets: { 'Fn::Not': [{ 'Fn::Equals': [`${topic},${queue}`, ''] }] } });
    const { Roles, PolicyDocument } = Resources.TargetsPolicy?.Properties ?? {};
    expect(Roles).toEqual(
      ['AwsApi', 'NodeCreate', 'NodeDelete', 'NodeRecover', 'NodeOperation', 'NodeJoin', 'NodeLeave', 'Duty', 'Delivery'].map((name) => ({
        Ref: `${name}Role`,
      })),
    );
    expect((PolicyDocument as { Statement: readonly Statement[] }).Statement).toEqual([
      {
        Effect: 'Allow',
        Action: ['sns:Publish', 'sqs:SendMessage', 'sqs:GetQueueUrl', 'events:PutEvents'],
        Resource: { 'Fn::Split': [',', `${topic},${queue}`] },
      },
    ]);
  });

  test('secrets are read by who tells a driver or signs, below one prefix, and by nobody else', () => {
    for (const secret of SECRETS) {
      const readers = allowed().filter(({ statement }) => JSON.stringify(statement) === JSON.stringify(secret));
      expect(readers.map(({ role }) => role)).toEqual(TOLD.map((name) => `${name}Role`));
    }
    const others = allowed().filter(
      ({ statement }) => !isOfSecrets(statement) && /secretsmanager|ssm:|kms:/.test(JSON.stringify(statement)),
    );
    expect(others).toEqual([]);
  });

  test('every function has a role of its own', () => {
    const roles = all('AWS::Lambda::Function').map(([, { Properties }]) => JSON.stringify(Properties.Role));
    expect(roles.every((role) => role.startsWith('{"Fn::GetAtt":["'))).toBe(true);
    expect(new Set(roles).size).toBe(roles.length);
    expect(all('AWS::IAM::Role')).toHaveLength(roles.length);
  });

  test('nobody may scan, and each may do what its work needs', () => {
    const table = ['BatchGetItem', 'ConditionCheckItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'].map(
      (a) => `dynamodb:${a}`,
    );
    const logs = ['logs:CreateLogStream', 'logs:PutLogEvents'];
    expect(actionsOf('SenlinApiRole')).toEqual([...table, ...logs, 'sqs:SendMessage']);
    expect(actionsOf('EventsInRole')).toEqual([...table, 'events:PutEvents', ...logs, 'sqs:SendMessage']);
    expect(actionsOf('IdentityApiRole')).toEqual([...table, ...logs]);
    expect(actionsOf('ScavengeRole')).toEqual([...table, ...logs, 's3:GetObject', 's3:PutObject']);
    const receive = ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage', 'sqs:SendMessage'];
    for (const worker of WORKERS) expect(actionsOf(`${pascal(worker)}Role`)).toEqual([...table, 'events:PutEvents', ...logs, ...receive]);
    const onIndex = allowed().filter(({ statement }) => JSON.stringify(statement.Resource).includes('/index/'));
    expect(onIndex.map(({ role, statement }) => [role, statement.Action])).toEqual(
      ['SenlinApiRole', 'EventsInRole', 'AlarmsRole'].map((role) => [role, 'dynamodb:Query']),
    );
  });

  test('a worker receives from its own queue only', () => {
    for (const { role, statement } of allowed().filter(
      ({ statement }) => [statement.Action].flat().includes('sqs:ReceiveMessage') && !isOfReceivers(statement),
    )) {
      expect(statement.Resource).toEqual({ 'Fn::GetAtt': [role.replace(/Role$/, 'Queue'), 'Arn'] });
    }
  });

  test.each(WORKERS)('%s has a queue, dead letters, an event source with partial failures and two alarms', (worker) => {
    const id = pascal(worker);
    const queue = get(`${id}Queue`).Properties;
    const lambda = get(`${id}LambdaFunction`).Properties;
    expect(queue.QueueName).toBe(`coppice-prod-${worker}`);
    expect(queue.RedrivePolicy).toEqual({ deadLetterTargetArn: { 'Fn::GetAtt': [`${id}DeadLetters`, 'Arn'] }, maxReceiveCount: 5 });
    expect(queue.VisibilityTimeout).toBe(VISIBILITY_PER_TIMEOUT * Number(lambda.Timeout));
    expect(get(`${id}EventSourceMappingSQS${id}Queue`).Properties).toMatchObject({
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: expect.any(Number) },
    });
    expect(get(`${id}DeadLettersAlarm`).Properties).toMatchObject({
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [`${id}DeadLetters`, 'QueueName'] } }],
      AlarmActions: [{ Ref: 'AlarmTopic' }],
    });
    expect(get(`${id}AgeAlarm`).Properties).toMatchObject({
      MetricName: 'ApproximateAgeOfOldestMessage',
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [`${id}Queue`, 'QueueName'] } }],
      AlarmActions: [{ Ref: 'AlarmTopic' }],
    });
  });

  test('no queue is without dead letters, and none is open text', () => {
    const dead = all('AWS::SQS::Queue').map(([id]) => id);
    expect(dead.filter((id) => !id.endsWith('DeadLetters'))).toEqual(WORKERS.map((worker) => `${pascal(worker)}Queue`));
    expect(all('AWS::SQS::Queue').filter(([, { Properties }]) => Properties.SqsManagedSseEnabled !== true)).toEqual([]);
  });

  test('every log group forgets', () => {
    const groups = new Set(all('AWS::Logs::LogGroup').map(([, { Properties }]) => Properties.LogGroupName));
    const wanted = all('AWS::Lambda::Function').map(([, { Properties }]) => `/aws/lambda/${Properties.FunctionName}`);
    expect(groups).toEqual(new Set(wanted));
    expect(all('AWS::Logs::LogGroup').filter(([, { Properties }]) => !Properties.RetentionInDays)).toEqual([]);
  });

  test('the table is on demand, backed up, encrypted, kept on removal, and forgets what has expired', () => {
    expect(all('AWS::DynamoDB::Table')).toHaveLength(1);
    expect(get('Table').DeletionPolicy).toBe('Retain');
    expect(get('Table').Properties).toMatchObject({
      TableName: 'coppice-prod',
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true },
      GlobalSecondaryIndexes: [{ IndexName: 'alarms', KeySchema: [{ AttributeName: 'gsi1pk' }, { AttributeName: 'gsi1sk' }] }],
    });
  });

  test('the archive is encrypted, nobody else’s, reached in no open way, and kept on removal', () => {
    expect(get('ArchiveBucket').DeletionPolicy).toBe('Retain');
    expect(get('ArchiveBucket').Properties).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: { ServerSideEncryptionConfiguration: [expect.anything()] },
    });
    const policy = JSON.stringify(get('ArchiveBucketPolicy').Properties);
    expect(policy).toContain('"aws:SecureTransport":"false"');
    expect(policy).toContain('"Null":{"s3:if-none-match":"true"}');
    expect(get('ScavengeErrorsAlarm').Properties).toMatchObject({ MetricName: 'Errors', AlarmActions: [{ Ref: 'AlarmTopic' }] });
  });

  test('every function has the same environment, because run in one process they share one', () => {
    const environments = all('AWS::Lambda::Function').map(([, { Properties }]) => JSON.stringify(Properties.Environment));
    expect(new Set(environments).size).toBe(1);
    const queues = WORKERS.map((worker) => `QUEUE_${worker.toUpperCase().replaceAll('-', '_')}`);
    const { Variables } = get('SenlinApiLambdaFunction').Properties.Environment as { Variables: Record<string, unknown> };
    expect(Object.keys(Variables)).toEqual(expect.arrayContaining(['TABLE', 'EVENT_BUS', 'STAGE', 'LOG_LEVEL', ...queues]));
  });

  test('the artifact holds the bundled functions and nothing else', () => {
    // A zip names its files in plain text.
    const zip = readFileSync(path.join(out, 'coppice.zip')).toString('latin1');
    expect(zip).toContain('dist/functions/senlin-api.js');
    for (const stranger of ['node_modules/', 'infra/', 'lib/', '.js.map', 'local-start.js', 'command-line.js', 'serverless.yml'])
      expect(zip).not.toContain(stranger);
  });

  test('the artifact needs no node_modules', () => {
    const unpacked = path.join(scratch.dir, 'unpacked');
    mkdirSync(unpacked);
    cpSync(path.join(scratch.dir, 'dist'), path.join(unpacked, 'dist'), { recursive: true });
    rmSync(path.join(scratch.dir, 'node_modules'));
    const { Variables } = get('SenlinApiLambdaFunction').Properties.Environment as { Variables: Record<string, unknown> };
    const env = Object.fromEntries(
      Object.entries(Variables).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : name === 'ARCHIVE_BUCKET' ? 'archives' : 'https://sqs.us-east-1.amazonaws.com/1/q',
      ]),
    );
    for (const [, { Properties }] of all('AWS::Lambda::Function')) {
      const [file = '', name = ''] = String(Properties.Handler).split('.');
      const script = `import('./${file}.js').then((module) => process.exit(typeof module.${name} === 'function' ? 0 : 1))`;
      execFileSync(process.execPath, ['-e', script], {
        cwd: unpacked,
        env: { ...env, AWS_REGION: 'us-east-1', PATH: process.env.PATH },
        stdio: 'pipe',
      });
    }
  });
});

const pascal = (kebab: string): string =>
  kebab
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
