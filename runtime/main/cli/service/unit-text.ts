/** What a unit is made of. */
export interface UnitPlaces {
  /** Node's executable. */
  readonly node: string;
  /** The built command line. */
  readonly cli: string;
  readonly home: string;
  /** Where a program that agents and criteria name is looked for, as in the shell of whoever installs. */
  readonly path: string;
  /** A file of settings elsewhere than in the home. */
  readonly config?: string;
  /** How long everything may take to end after a signal. */
  readonly stopSeconds: number;
}

/** The first line of each unit that we wrote: another one under our name is left alone. */
export const UNIT_MARK = '# Written by `nightshift service install`';

/**
 * The systemd user unit that keeps `nightshift up` running: started at boot, started again when it dies, and not again
 * when a setting must be changed first. Only the launcher is told to stop: it ends its parts in order.
 */
export function unitText({ node, cli, home, path, config, stopSeconds }: UnitPlaces): string {
  const environment = {
    NIGHTSHIFT_HOME: home,
    PATH: path,
    ...(config === undefined ? {} : { NIGHTSHIFT_CONFIG: config }),
  };
  return `${UNIT_MARK}, which replaces it; \`nightshift service uninstall\` removes it.
[Unit]
Description=nightshift: plans run through the night
Documentation=https://www.npmjs.com/package/n8n-nodes-nightshift
StartLimitIntervalSec=600
StartLimitBurst=10

[Service]
Type=exec
WorkingDirectory=${specifiers(home)}
${Object.entries(environment)
  .map(([name, value]) => `Environment=${quoted(`${name}=${value}`)}`)
  .join('\n')}
ExecStart=${[node, cli, 'up'].map(argument).join(' ')}
Restart=on-failure
RestartSec=5
# 130: stopped while it started. 2, 3: nothing that a start again would mend.
SuccessExitStatus=130
RestartPreventExitStatus=2 3
KillMode=mixed
TimeoutStopSec=${stopSeconds}

[Install]
WantedBy=default.target
`;
}

/** The home that a unit of ours was written for; undefined where it says none. */
export function homeOfUnit(text: string): string | undefined {
  const value = /^Environment="NIGHTSHIFT_HOME=((?:[^"\\\n]|\\.){0,8192})"$/m.exec(text)?.[1];
  return value?.replace(/\\(.)/g, '$1').replaceAll('%%', '%');
}

const specifiers = (text: string): string => text.replaceAll('%', '%%');
const quoted = (text: string): string => `"${specifiers(text).replace(/["\\]/g, '\\$&')}"`;
/** In a command, systemd also puts variables in. */
const argument = (text: string): string => quoted(text).replaceAll('$', '$$$$');
