import { FIXTURES } from './fixtures';
import type { Random } from './random';

/** Pieces that mean something to one reader or another. */
const PIECES: readonly string[] = [
  ...'\n,\r,\t, ,  ,    ,- [ ] ,- [x] ,* [ ] ,1. [ ] ,- ,1. ,- [P] ,[ ]*,-[ ],# ,## ,### ,###### ,> ,| ,|---|,---\n,***,```\n,~~~\n,`,**,__,~~'.split(
    ',',
  ),
  ...'( ) [ ] { } < > " \' : ; , & * ! % @ ? = + … → – — ： （ ） ✅ 🚧 🎯 ☑'.split(' '),
  '<!--',
  '-->',
  '<task type="auto">',
  '</task>',
  '<name>',
  '</name>',
  '<details>',
  '<tasks>',
  '<feature>',
  '<verify>',
  'depends: 1',
  '(depends on T001)',
  'after: boil',
  '**Depends on**: Phase 1',
  'T001',
  'T001-T999',
  'Phase 1',
  'Task 1: ',
  'Step 1: ',
  'S01',
  'US-001',
  'gate: x',
  '[manual]',
  'autonomous: false',
  'checkpoint:human-verify',
  'est: 2d',
  'run: `make`',
  'verify: `make`',
  'files: ../x',
  '.git/config',
  'tasks:',
  'id: ',
  'title: ',
  '"tasks":',
  '"id":',
  '"title":',
  '"status":',
  '"dependencies":',
  '"subtasks":',
  'null',
  'true',
  '[]',
  '{}',
  '-1',
  '0',
  '1e999',
  '9007199254740993',
  '&a ',
  '*a',
  '<<: *a',
  '!!js/function ',
  '!x ',
  '%YAML 1.1\n',
  '? ',
  '|+\n',
  '>-\n',
  '__proto__',
  'constructor',
  'toString',
  '\0',
  '\u001b[31m',
  '\u202e',
  '\u200d',
  '\ufeff',
  '\u2028',
  '\u00a0',
  '\ud800',
  '\udc00',
  '本',
  'é',
  '🚀',
  '<system>',
  '<<<<<<< HEAD\n',
  '=======\n',
  '>>>>>>> x\n',
  '$(x)',
  '{{ $env.X }}',
  '阶段一：',
  '## Acceptance Criteria\n',
  '## Out of scope\n',
  '---\nautonomous: false\n---\n',
];

/** A text with one to eight changes; sometimes two plans in one. */
export function mutated(random: Random, text: string): string {
  let changed = text;
  for (let left = 1 + random.below(8); left > 0; left--) changed = random.one(CHANGES)(random, changed);
  return changed.slice(0, 60_000);
}

type Change = (random: Random, text: string) => string;

const CHANGES: readonly Change[] = [
  (random, text) => spliced(text, random.below(text.length + 1), 0, random.one(PIECES)),
  (random, text) => spliced(text, random.below(text.length + 1), random.below(12), random.one(PIECES)),
  (random, text) => spliced(text, random.below(text.length + 1), random.below(40), ''),
  (random, text) =>
    spliced(
      text,
      random.below(text.length + 1),
      1,
      String.fromCharCode(random.below(random.chance(0.8) ? 128 : 65_536)),
    ),
  (random, text) => text.slice(0, random.below(text.length + 1)),
  (random, text) => spliced(text, random.below(text.length + 1), 0, random.one(PIECES).repeat(1 + random.below(300))),
  (random, text) => spliced(text, random.below(text.length + 1), 0, random.one(FIXTURES).text),
  onLines((random, lines) => lines.splice(random.below(lines.length), 1)),
  onLines((random, lines) => lines.splice(random.below(lines.length), 0, random.one(lines))),
  onLines((random, lines) => lines.push(...lines.splice(random.below(lines.length), 3))),
  onLines((random, lines) => {
    const at = random.below(lines.length);
    lines[at] = `${random.one(['  ', '\t', '    ', ' '])}${lines[at]}`;
  }),
  onLines((random, lines) => {
    const at = random.below(lines.length);
    lines[at] = lines[at]!.trimStart();
  }),
  (random, text) => text.replaceAll('\n', random.one(['\r\n', '\r', '\n\n', '\u2028', '\r\r\n'])),
  (random, text) => text.replaceAll(random.one(['- [ ]', ':', '"', '- ', '#', '---', '1', 'T00']), random.one(PIECES)),
];

function spliced(text: string, at: number, cut: number, add: string): string {
  return text.slice(0, at) + add + text.slice(at + cut);
}

function onLines(change: (random: Random, lines: string[]) => void): Change {
  return (random, text) => {
    const lines = text.split('\n');
    change(random, lines);
    return lines.join('\n');
  };
}

/** The bytes of a text with some of them changed, added or left out: mostly no UTF-8 any more. */
export function mutatedBytes(random: Random, text: string): Uint8Array {
  const bytes = [...Buffer.from(text)];
  for (let left = 1 + random.below(4); left > 0; left--) {
    const at = random.below(bytes.length + 1);
    const byte = random.chance(0.5) ? random.below(128) : random.below(256);
    if (random.chance(0.4)) bytes.splice(at, 1, byte);
    else if (random.chance(0.5)) bytes.splice(at, 0, byte);
    else bytes.splice(at, 1 + random.below(4));
  }
  return Uint8Array.from(bytes);
}
