import type { Command } from 'commander';
import { RequestError } from '../../core/errors';
import { SCOPES, type Scope } from '../../core/handoff/scopes';
import type { CommandContext } from '../command-context';
import { momentOf } from '../moment';
import { madeOf } from '../one-of';
import { print } from '../print';
import { table } from '../render/table';

interface CreateOptions {
  readonly scope?: readonly Scope[];
  readonly expires?: string;
  readonly name?: string;
  readonly json?: boolean;
}

/** `nightshift token`: who may ask the gateway, and for what. */
export function addTokenCommand(program: Command, { deps }: CommandContext): void {
  const token = program
    .command('token')
    .description('tokens with which others ask the gateway; without a command: which there are');
  token
    .command('create')
    .description('make a token; it is shown this once, and only its digest is kept')
    .option(
      '--scope <scope>',
      `what it may do: ${SCOPES.join(', ')}; several with commas, or repeated`,
      madeOf(SCOPES, scopesOf),
    )
    .option('--expires <time>', 'refused from then on: 12h, 30d, or a date; without it only when it is revoked')
    .option('--name <name>', 'what to call it')
    .option('--json', 'print JSON')
    .action(async ({ scope, expires, name, json }: CreateOptions) => {
      if (scope === undefined) {
        throw new RequestError('USAGE', 'A token needs at least one --scope', {
          hint: `Scopes are ${SCOPES.join(', ')}. For example: nightshift token create --scope plan:read --expires 30d`,
        });
      }
      const made = await (await deps.gateway()).createToken({
        scopes: scope,
        ...(name === undefined ? {} : { name }),
        ...(expires === undefined ? {} : { expiresAt: momentOf('--expires', expires, 'after', deps.clock.now()) }),
      });
      const until = made.expiresAt === undefined ? 'until it is revoked' : `until ${made.expiresAt}`;
      print(deps.terminal, json, made, () =>
        [
          made.token,
          `${made.name} (${made.id}) may do ${made.scopes.join(', ')} ${until}. Keep it: it is not shown again.`,
        ].join('\n'),
      );
    });
  token
    .command('list', { isDefault: true })
    .description('show the tokens, never their secrets')
    .option('--json', 'print JSON')
    .action(async (options: { readonly json?: boolean }) => {
      const tokens = await (await deps.gateway()).tokens();
      print(deps.terminal, options.json, { tokens }, () =>
        table(
          ['ID', 'NAME', 'STATE', 'SCOPES', 'EXPIRES', 'LAST USED'],
          tokens.map(({ id, name, state, scopes, expiresAt = 'never', lastUsedAt = 'never' }) => [
            id,
            name,
            state,
            scopes.join(', '),
            expiresAt,
            lastUsedAt,
          ]),
        ),
      );
    });
  token
    .command('revoke <token>')
    .description('refuse a token from now on, by its id or name')
    .option('--json', 'print JSON')
    .action(async (wanted: string, options: { readonly json?: boolean }) => {
      const revoked = await (await deps.gateway()).revokeToken(wanted);
      print(deps.terminal, options.json, revoked, () => `${revoked.name} (${revoked.id}) is refused from now on.`);
    });
}

function scopesOf(value: string, before: readonly Scope[] = []): readonly Scope[] {
  const scopes = value.split(',').map((word) => {
    const scope = SCOPES.find((known) => known === word.trim());
    if (scope !== undefined) return scope;
    throw new RequestError('USAGE', `There is no scope ${word.slice(0, 40)}`, {
      hint: `Scopes are ${SCOPES.join(', ')}`,
    });
  });
  return [...before, ...scopes];
}
