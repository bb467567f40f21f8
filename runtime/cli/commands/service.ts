import type { Command } from 'commander';
import { printable } from '../../core/control-characters';
import type { CommandContext } from '../command-context';
import { EXIT } from '../exit-code';
import { print } from '../print';

/** `nightshift service`: the systemd user unit with which a boot starts nightshift. */
export function addServiceCommand(program: Command, { deps, exitWith }: CommandContext): void {
  const service = program.command('service').description('start nightshift at boot, as a systemd service of this user');
  service
    .command('install')
    .description('write the unit and have it started at boot; again after an update or a move')
    .option('--print', 'only print the unit')
    .option('--json', 'print JSON')
    .action(async ({ print: isOnlyShown, json }: { readonly print?: boolean; readonly json?: boolean }) => {
      if (isOnlyShown === true) {
        const unit = deps.service.unit();
        print(deps.terminal, json, unit, () => unit.text);
        return;
      }
      const installed = await deps.service.install();
      print(deps.terminal, json, installed, () =>
        [
          `${installed.isChanged ? 'Written' : 'Unchanged'}: ${printable(installed.path)}, for ${printable(installed.home)}`,
          ...(installed.unseen.length === 0
            ? []
            : [
                `warning: a service does not see what is set in this shell: ${installed.unseen.join(', ')}.`,
                `  Put it into ${printable(installed.home)}/nightshift.config.json`,
              ]),
          ...(installed.isLingering ? [] : [`At boot, before you log in:  ${LINGER}`]),
          'Now:                         systemctl --user start nightshift   (after `nightshift down`)',
          'What it says:                journalctl --user -u nightshift',
        ].join('\n'),
      );
    });
  service
    .command('uninstall')
    .description('stop it in order, and take the unit away again')
    .option('--json', 'print JSON')
    .action(async ({ json }: { readonly json?: boolean }) => {
      const answer = await deps.service.uninstall();
      print(deps.terminal, json, answer, () =>
        answer.wasInstalled ? `Stopped and removed: ${printable(answer.path)}` : 'No service was installed.',
      );
    });
  service
    .command('status')
    .description('whether a boot starts nightshift (exit code 1 when it does not)')
    .option('--json', 'print JSON')
    .action(async ({ json }: { readonly json?: boolean }) => {
      const status = await deps.service.status();
      const next = nextSteps(status);
      print(deps.terminal, json, status, () =>
        status.isInstalled
          ? [
              `${printable(status.path)}, for ${printable(status.home ?? 'no home')}`,
              `${status.isEnabled ? 'started at boot' : 'not started at boot'}, ${status.isActive ? 'running' : 'not running'}`,
              ...next,
            ].join('\n')
          : 'No service is installed.\n  → nightshift service install',
      );
      if (!status.isInstalled || !status.isEnabled || !status.isLingering) exitWith(EXIT.notWell);
    });
}

const LINGER = 'sudo loginctl enable-linger $USER';

function nextSteps(status: Awaited<ReturnType<CommandContext['deps']['service']['status']>>): readonly string[] {
  if (!status.isInstalled) return [];
  return [
    ...(status.isEnabled ? [] : ['  → nightshift service install']),
    ...(status.isLingering ? [] : [`  → only once you log in; at boot with ${LINGER}`]),
    ...(status.isCurrent ? [] : ['  → nightshift, its home or PATH changed since: nightshift service install']),
    ...(status.isActive ? [] : ['  → systemctl --user start nightshift']),
  ];
}
