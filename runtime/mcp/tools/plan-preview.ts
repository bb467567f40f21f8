import { z } from 'zod/v4';
import { isNightshiftError } from '../../core/errors';
import { previewAnswer } from '../answers/preview-answer';
import { optionsField } from '../options-field';
import { planFields, planOf, projectField, projectOf } from '../plan-argument';
import { tool } from '../tool';

/** What nightshift understands of a plan, before it is handed over. */
export const planPreview = tool({
  name: 'plan_preview',
  title: 'Preview a plan',
  description:
    'Shows what nightshift understands of a plan (ROADMAP.md, PRD, task list, tasks.json …) without running it: tasks, waves, longest chain, what nothing proves, what would wait for the person, what nobody here can do, when it would be over, or every problem with its line. Call it before `handoff` and show the person the result.',
  scope: 'plan:read',
  isReadOnly: true,
  isDestructive: false,
  isIdempotent: true,
  input: z.strictObject({
    ...planFields,
    project: projectField.describe(
      'Folder, name or id of the registered project that the tasks would work on. Left out: the repository of the working folder',
    ),
    options: optionsField.describe('As `handoff` will be given them: what is shown is what would run'),
  }),
  answer: async ({ file, plan, format, project, options }, { backend }) => {
    const input = await planOf(backend, { file, plan, format, project });
    const { dir, dirty } = await projectOf(backend, project);
    try {
      return previewAnswer(await backend.preview(input, { ...options }, dir), { dirty });
    } catch (error) {
      // Of a folder that nobody named: a plan may be looked at before its project is registered.
      const isUnregistered = isNightshiftError(error) && error.code === 'PROJECT_UNKNOWN' && project === undefined;
      if (!isUnregistered || dir === undefined) throw error;
      return previewAnswer(await backend.preview(input, { ...options }), { dirty, unregistered: dir });
    }
  },
});
