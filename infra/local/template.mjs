// The part of CloudFormation that the local stack reads: names, references and ARNs of what is created here.
const ACCOUNT = '000000000000';
const NAME_OF = {
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::Events::EventBus': 'Name',
};

export class Template {
  constructor(service) {
    this.resources = service.resources?.Resources ?? {};
    this.region = service.provider.region;
    /** Queue URLs by physical name, known once the queues are there. */
    this.queueUrls = new Map();
  }

  ofType(type) {
    return Object.entries(this.resources)
      .filter(([, resource]) => resource.Type === type)
      .map(([id, { Properties = {} }]) => ({ id, name: this.nameOf(id), properties: Properties }));
  }

  nameOf(id) {
    if (id === 'AWS::AccountId') return ACCOUNT;
    const resource = this.resources[id];
    return resource?.Properties?.[NAME_OF[resource.Type]] ?? id;
  }

  queueArn = (name) => `arn:aws:sqs:${this.region}:${ACCOUNT}:${name}`;

  queueUrl = (name, endpoint) => `${endpoint}/${ACCOUNT}/${name}`;

  /** The queue an event source names, by ARN or by `Fn::GetAtt`. */
  queueNameOf(source) {
    return typeof source === 'string' ? source.split(':').at(-1) : this.nameOf(source['Fn::GetAtt'][0]);
  }

  /** An environment with `{ Ref }` replaced by what CloudFormation would put there, and without what is empty. */
  resolveEnvironment(environment = {}) {
    const resolve = (value) => (value?.Ref === undefined ? value : (this.queueUrls.get(this.nameOf(value.Ref)) ?? this.nameOf(value.Ref)));
    return Object.fromEntries(
      Object.entries(environment)
        .map(([key, value]) => [key, resolve(value)])
        .filter(([, value]) => value !== ''),
    );
  }
}
