import type { DraftReference } from '../draft';
import type { Findings } from '../findings';
import { at } from '../text/at';
import { idKey } from '../text/id-key';
import type { Line } from '../text/lines';
import type { Section } from '../text/outline';
import type { PlanDocument } from '../text/plan-document';
import { quote } from '../text/quote';
import { readChain } from '../text/read-arrows';
import { readReferences } from '../text/read-references';
import { spokenDependencies } from '../text/spoken-dependency';
import type { OpenTask } from './markdown-task';
import { PhaseMembers } from './phase-members';

/** Titles of sections that say what waits on what. */
const ORDER = /\bdependenc(?:y|ies)\b|\b(?:execution|build|task) order\b|\bcritical path\b|\bsequence\b|依赖|顺序/i;
/** Edges after which no further line is read. */
const MOST_EDGES = 20_000;

/** The sections of a document that say what waits on what. */
export function orderSections(sections: readonly Section[]): readonly Section[] {
  return sections.filter(({ heading, title }) => heading !== undefined && ORDER.test(title.slice(0, 300)));
}

/**
 * What lines outside of the tasks say of their order, by the number of the task that waits: `US-001 -> US-002, US-003`,
 * `Task 3 depends on Task 1`, `Phase 2 depends on Phase 1`. Only names of tasks and phases count; a line that is read is noted. Linear.
 */
export function chainEdges(
  sections: readonly Section[],
  tasks: readonly OpenTask[],
  document: PlanDocument,
  findings: Findings,
): ReadonlyMap<number, readonly DraftReference[]> {
  const waits = new Map<number, DraftReference[]>();
  if (sections.length === 0) return waits;
  const numbers = new Map(tasks.map(({ originalId }, no) => [idKey(originalId), no]));
  const names = { numbers, phases: new PhaseMembers(tasks) };
  const seen = new Set<string>();
  for (const { lines } of sections) {
    for (const line of lines) {
      const known = seen.size > MOST_EDGES ? [] : groupsOf(line, names);
      for (let no = 1; no < known.length; no++)
        for (const before of names.phases.lastOf(known[no - 1]!, known[no]!.length))
          for (const after of known[no]!) {
            if (before === after || seen.has(`${before}>${after}`)) continue;
            seen.add(`${before}>${after}`);
            const own = waits.get(after) ?? [];
            own.push({ target: tasks[before]!.originalId, no: before, where: at(line) });
            waits.set(after, own);
          }
      if (known.length < 2) continue;
      document.ledger.mark(line, 'field');
      findings.note('NOTE_DEPENDENCY_READ', at(line), `What waits on what is read from ${quote(line.content)}`);
    }
  }
  names.phases.keepOrder();
  return waits;
}

/** What a name may mean. */
interface Names {
  readonly numbers: ReadonlyMap<string, number>;
  readonly phases: PhaseMembers;
}

/** The tasks of a line, those of each group before those of the next. */
function groupsOf(line: Line, names: Names): readonly (readonly number[])[] {
  if (line.kind !== 'text' && line.kind !== 'item' && line.kind !== 'code') return [];
  const chain = readChain(line.content);
  if (chain !== undefined)
    return chain
      .map((part) => part.flatMap((id) => names.numbers.get(idKey(id)) ?? names.phases.of(id) ?? []))
      .filter((part) => part.length > 0);
  return line.kind === 'code' ? [] : spoken(line.content, names);
}

/** `2 blocks 3`, `Task 1 must be done before Task 2`. */
const BEFORE =
  /^(.{1,200}?)\s(?:blocks|precedes|(?:must |should |has to )?(?:be )?(?:done |finished |completed? |come |comes |run |runs )?before)\s(.{1,200})$/i;

/** `Task 3 depends on Task 1`: all that stands on both sides must be tasks. */
function spoken(text: string, known: Names): readonly (readonly number[])[] {
  for (const { title, names, isNegated } of spokenDependencies(text.slice(0, 500))) {
    const [before, after] = [named(names.join(', '), known), named(title, known)];
    if (!isNegated && before !== undefined && after !== undefined) return [before, after];
  }
  const said = BEFORE.exec(text.slice(0, 500));
  const [first, then] = [named(said?.[1] ?? '', known), named(said?.[2] ?? '', known)];
  return first === undefined || then === undefined ? [] : [first, then];
}

function named(text: string, { numbers, phases }: Names): readonly number[] | undefined {
  const ofPhases = phases.named(text);
  if (ofPhases !== undefined) return ofPhases;
  const { targets, remarks } = readReferences(text.replace(/[:：]$/, ''));
  const found = targets.map((target) => numbers.get(idKey(target)));
  return found.length === 0 || remarks.length > 0 || found.includes(undefined) ? undefined : (found as number[]);
}
