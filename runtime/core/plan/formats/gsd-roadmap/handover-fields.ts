import type { DraftPlan } from '../../draft';
import type { Priority } from '../../plan';
import type { FrontmatterField } from '../../text/frontmatter';

const PRIORITIES: readonly Priority[] = ['low', 'normal', 'high'];
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What the frontmatter says to whoever runs the plan. */
export function handoverOf(
  fields: ReadonlyMap<string, FrontmatterField>,
): Pick<DraftPlan, 'priority' | 'conversationId'> {
  const priority = PRIORITIES.find((each) => each === fields.get('priority')?.value);
  const conversationId = fields.get('conversationid')?.value;
  return {
    ...(priority === undefined ? {} : { priority }),
    ...(conversationId !== undefined && UUID.test(conversationId) ? { conversationId } : {}),
  };
}
