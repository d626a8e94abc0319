// `npm run bench -- auto-scaling`: what Auto Scaling's clients poll, at the size that a controller of a hundred groups has.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { client } from './http-load.mjs';
import { signedBy } from './sign.mjs';

const GROUPS = 100;
const INSTANCES = 10;

/** What a service needs to know to have such groups: an image that is a fake node. */
export const MACHINES = JSON.stringify({ images: { 'ami-*': { type: 'fake.node' } } });

function keys(home) {
  const file = readFileSync(path.join(home, 'aws-credentials'), 'utf8').split('[coppice]')[1] ?? '';
  const of = (name) => new RegExp(`${name}\\s*=\\s*(\\S+)`).exec(file)?.[1] ?? '';
  return { accessKeyId: of('aws_access_key_id'), secretAccessKey: of('aws_secret_access_key') };
}

/** @returns a function that asks for an operation; one that is `repeated` is signed once, as long as its signature is good */
export function signing(base, home) {
  const { host } = new URL(base);
  const credentials = keys(home);
  const ask = client(base);
  const sign = async (Action, members) => {
    const body = new URLSearchParams({ Action, Version: '2011-01-01', ...members }).toString();
    const headers = await signedBy(credentials, { path: '/aws/autoscaling', body, host });
    return () => ask('POST', '/aws/autoscaling', undefined, { ...headers, 'content-length': Buffer.byteLength(body) }, body);
  };
  return { repeated: sign, once: async (action, members) => (await sign(action, members))() };
}

/** A hundred groups of ten, all in service. */
export async function furnish({ once }) {
  const done = async (action, members) => {
    const { status, text } = await once(action, members);
    if (status !== 200) throw new Error(`${action}: ${text}`);
    return text;
  };
  await done('CreateLaunchConfiguration', { LaunchConfigurationName: 'bench', ImageId: 'ami-1', InstanceType: 't3.micro' });
  for (let i = 0; i < GROUPS; i++) {
    await done('CreateAutoScalingGroup', {
      AutoScalingGroupName: `bench-${i}`,
      LaunchConfigurationName: 'bench',
      MinSize: 0,
      MaxSize: 20,
      DesiredCapacity: INSTANCES,
      'AvailabilityZones.member.1': 'us-east-1a',
      'Tags.member.1.Key': 'team',
      'Tags.member.1.Value': 'a',
    });
  }
  for (;;) {
    const text = await done('DescribeAutoScalingGroups', { MaxRecords: GROUPS });
    if (text.split('<LifecycleState>InService<').length === GROUPS * INSTANCES + 1) return;
    await sleep(200);
  }
}
