// AWS's own signer, for load.
import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';

class Sha256 {
  constructor(secret) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
  }
  update(data) {
    this.hash.update(data);
  }
  async digest() {
    return new Uint8Array(this.hash.digest());
  }
  reset() {}
}

/** @returns the headers of a POST of a form, signed for Auto Scaling */
export async function signedBy(credentials, { path, body, host }) {
  const signer = new SignatureV4({ credentials, service: 'autoscaling', region: 'us-east-1', sha256: Sha256 });
  const [hostname, port] = host.split(':');
  const headers = { host, 'content-type': 'application/x-www-form-urlencoded' };
  const request = { method: 'POST', protocol: 'http:', hostname, port: Number(port), path, query: {}, headers, body };
  const signed = await signer.sign(request);
  return Object.fromEntries(Object.entries(signed.headers).map(([name, value]) => [name.toLowerCase(), value]));
}
