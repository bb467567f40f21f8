import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SandboxedProcess } from '../../ports/sandbox';

const SYSTEM_FOLDERS = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'];
const SYSTEM_FILES = [
  '/etc/alternatives',
  // Only what TLS needs to trust: private keys lie beside it.
  '/etc/ssl/certs',
  '/etc/ssl/cert.pem',
  '/etc/ssl/openssl.cnf',
  '/etc/ca-certificates',
  '/etc/pki/ca-trust',
  '/etc/pki/tls/certs',
  '/etc/pki/tls/cert.pem',
  '/etc/pki/tls/openssl.cnf',
  '/etc/passwd',
  '/etc/group',
  '/etc/ld.so.cache',
  '/etc/ld.so.conf',
  '/etc/ld.so.conf.d',
  '/etc/nsswitch.conf',
  '/etc/localtime',
  '/etc/mime.types',
];

/** Bytes of `/tmp`, `/var/tmp` and `/dev/shm`, each; they count as memory of the run. */
const TEMPORARY_BYTES = 64 * 1024 * 1024;

/** Folders of the Node that runs us, and of the npm that came with it; programs inside find them on their PATH. */
export function nodeFolders(execPath: string): readonly string[] {
  const bin = dirname(execPath);
  const modules = join(dirname(bin), 'lib', 'node_modules');
  return [bin, modules].filter((folder) => !folder.startsWith('/usr/') && existsSync(folder));
}

/** PATH inside: the Node that runs us, then the system's. */
export function pathInside(execPath: string): string {
  return [
    ...new Set([dirname(execPath), '/usr/local/bin', '/usr/bin', '/bin', '/usr/local/sbin', '/usr/sbin', '/sbin']),
  ].join(':');
}

export interface Profile {
  readonly execPath: string;
  /** False where this host cannot forbid nested user namespaces (`--disable-userns`). */
  readonly disablesNesting: boolean;
  /** Descriptor whose text becomes `/etc/hosts`. */
  readonly hostsDescriptor: number;
  readonly egress?: { readonly socket: string; readonly bridgeDescriptor: number };
}

/** Where the way out lies inside. */
export const EGRESS_SOCKET = '/run/nightshift/egress.sock';
export const BRIDGE_PROGRAM = '/run/nightshift/bridge.cjs';

/**
 * What bubblewrap is told for one run: own namespaces of every kind, no capabilities, an empty read-only root with the
 * system's folders, and the process's own folders, which come last and so win. They are read from a descriptor, so
 * that no value of the environment is ever on a command line.
 *
 * `/proc` is made read-only: run by root, the files of `/proc/sys` could be written from inside although no capability
 * is left, and `kernel.core_pattern` is a way to run programs outside.
 *
 * Source: SECURITY.md.
 */
export function bubblewrapArguments(profile: Profile, process: SandboxedProcess): readonly string[] {
  const readOnly = [...nodeFolders(profile.execPath), ...process.readOnly];
  const env = { ...process.env, HOME: process.home, PATH: pathInside(profile.execPath) };
  return [
    ...['--unshare-all', '--unshare-user', ...(profile.disablesNesting ? ['--disable-userns'] : [])],
    ...['--die-with-parent', '--new-session', '--clearenv', '--cap-drop', 'ALL', '--hostname', 'nightshift'],
    ...[...SYSTEM_FOLDERS, ...SYSTEM_FILES].flatMap((path) => ['--ro-bind-try', path, path]),
    ...['--ro-bind-data', String(profile.hostsDescriptor), '/etc/hosts'],
    ...['--proc', '/proc', '--remount-ro', '/proc'],
    ...[
      '--dev',
      '/dev',
      '--size',
      String(TEMPORARY_BYTES),
      '--perms',
      '1777',
      '--tmpfs',
      '/dev/shm',
      '--remount-ro',
      '/dev',
    ],
    ...['/tmp', '/var/tmp'].flatMap((path) => ['--size', String(TEMPORARY_BYTES), '--perms', '1777', '--tmpfs', path]),
    ...readOnly.flatMap((path) => ['--ro-bind-try', path, path]),
    ...(profile.egress === undefined
      ? []
      : [
          ...['--ro-bind', profile.egress.socket, EGRESS_SOCKET],
          ...['--ro-bind-data', String(profile.egress.bridgeDescriptor), BRIDGE_PROGRAM],
        ]),
    ...['--bind', process.home, process.home, '--bind', process.workspace, process.workspace],
    ...process.shared.flatMap(({ from, at }) => ['--ro-bind-try', from, at]),
    ...['--chdir', process.workspace],
    ...['--remount-ro', '/'],
    ...Object.entries(env).flatMap(([name, value]) => ['--setenv', name, value]),
  ];
}
