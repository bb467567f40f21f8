import { openToOthers } from './open-to-others';
import type { Tell } from './running';
import type { PartName } from './supervisor';
import type { TemplateResult } from './templates';

/** What a part is called. */
export const TITLES: Readonly<Record<PartName, string>> = {
  'n8n-worker': "n8n's worker",
  postgres: 'Postgres',
  n8n: 'n8n',
  gateway: 'the gateway',
  worker: 'the worker',
};

/** What is said while a part starts. */
export const STARTING: Readonly<Record<PartName, string>> = {
  'n8n-worker': "starting n8n's worker",
  postgres: 'starting Postgres and bringing its schema up to date',
  n8n: 'starting n8n and setting it up (the first time about 20 s)',
  gateway: 'starting the gateway',
  worker: 'starting the worker',
};

/** The last step of a start. */
export const ALL_UP = 'everything is up';

/** That a part listens elsewhere than it was told to. */
export function movedText(part: string, from: number, to: number): string {
  return `port ${from} is taken: ${part} uses ${to}`;
}

/** That a part that had moved listens where it usually does. */
export function returnedText(part: string, from: number, to: number): string {
  return `port ${to} is free again: ${part} uses it instead of ${from}`;
}

/** Says who else may enter the home, and what mends it. */
export function tellOpenHome(home: string, tell: Tell): void {
  const open = openToOthers(home);
  if (open === undefined) return;
  tell(
    'home',
    'warning',
    `other users may enter ${home} (mode ${open.mode}), where plans, logs and keys lie: ${open.command}`,
  );
}

/** Says what became of the templates. */
export function tellTemplates(results: readonly TemplateResult[], tell: Tell): void {
  const count = (state: TemplateResult['state']): number => results.filter((result) => result.state === state).length;
  tell(
    'templates',
    'done',
    `workflows: ${count('imported')} imported, ${count('updated')} updated, ${count('unchanged')} as they were`,
  );
  for (const result of results) {
    const name = result.template.name;
    if (result.state === 'edited') {
      const newer = result.isOutdated ? '; a newer version is shipped' : '';
      tell('templates', 'warning', `${name} was edited in n8n and stays as it is (${result.differences[0]})${newer}`);
    }
    if (result.state === 'unpublished') tell('templates', 'warning', `${name} is not published: ${result.reason}`);
  }
}
