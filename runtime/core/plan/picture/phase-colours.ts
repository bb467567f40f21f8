import type { ExecutionTask } from '../plan';

export interface PhaseColour {
  readonly name: string;
  readonly stroke: string;
  readonly fill: string;
}

/** Pairs that can be told apart, also by most people who see colours differently. */
const COLOURS: readonly (readonly [string, string])[] = [
  ['#1c7ed6', '#e7f5ff'],
  ['#2f9e44', '#ebfbee'],
  ['#9c36b5', '#f8f0fc'],
  ['#0c8599', '#e3fafc'],
  ['#b08900', '#fff9db'],
  ['#c2255c', '#fff0f6'],
  ['#3b5bdb', '#edf2ff'],
  ['#66a80f', '#f4fce3'],
  ['#846358', '#f8f1ee'],
  ['#495057', '#f1f3f5'],
];
const NONE: PhaseColour = { name: '', stroke: '#868e96', fill: '#ffffff' };

/** A colour for each phase, in the order of the document; after the tenth they begin again. */
export function phaseColours(tasks: readonly ExecutionTask[]): {
  readonly phases: readonly PhaseColour[];
  readonly of: (task: ExecutionTask) => PhaseColour;
} {
  const byName = new Map<string, PhaseColour>();
  for (const { phase } of tasks) {
    if (phase === undefined || byName.has(phase)) continue;
    const [stroke, fill] = COLOURS[byName.size % COLOURS.length]!;
    byName.set(phase, { name: phase, stroke, fill });
  }
  return {
    phases: [...byName.values()],
    of: ({ phase }) => (phase === undefined ? NONE : (byName.get(phase) ?? NONE)),
  };
}
