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
import { waitedForInBrackets } from './text/waiting-in-brackets';

/** Characters of a title that are looked at. */
const LONGEST = 2_000;
const SHORT = 160;
const SETS_OFF = /[)）\]]|\s[—–-]{1,2}\s|,\s/;
const ENDS_SET_OFF = /[)）\]]\.?$|\s[—–-]{1,2}\s/;
const IN_BRACKETS = /[[(（]([^()[\]（）]{2,300})[\])）]/g;

/**
 * Words in brackets, in the title of a task, of a part of one or of its phase, that say what holds it up and name no task of the plan: `Pay (waiting on
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
  const ofPhase = new Map<string, string | undefined>();
  const phaseHeld = (phase: string): string | undefined => {
    if (!ofPhase.has(phase)) ofPhase.set(phase, heldBy(phase, isKnown));
    return ofPhase.get(phase);
  };
  draft.tasks.forEach((task, no) => {
    if (task.status === 'completed' || task.status === 'skipped' || task.asksNoMore) return;
    if (task.humanGate !== undefined) return;
    const said =
      heldBy(task.title, isKnown, task.traits) ??
      inFirstLine(task.description, isKnown) ??
      (task.phase === undefined ? undefined : phaseHeld(task.phase));
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
  if (description === '') return undefined;
  const end = description.indexOf('\n');
  const line = (end < 0 ? description : description.slice(0, end)).trim();
  return line.length <= SHORT && ENDS_SET_OFF.test(line) ? heldBy(line, isKnown) : undefined;
}

function partHeld({ subtasks }: DraftTask, isKnown: (name: string) => boolean): string | undefined {
  let parts: ReadonlySet<string> | undefined;
  const isPart = (name: string): boolean => {
    parts ??= new Set(subtasks.flatMap(({ title, originalId }) => [title.toLowerCase(), idKey(originalId)]));
    return parts.has(name.toLowerCase()) || parts.has(idKey(name)) || isKnown(name);
  };
  for (const { title, isDone, isOptional } of subtasks) {
    const said = isDone || isOptional || !SETS_OFF.test(title) ? undefined : heldBy(title, isPart);
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
  for (const [, inside = ''] of title.matchAll(IN_BRACKETS)) {
    const fields = bracketFields(inside);
    for (const field of fields)
      if (field.type === 'waits' && holdsUp(field.names, field.said, isKnown)) return field.said;
    const name = fields.length > 0 ? undefined : waitedForInBrackets(inside);
    if (fields.length === 0 && OF_SOMEBODY.test(spellClause(inside.slice(0, 100)).signs)) return inside.trim();
    if (name !== undefined && (name === '' || (!/\d/.test(name) && !isKnown(name)))) return inside.trim();
  }
  return undefined;
}

/** `once Bob is back`, `Ann to decide`, `Bob first`, in the kinds of `gates/kinds.ts`. */
const OF_SOMEBODY = /^(?:[80](?!~)[cPI@]L?o{1,4}|(?!~)[cPI@](?:oR|f))$/;

/** `Cut over — needs Kim`: somebody by name, who is no task. */
function setOff(title: string, isKnown: (name: string) => boolean): string | undefined {
  const isSomebody = (name: string, isHeld: boolean): boolean =>
    (isHeld ? /^\p{Lu}/u.test(name) && !/\d/.test(name) : /^[cP@]$/.test(spellClause(name).signs)) && !isKnown(name);
  return spokenDependencies(title).find(
    ({ isPlain, isNegated, isHeld, names }) =>
      isPlain && !isNegated && names.length > 0 && names.every((name) => isSomebody(name, isHeld)),
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
