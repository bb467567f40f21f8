import type { ExecutionPlan, ExecutionTask } from '../plan';
import { type PreviewTask, previewPlan } from '../preview-plan';
import { pictureGraph } from './picture-graph';
import { wrap } from './picture-text';

const CLASSES = [
  'classDef done fill:#f1f3f5,stroke:#ced4da,color:#868e96',
  'classDef leftOut fill:#f8f9fa,stroke:#ced4da,color:#adb5bd,stroke-dasharray:5 3',
  'classDef critical stroke:#e8590c,stroke-width:3px',
  'classDef asks fill:#f3f0ff,stroke:#7048e8',
  'classDef join fill:#adb5bd,stroke:#adb5bd',
];

/**
 * A plan as a flow chart for Mermaid, which GitHub, GitLab and many editors draw. Phases are boxes around their tasks,
 * tasks that ask a person first are hexagons, implied lines are dotted, the critical path is thick.
 */
export function drawMermaid(plan: ExecutionPlan): string {
  const preview = previewPlan(plan);
  const { edges, junctions } = pictureGraph(plan.tasks, preview.criticalPath);
  const name = (node: number): string =>
    node < plan.tasks.length ? `t${node + 1}` : `j${node - plan.tasks.length + 1}`;
  const node = (no: number): string => nodeLine(plan.tasks[no]!, preview.tasks[no]!, name(no));
  const groups = new Map<string | undefined, number[]>();
  plan.tasks.forEach(({ phase }, no) => {
    const group = groups.get(phase);
    if (group === undefined) groups.set(phase, [no]);
    else group.push(no);
  });
  const critical = edges.flatMap(({ isCritical }, at) => (isCritical ? [at] : []));
  const lines = [
    'flowchart LR',
    ...[...groups].flatMap(([phase, nos], at) =>
      phase === undefined
        ? nos.map((no) => `  ${node(no)}`)
        : [`  subgraph p${at + 1}["${label(phase, 60)}"]`, ...nos.map((no) => `    ${node(no)}`), '  end'],
    ),
    ...junctions.map((_, at) => `  j${at + 1}((" ")):::join`),
    ...edges.map(({ from, to, isImplied }) => `  ${name(from)} ${isImplied ? '-.->' : '-->'} ${name(to)}`),
    ...(critical.length === 0 ? [] : [`  linkStyle ${critical.join(',')} stroke:#e8590c,stroke-width:3px`]),
    ...CLASSES.map((line) => `  ${line}`),
  ];
  return `${lines.join('\n')}\n`;
}

function nodeLine(task: ExecutionTask, { onCriticalPath }: PreviewTask, name: string): string {
  const { originalId, title, status, humanGate } = task;
  const done = status === 'completed' ? '✓ ' : '';
  const text = `"${done}${label(originalId, 24)}<br/>${label(title, 60)}"`;
  const shape = humanGate === undefined ? `[${text}]` : `{{${text}}}`;
  const kind = classOf(status, humanGate !== undefined, onCriticalPath);
  return `${name}${shape}${kind === undefined ? '' : `:::${kind}`}`;
}

function classOf(status: ExecutionTask['status'], asks: boolean, isCritical: boolean): string | undefined {
  if (status === 'completed') return 'done';
  if (status === 'skipped') return 'leftOut';
  return isCritical ? 'critical' : asks ? 'asks' : undefined;
}

/** A text in a label: shortened, and with everything that Mermaid or HTML could read as more than text as its code. */
function label(text: string, width: number): string {
  const short = wrap(text, width * 0.55, 1).join('');
  let escaped = '';
  for (const character of short) {
    // A dot behind a number at the beginning would make it a list.
    const isPlain = /[\p{L}\p{N} ,:_/()…✓-]/u.test(character) || (character === '.' && /[^\d]/.test(escaped));
    escaped += isPlain ? character : `#${character.codePointAt(0)!};`;
  }
  return escaped === '' ? ' ' : escaped.replace(/^([-+] )/, '#8203;$1');
}
