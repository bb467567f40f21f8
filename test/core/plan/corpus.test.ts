import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { previewPlan } from '../../../runtime/core/plan/preview-plan';
import { verifies } from '../../support/verifies';
import { planOf } from './plans';

interface Truth {
  readonly file: string;
  readonly sub: string;
  readonly n_tasks: number | null;
  readonly ids: readonly string[] | null;
  readonly edges: readonly (readonly [string, string])[] | null;
  readonly done_ids: readonly string[] | null;
  readonly done_conflicts?: readonly string[];
  readonly n_subtasks: number | null;
  readonly verification_count: number | null;
  readonly missing_dep_ids?: readonly string[];
  readonly task_unit?: string;
}

const corpus = join(__dirname, '../../../../shared/corpus');
const isHere = existsSync(join(corpus, 'truth.jsonl'));
const truths: readonly Truth[] = isHere
  ? readFileSync(join(corpus, 'truth.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Truth)
  : [];
const planIn = (file: string) => planOf(readFileSync(join(corpus, 'files', file), 'utf8'), file.split('__').pop()!);
const bare = (id: string): string =>
  id
    .replace(/^Phase /, '')
    .split('.')
    .map((part) => part.replace(/^0+(?=\d)/, ''))
    .join('.');

/** Without the corpus beside the repository, one test says why nothing was compared. */
const withCorpus = isHere ? describe : describe.skip;
if (!isHere) it.skip('the corpus of real plans is not at ../shared/corpus: nothing to compare with', () => {});

withCorpus('real GSD roadmaps', () => {
  it.each(truths.filter(({ sub }) => sub === 'roadmap').map((truth) => [truth.file, truth] as const))(
    `%s${verifies('R-2')}`,
    (file, truth) => {
      const plan = planIn(file);
      const names = new Map(plan.tasks.map(({ id, originalId }) => [id, bare(originalId)]));
      const edges = plan.tasks.flatMap((task) =>
        task.dependencies.map((on) => `${names.get(on)}>${bare(task.originalId)}`),
      );
      const missing = new Set(truth.missing_dep_ids ?? []);
      const conflicts = new Set(truth.done_conflicts ?? []);
      expect(plan.tasks.map(({ originalId }) => bare(originalId)).sort()).toEqual([...truth.ids!].sort());
      for (const [on, id] of truth.edges!) if (!missing.has(on)) expect(edges).toContain(`${on}>${id}`);
      const done = plan.tasks.filter(({ status }) => status === 'completed').map(({ originalId }) => bare(originalId));
      expect(done.filter((id) => !conflicts.has(id)).sort()).toEqual([...truth.done_ids!].sort());
      expect(plan.tasks.reduce((sum, { subtasks }) => sum + subtasks.length, 0)).toBe(truth.n_subtasks);
      // A checkpoint among the plans of a phase is judged behind it, and is no criterion of the file.
      const criteria = plan.tasks.reduce((sum, { verification, subtasks }) => {
        const titles = new Set(subtasks.map(({ title }) => title));
        return sum + verification.filter(({ criterion }) => !titles.has(criterion)).length;
      }, 0);
      expect(criteria).toBe(truth.verification_count);
      expect(previewPlan(plan).waves.flat()).toHaveLength(truth.n_tasks!);
    },
  );
});

/** Markdown plans in which a task is a box; other units belong to formats of their own. */
const boxed = truths.filter(
  ({ sub, n_tasks, task_unit }) =>
    (sub === 'mdplan' || sub === 'openspec') && n_tasks !== null && /checkbox/.test(task_unit ?? ''),
);

withCorpus('real checkbox plans', () => {
  it.each(boxed.map((truth) => [truth.file, truth] as const))(`%s${verifies('R-2')}`, (file, truth) => {
    const plan = planIn(file);
    expect(plan.format).toBe(truth.sub === 'openspec' ? 'openspec' : 'checkbox');
    expect(plan.tasks).toHaveLength(truth.n_tasks!);
    expect(plan.tasks.reduce((sum, { subtasks }) => sum + subtasks.length, 0)).toBe(truth.n_subtasks);
    if (truth.verification_count !== null)
      expect(plan.tasks.reduce((sum, { verification }) => sum + verification.length, 0)).toBe(truth.verification_count);
    for (const note of plan.notes) expect(note.code).toMatch(/^NOTE_/);
    expect(previewPlan(plan).waves.flat()).toHaveLength(truth.n_tasks!);
  });

  it('are enough to mean something', () => {
    expect(boxed.length).toBeGreaterThanOrEqual(10);
  });
});
