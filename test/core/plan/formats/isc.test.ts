import { Findings } from '../../../../runtime/core/plan/findings';
import { isc } from '../../../../runtime/core/plan/formats/isc';
import { DEFAULT_PLAN_LIMITS } from '../../../../runtime/core/plan/plan';
import { planDocument } from '../../../../runtime/core/plan/text/plan-document';
import { verifies } from '../../../support/verifies';
import { detects, formatTable } from './format-table';

const V3 = '---\nprd: true\nid: PRD-1\nstatus: DRAFT\neffort_level: low\nverification_summary: "0/2"\n---\n# Kettle\n';
const V4 = (progress = '1/2', phase = 'build') =>
  `---\ntask: Boil\nslug: boil\neffort: low\nphase: ${phase}\nprogress: ${progress}\nmode: x\n---\n`;
const LIST = '## Criteria\n- [x] ISC-1: Water boils\n- [ ] ISC-2: Lid closes\n';

detects('isc', [
  ['by its ids', LIST, true],
  ['by its path', { text: LIST, fileName: 'MEMORY/WORK/2026/boil/PRD.md' }, true],
  ['by the older path', { text: `${V3}- [ ] ISC-1: x\n`, fileName: '.prd/PRD-20260101-boil.md' }, true],
  ['by the third frontmatter', `${V3}## IDEAL STATE CRITERIA\n- [ ] C1: it boils\n`, true],
  ['by the fourth frontmatter', `${V4('0/1')}## Criteria\n- [ ] It boils\n`, true],
  ['not by criteria alone', '## Criteria\n- [ ] it boils\n', false],
  ['not where a plan mentions one', '- [ ] Write it\n- [ ] Check ISC-1 again\n', false],
]);

formatTable('isc', [
  [
    'gives criteria and no tasks',
    `${V4()}${LIST}`,
    { n_tasks: 0, verification_count: 2, problems: ['10 PLAN_NEEDS_TASKS'], notes: [] },
  ],
  [
    'reads the third edition, until the next heading or rule',
    `${V3}## IDEAL STATE CRITERIA (Verification Criteria)\n### Lid\n- [ ] ISC-C1: a\n### Anti\n- [ ] ISC-A-1: no steam\n## PLAN\n- [ ] Buy a lid\n## LOG\n1. done\n`,
    { verification_count: 2, notes: ['15 NOTE_LEFT_OUT', '17 NOTE_LEFT_OUT'] },
  ],
  [
    'reads every form of id',
    '## ISC Criteria\n- [ ] ISC-1: a\n- [ ] ISC-Lid-2 — b\n- [ ] ISC-A1: c\n- [ ] **ISC-4**: d\n- [ ] API-1: e\n- [ ] Anti: no steam\n| ISC-9 | f |\n',
    { verification_count: 7 },
  ],
  [
    'ends a section at a rule',
    '## Criteria\n- [ ] ISC-1: a\n- [ ] ISC-2: b\n\n---\n- [ ] other\n',
    { verification_count: 2 },
  ],
  [
    'T38 counts boxes, and notes what the header says otherwise',
    `${V4('20/20', 'complete')}${LIST}`,
    { verification_count: 2, notes: ['5 NOTE_STATUS_CONFLICT', '6 NOTE_STATUS_CONFLICT'] },
  ],
  ['T19 an id twice with one text is one', `${LIST}## Claims\n- [ ] ISC-2: Lid closes\n`, { verification_count: 2 }],
  [
    'T20 an id twice with two texts is two',
    `${LIST}- [ ] ISC-2: Lid opens\n`,
    { verification_count: 3, notes: ['4 NOTE_DUPLICATE_ID'] },
  ],
  ['T14 boxes in fences are none', `${LIST}\`\`\`\n- [ ] ISC-7: x\n\`\`\`\n`, { verification_count: 2 }],
]);

it.each<[string, string | undefined]>([
  ['Verify: CLI: make lid-test', 'make lid-test'],
  ['Verify: Test: `npm test`', 'npm test'],
  ['Verify: Grep: grep -q lid a.c', 'grep -q lid a.c'],
  ['Verify: CLI: look at the output', undefined],
  ['Verify: Read: README.md', undefined],
  ['Verify: Browser: open it', undefined],
  ['Verify: Custom: npm test', undefined],
])(`takes a command from "%s": %s${verifies('R-2')}`, (verify, command) => {
  expect(criteriaOf(`## Criteria\n- [ ] ISC-1: Lid closes | ${verify}\n`)).toEqual([command]);
});

/** The commands of the criteria, as the draft has them. */
function criteriaOf(text: string): readonly (string | undefined)[] {
  const document = planDocument({ path: '', text, limits: DEFAULT_PLAN_LIMITS });
  return isc.read(document, DEFAULT_PLAN_LIMITS, new Findings())!.criteria!.map(({ command }) => command);
}
