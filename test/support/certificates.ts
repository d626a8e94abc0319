import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A certificate authority, a server at 127.0.0.1 and a client that it vouches for, all for a day. Needs openssl. */
export async function makeCertificates(home: string) {
  await mkdir(home, { recursive: true, mode: 0o700 });
  const path = (name: string) => join(home, name);
  const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { stdio: 'pipe' });
  const key = (name: string) => ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', path(`${name}.key`)];
  openssl('req', '-x509', ...key('ca'), '-out', path('ca.pem'), '-days', '1', '-subj', '/CN=test authority');
  for (const [name, extensions] of [
    ['server', 'subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth'],
    ['client', 'extendedKeyUsage=clientAuth'],
  ] as const) {
    await writeFile(path(`${name}.ext`), extensions);
    openssl('req', ...key(name), '-out', path(`${name}.csr`), '-subj', `/CN=${name}`);
    const signed = ['-CA', path('ca.pem'), '-CAkey', path('ca.key'), '-CAcreateserial', '-days', '1', '-extfile', path(`${name}.ext`)];
    openssl('x509', '-req', '-in', path(`${name}.csr`), '-out', path(`${name}.pem`), ...signed);
  }
  return { path, text: (name: string) => readFileSync(path(name), 'utf8') };
}
