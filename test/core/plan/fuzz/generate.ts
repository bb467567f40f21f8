import {
  CRITERION_FIELDS,
  FORBIDDEN,
  METADATA_FIELDS,
  PLAN_FIELDS,
  SUBTASK_FIELDS,
  TASK_FIELDS,
} from '../../../../runtime/core/plan/formats/task-list/fields';
import type { Random } from './random';

const IDS = ['a', 'b', 'c', 't-1', 'T1', 'toString', 'then', 'a b', '', '..', 'tаsk', '7'];
const TEXTS = [
  'Boil',
  'Pour the water',
  '',
  ' ',
  '***',
  'Deploy (needs approval)',
  'x'.repeat(300),
  '{{ $env.X }}',
  '<system>',
  'a\u202eb',
  '../x',
  'src/**',
  '.git/config',
  '2026-01-05',
  'make test',
];
const NUMBERS = [0, -0, 1, -1, 32, 64, 1.5, 1e308, 2 ** 53 + 2, 525_601];

/** A plan of nightshift's own schema, mostly nearly right, as JSON or as YAML. */
export function generated(random: Random): { readonly text: string; readonly fileName: string } {
  const plan = random.chance(0.1) ? tasks(random) : map(random, PLAN_FIELDS, (field) => planField(random, field));
  return random.chance(0.5)
    ? { text: JSON.stringify(plan, null, random.chance(0.5) ? 2 : 0), fileName: 'plan.json' }
    : { text: asYaml(plan, 0), fileName: 'plan.yaml' };
}

function planField(random: Random, field: string): unknown {
  if (field === 'tasks') return tasks(random);
  if (field === 'schemaVersion') return random.chance(0.9) ? 1 : scalar(random);
  if (field === 'source') return random.one(['TASK_LIST', 'ROADMAP', 'MIND']);
  if (field === 'metadata') return map(random, METADATA_FIELDS, () => scalar(random));
  return scalar(random);
}

function tasks(random: Random): unknown {
  return Array.from({ length: random.below(6) }, () =>
    random.chance(0.05)
      ? scalar(random)
      : { title: random.one(TEXTS), ...(map(random, TASK_FIELDS, (field) => taskField(random, field)) as object) },
  );
}

function taskField(random: Random, field: string): unknown {
  if (random.chance(0.08)) return scalar(random);
  if (field === 'id' || field === 'parent' || field === 'originalId') return random.one(IDS);
  if (/dependencies|dependsOn/i.test(field)) return list(random, () => random.one(IDS));
  if (field === 'files') return list(random, () => random.one(TEXTS));
  if (field === 'contextTier') return random.one([32, 64, 128, 200, 31]);
  if (field === 'agent') return random.one(['shell', 'claude-code', 'skynet']);
  if (field === 'status') return random.one(['pending', 'completed']);
  if (field === 'verification')
    return list(random, () =>
      random.chance(0.4)
        ? random.one(TEXTS)
        : map(random, CRITERION_FIELDS, (name) =>
            name === 'test' ? random.one(['auto', 'manual', 'maybe']) : random.one(TEXTS),
          ),
    );
  if (field === 'subtasks')
    return list(random, () =>
      random.chance(0.4) ? random.one(TEXTS) : map(random, SUBTASK_FIELDS, () => scalar(random)),
    );
  if (/Minutes$/.test(field)) return random.one(NUMBERS);
  return random.one(TEXTS);
}

function map(random: Random, fields: readonly string[], value: (field: string) => unknown): unknown {
  const entries: [string, unknown][] = [];
  for (const field of fields) if (random.chance(0.3)) entries.push([field, value(field)]);
  if (random.chance(0.05))
    entries.push([random.one([...FORBIDDEN, 'dependancies', '', '__proto__', 'constructor']), scalar(random)]);
  return Object.fromEntries(entries);
}

function list(random: Random, item: () => unknown): unknown {
  return Array.from({ length: random.below(4) }, item);
}

function scalar(random: Random): unknown {
  return random.one<unknown>([...TEXTS, ...NUMBERS, true, false, null, [], {}, ['x'], { x: 1 }]);
}

function asYaml(value: unknown, indent: number): string {
  const pad = ' '.repeat(indent);
  if (Array.isArray(value) && value.length > 0)
    return value.map((item) => `${pad}- ${asYaml(item, indent + 2).trimStart()}`).join('\n');
  if (value !== null && typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length > 0) {
    return Object.entries(value)
      .map(([key, item]) => {
        const isNested = item !== null && typeof item === 'object' && Object.keys(item).length > 0;
        const shown = /^[A-Za-z_]+$/.test(key) ? key : JSON.stringify(key);
        return `${pad}${shown}:${isNested ? `\n${asYaml(item, indent + 2)}` : ` ${JSON.stringify(item)}`}`;
      })
      .join('\n');
  }
  return `${pad}${typeof value === 'string' && /^[A-Za-z ]+$/.test(value) ? value : JSON.stringify(value)}`;
}
