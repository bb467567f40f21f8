import type { DraftPlan, DraftTask } from './draft';
import { holdsUp } from './drafting/read-task-references';
import type { Findings } from './findings';
import { spellClause } from './gates/spell-clause';
import { bracketFields } from './text/bracket-fields';
import { cut } from './text/cut';
import { idKey } from './text/id-key';
import { quote } from './text/quote';
import { spokenDependencies } from './text/spoken-dependency';
import { takeStanding } from './text/take-standing';
import { ASKS, BRACKET, traitsOf, WAITS } from './text/traits';

/** Characters of a title that are looked at. */
const LONGEST = 2_000;
const SHORT = 160;
const SETS_OFF = /[)）\]]\.?$|\s[—–-]{1,2}\s/;
const IN_BRACKETS = /[[(（]([^()[\]（）]{2,300})[\])）]/g;

/**
 * Words in brackets, in the title of a task or of a part of one, that say what holds it up and name no task of the plan: `Pay (waiting on
 * Stripe)`, `Ship (needs an API key)`, `Ship (on hold)`. A person is asked before the task, whatever format it was read from; the words
 * stay where they are. Each is noted. Linear.
 */
export function askInBrackets(draft: DraftPlan, findings: Findings): DraftPlan {
  let changed: DraftTask[] | undefined;
  let names: ReadonlySet<string> | undefined;
  const isKnown = (name: string): boolean => {
    names ??= namesOf(draft.tasks);
    return names.has(idKey(name)) || names.has(name.toLowerCase().trim());
  };
  draft.tasks.forEach((task, no) => {
    if (task.status === 'completed' || task.status === 'skipped' || task.asksNoMore) return;
    if (task.humanGate !== undefined) return;
    const said = heldBy(task.title, isKnown, task.traits) ?? inFirstLine(task.description, isKnown);
    const part = said === undefined ? partHeld(task, isKnown) : undefined;
    const words = said ?? part;
    if (words === undefined) return;
    const shown = quote(cut(words, 200));
    changed ??= [...draft.tasks];
    changed[no] = { ...task, humanGate: `${part === undefined ? 'The plan' : 'A part of it'} says ${shown}` };
    const message = `A person is asked before ${quote(task.title)}: ${part === undefined ? 'the plan' : 'a part of it'} says ${shown}`;
    findings.note('NOTE_HUMAN_GATE', task.where, message);
  });
  return changed === undefined ? draft : { ...draft, tasks: changed };
}

/** The first line of a description goes on with the title: `- [ ] **Phase 2: Lid** - fits the pot (needs a sample)`. */
function inFirstLine(description: string, isKnown: (name: string) => boolean): string | undefined {
  const end = description.indexOf('\n');
  const line = (end < 0 ? description : description.slice(0, end)).trim();
  return line.length <= SHORT && SETS_OFF.test(line) ? heldBy(line, isKnown) : undefined;
}

function partHeld({ subtasks }: DraftTask, isKnown: (name: string) => boolean): string | undefined {
  if (subtasks.length === 0) return undefined;
  const parts = new Set(subtasks.flatMap(({ title, originalId }) => [title.toLowerCase(), idKey(originalId)]));
  const isPart = (name: string): boolean => parts.has(name.toLowerCase()) || parts.has(idKey(name)) || isKnown(name);
  for (const { title, isDone, isOptional } of subtasks) {
    const said = isDone || isOptional ? undefined : heldBy(title, isPart);
    if (said !== undefined) return said;
  }
  return undefined;
}

/** The words in the brackets of a title that say what holds it up. */
function heldBy(title: string, isKnown: (name: string) => boolean, known?: DraftTask['traits']): string | undefined {
  const traits = traitsOf(title, known);
  if (!traits.may(WAITS | ASKS) || title.length > LONGEST) return undefined;
  return (traits.may(BRACKET) ? inBrackets(title, isKnown) : undefined) ?? setOff(title, isKnown);
}

function inBrackets(title: string, isKnown: (name: string) => boolean): string | undefined {
  const standing = takeStanding(title);
  if (standing?.means === 'held' && !/\d/.test(standing.said)) return standing.said;
  for (const [, inside = ''] of title.matchAll(IN_BRACKETS))
    for (const field of bracketFields(inside))
      if (field.type === 'waits' && holdsUp(field.names, field.said, isKnown)) return field.said;
  return undefined;
}

/** `Cut over — needs Kim`: somebody by name, who is no task. */
function setOff(title: string, isKnown: (name: string) => boolean): string | undefined {
  const isSomebody = (name: string): boolean => /^[cP@]$/.test(spellClause(name).signs) && !isKnown(name);
  return spokenDependencies(title).find(
    ({ isPlain, isNegated, names }) => isPlain && !isNegated && names.length > 0 && names.every(isSomebody),
  )?.said;
}

/** By what tasks are called: their ids, their other names, their titles with and without a remark behind. */
function namesOf(tasks: readonly DraftTask[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { originalId, aliases, title, phase } of tasks) {
    names.add(idKey(originalId));
    for (const alias of aliases) names.add(alias);
    const plain = title.toLowerCase().trim();
    names.add(plain);
    names.add(plain.replace(/\s{1,4}[(（][^()（）]{1,300}[)）]$/, ''));
    if (phase !== undefined) names.add(phase.toLowerCase().trim());
  }
  return names;
}
