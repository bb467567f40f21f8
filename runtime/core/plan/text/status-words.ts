import type { ExecutionTask } from '../plan';
import { foreignStatuses } from './state-words';

type Status = ExecutionTask['status'];

/** Every word for a status that fields use, in lower case, with `-`, `_` and spaces as one space; the foreign ones are those of `state-words.ts`. */
const WORDS: ReadonlyMap<string, Status> = new Map<string, Status>([
  ...foreignStatuses(),
  ...words(
    'completed',
    'done|completed|complete|closed|finished|passed|passing|pass|shipped|verified|resolved|merged|implemented|true|✅|✓|✔|☑|[x]',
  ),
  ...words(
    'in_progress',
    'in progress|inprogress|started|claimed|active|doing|wip|ongoing|working|[-]|🚧|review|in review|pr open|contexted',
  ),
  ...words(
    'pending',
    'pending|todo|to do|open|backlog|ready for dev|ready|available|not started|planned|planning|planning complete|drafted|draft|tbd|null|none|false|[ ]|☐|⬜|⏳|📋|queued|new|proposed|waiting|next',
  ),
  ...words('failed', 'failed|error|blocked|失败|失敗'),
  ...words(
    'skipped',
    "cancelled|canceled|deferred|won't do|wont do|wontfix|won't fix|optional|archived|rejected|skipped|obsolete|superseded|dropped|removed",
  ),
]);

function words(status: Status, list: string): [string, Status][] {
  return list.split('|').map((word) => [word, status]);
}

/**
 * The status that a word of a plan means: whole first, then its first words (`Complete 2026-01-05`, `✅ Done (late)`).
 * Undefined when it means none. `tombstone` (deleted) is no status: drop the task.
 */
export function statusOf(text: string): Status | undefined {
  const plain = text
    .slice(0, 80)
    .toLowerCase()
    .replace(/[*\x60"’]/g, (mark) => (mark === '’' ? "'" : ''))
    .replaceAll('\u{fe0f}', '')
    .trim();
  if (WORDS.has(plain)) return WORDS.get(plain);
  const spaced = plain.replace(/[-_\s]{1,80}/g, ' ').trim();
  if (WORDS.has(spaced)) return WORDS.get(spaced);
  const split = spaced.replace(/^(\p{Extended_Pictographic}|✓|✔|☑|☐) {0,2}(?=\S)/u, '').split(/[ (:,;.–—]/);
  for (let length = Math.min(3, split.length); length > 0; length--) {
    const start = split.slice(0, length).join(' ').trim();
    if (start !== '' && WORDS.has(start)) return WORDS.get(start);
  }
  const sign = /^(?:✅|✓|✔|☑|🚧|⏳|☐|⬜)/u.exec(spaced)?.[0];
  return sign === undefined ? undefined : WORDS.get(sign);
}

/** Whether the mark in a box says that it is done. */
export function isDoneMark(mark: string): boolean {
  return mark !== '' && 'xX✓✅☑✔√'.includes(mark);
}

/** The status of a box by its mark: `x` done, `-` `~` `/` in progress; else pending. */
export function statusOfMark(mark: string): Status {
  if (isDoneMark(mark)) return 'completed';
  return mark === '-' || mark === '/' || mark === '~' ? 'in_progress' : 'pending';
}
