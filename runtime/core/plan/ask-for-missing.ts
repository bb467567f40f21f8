import type { DraftPlan } from './draft';
import { asksForPerson } from './drafting/asked-dependency';
import type { Findings } from './findings';
import type { Resolution } from './resolve-dependencies';
import { cut } from './text/cut';
import { quote } from './text/quote';

interface Asked {
  readonly draft: DraftPlan;
  readonly resolution: Resolution;
}

/**
 * Dependencies that name no task and ask for a person: `depends_on: [t1, legal-approval]`. The task waits for t1, and for that
 * person; it is no missing task then. Each is noted. Linear.
 */
export function askForMissing(draft: DraftPlan, resolution: Resolution, findings: Findings): Asked {
  const asked = new Map<number, string>();
  const missing = resolution.missing.filter(({ no, target, where }) => {
    if (!asksForPerson(target)) return true;
    const question = `It waits on ${quote(cut(target, 200))}`;
    asked.set(no, question);
    const message = `A person is asked before ${quote(draft.tasks[no]!.title)}: it waits on ${quote(cut(target, 200))}, which is no task`;
    findings.note('NOTE_HUMAN_GATE', where, message);
    return false;
  });
  if (asked.size === 0) return { draft, resolution };
  const tasks = draft.tasks.map((task, no) => {
    const question = asked.get(no);
    return question === undefined ? task : { ...task, humanGate: task.humanGate || question };
  });
  return { draft: { ...draft, tasks }, resolution: { ...resolution, missing } };
}
