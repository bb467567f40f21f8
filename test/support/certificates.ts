import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A key and a certificate in PEM. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
}

/** An authority of a test's own. */
export interface Authority {
  /** File that `NODE_EXTRA_CA_CERTS` takes. */
  readonly file: string;
  /** For a name, signed by this authority. */
  identity(name: string): Identity;
  remove(): void;
}

/** Why no certificate can be made here; undefined when one can. */
export function certificatesMissing(): string | undefined {
  return spawnSync('openssl', ['version']).status === 0 ? undefined : 'openssl is not installed';
}

/** Keys live in a temporary folder, for a day. */
export function openAuthority(): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'ns-ca-'));
  const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const request = ['req', '-newkey', 'rsa:2048', '-nodes'];
  openssl(...request, '-x509', '-days', '1', '-subj', '/CN=ca', '-keyout', 'ca.key', '-out', 'ca.pem');
  return {
    file: join(folder, 'ca.pem'),
    identity: (name) => {
      openssl(...request, '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.csr`);
      writeFileSync(join(folder, 'names'), `subjectAltName=DNS:${name}\n`);
      const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'names', '-days', '1'];
      openssl('x509', '-req', '-in', `${name}.csr`, ...signed, '-out', `${name}.pem`);
      return {
        key: readFileSync(join(folder, `${name}.key`), 'utf8'),
        cert: readFileSync(join(folder, `${name}.pem`), 'utf8'),
      };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
