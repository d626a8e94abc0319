import { fakeBalancer } from '../../lib/drivers/fake/balancer.ts';
import { describeLoadBalancer } from './load-balancer.ts';

const shared = new Map();

describeLoadBalancer('fake', {
  worker: () => fakeBalancer(shared),
  balancer: () => ({ project: 'p', clusterId: 'c', profileType: 'fake.node-1.0', policyId: 'lb', properties: {}, data: {} }),
  endpoint: (n) => ({ address: '192.0.2.1', port: 8000 + n }),
});
