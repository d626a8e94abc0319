import { GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';

type Client = Pick<SQSClient, 'send'>;

/** The URL of a queue that an ARN names. Who lets us send may not have let us ask for the address; in AWS it follows from the ARN. */
export async function queueUrlOf(client: Client, arn: string, abortSignal?: AbortSignal): Promise<string> {
  const [, partition, , region, account, name] = arn.split(':');
  try {
    const asked = new GetQueueUrlCommand({ QueueName: name, QueueOwnerAWSAccountId: account });
    const { QueueUrl = '' } = await client.send(asked, { ...(abortSignal && { abortSignal }) });
    return QueueUrl;
  } catch {
    return `https://sqs.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}/${account}/${name}`;
  }
}
