import { z } from 'zod/v4';
import { previewAnswer } from '../answers/preview-answer';
import { planFields, planOf, projectField } from '../plan-argument';
import { tool } from '../tool';

/** What nightshift understands of a plan, before it is handed over. */
export const planPreview = tool({
  name: 'plan_preview',
  title: 'Preview a plan',
  description:
    'Shows what nightshift understands of a plan (ROADMAP.md, PRD, task list, tasks.json …) without running it: tasks, waves, longest chain, what nothing proves, what would wait for the person, or every problem with its line. Call it before `handoff` and show the person the result.',
  scope: 'plan:read',
  isReadOnly: true,
  isDestructive: false,
  isIdempotent: true,
  input: z.strictObject({
    ...planFields,
    project: projectField.describe('Folder, name or id of the registered project that `file` lies in'),
  }),
  answer: async ({ file, plan, format, project }, { backend }) => {
    const { text, fileName } = await planOf(backend, { file, plan, project });
    const input = { text, fileName, ...(format === undefined ? {} : { format }) };
    return previewAnswer(await backend.preview(input));
  },
});
