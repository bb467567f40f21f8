import type { DraftReference } from '../../draft';
import type { OrderedTask } from '../../drafting/document-order';
import type { Findings } from '../../findings';
import { plainText } from '../../text/plain-text';
import { quote } from '../../text/quote';

/** A module of the RPG template. */
export interface ModuleTask extends OrderedTask {
  phase?: string;
}

/** Names that are looked for among all modules; a document that a person wrote has a few. */
const MOST_LOOKS = 200;
const NOTHING = /^(?:none|nothing|n\/a|-|—|–|)$/i;

/**
 * What the modules of an RPG template wait on. A name may be a module's in full or its last part, `tools.*` for several,
 * `Phase 1 features` for a whole phase, or words of a phase's title. What fits nothing is noted. Cost: linear, with at
 * most {@link MOST_LOOKS} looks at all modules.
 */
export function moduleReferences(
  tasks: readonly ModuleTask[],
  phases: readonly string[],
  most: number,
  findings: Findings,
): readonly (readonly DraftReference[])[] {
  const names = namesOf(tasks);
  let count = 0;
  let looks = 0;
  return tasks.map((task, no) => {
    const references = new Map<string, DraftReference>();
    for (const { expression, where } of task.dependsOn) {
      for (const written of withoutBrackets(expression).split(/[,;+&]| and /)) {
        const piece = written.trim();
        const name = plainText(piece).toLowerCase();
        if (NOTHING.test(name) || count > most) continue;
        const found = names.get(name) ?? (looks++ < MOST_LOOKS ? several(name, tasks, phases) : []);
        for (const other of found) {
          if (other !== no) references.set(tasks[other]!.originalId, { target: tasks[other]!.originalId, where });
        }
        count += found.length;
        if (found.length === 0)
          findings.note(
            'NOTE_NOT_UNDERSTOOD',
            where,
            `${quote(plainText(piece))} names no module of this plan; nightshift does not wait for it`,
          );
      }
    }
    return [...references.values()];
  });
}

/** `[core-types, ai-providers (optional)]` as `core-types, ai-providers`. */
function withoutBrackets(expression: string): string {
  return expression.replace(/^\s{0,3}\[|\]\s{0,3}$/g, '').replace(/\([^()]{0,200}\)/g, '');
}

/** Modules by all their names; a name of two is the first one's. */
function namesOf(tasks: readonly ModuleTask[]): ReadonlyMap<string, readonly number[]> {
  const names = new Map<string, readonly number[]>();
  tasks.forEach((task, no) => {
    const own = new Set<string>();
    for (const word of task.title
      .toLowerCase()
      .split(/[\s,+()]{1,20}/)
      .slice(0, 30)) {
      const name = word.replace(/^\W{1,5}|\W{1,5}$/g, '');
      if (!/[./_-]/.test(name) && name !== task.title.toLowerCase() && !/[a-z][A-Z]/.test(task.title)) continue;
      own.add(name);
      own.add(name.slice(name.lastIndexOf('/') + 1));
    }
    own.add(task.title.toLowerCase());
    for (const name of own) if (name.length > 2 && !names.has(name)) names.set(name, [no]);
  });
  return names;
}

function several(name: string, tasks: readonly ModuleTask[], phases: readonly string[]): readonly number[] {
  const numbers = tasks.map((_, no) => no);
  if (name.endsWith('*')) {
    const start = name.slice(0, -1);
    return numbers.filter((no) => tasks[no]!.title.toLowerCase().includes(start));
  }
  const phase = /^phase (\d{1,4}(?:\.\d{1,3})?)(?: |$)/.exec(name)?.[1];
  const word = name.replace(/ (?:layer|phase|features)$/, '');
  const title = phases.find((each) =>
    phase === undefined
      ? word.length > 3 && each.toLowerCase().includes(word)
      : new RegExp(`^phase ${phase.replace('.', '\\.')}(?![.\\d])`, 'i').test(each),
  );
  return title === undefined ? [] : numbers.filter((no) => tasks[no]!.phase === title);
}
