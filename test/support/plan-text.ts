/** More about a task than `planText` makes up. */
export interface TaskText {
  readonly command?: string;
  readonly capability?: string;
  readonly agent?: string;
  readonly humanGate?: string;
  readonly verification?: readonly (string | { readonly criterion: string; readonly command?: string })[];
  readonly files?: readonly string[];
  readonly timeoutMinutes?: number;
}

/**
 * Notes the attempt in the task's own home, which stays from attempt to attempt, and says it, for the log outlives the
 * home: what really ran can be counted there.
 */
const NOTE = 'echo "$NIGHTSHIFT_ATTEMPT" >> "$HOME/runs"; echo "attempt $NIGHTSHIFT_ATTEMPT ran"';
/** Until a test opens the gate; no time is guessed. */
const GATE = 'until [ -e "$HOME/go" ]; do sleep 0.05; done';

/**
 * A plan in nightshift's own schema from lines: `'c<a,b'` is the task c, which waits on a and b; `'c!'` stands before a
 * gate until the test opens it. Every task writes `out/<id>.txt`, and its criterion reads it. Tasks are `task-001` …
 * in the order of the lines.
 */
export function planText(lines: readonly string[], extras: Readonly<Record<string, TaskText>> = {}): string {
  const tasks = lines.map((line) => {
    const [name = '', after = ''] = line.split('<');
    const id = name.replace('!', '');
    const write = `mkdir -p out && echo ${id} > out/${id}.txt`;
    return {
      id,
      title: `Task ${id}`,
      command: [NOTE, ...(name.endsWith('!') ? [GATE] : []), write].join('; '),
      files: [`out/${id}.txt`],
      ...(after === '' ? {} : { dependencies: after.split(',') }),
      verification: [{ criterion: `out/${id}.txt says so`, command: `grep -qx ${id} out/${id}.txt` }],
      ...extras[id],
    };
  });
  return JSON.stringify({ schemaVersion: 1, title: `Plan of ${lines.length}`, tasks }, null, 2);
}
