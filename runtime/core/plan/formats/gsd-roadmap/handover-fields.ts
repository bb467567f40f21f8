import { isConversationId } from '../../../handoff/conversation-id';
import type { DraftPlan } from '../../draft';
import type { Priority } from '../../plan';
import type { FrontmatterField } from '../../text/frontmatter';

const PRIORITIES: readonly Priority[] = ['low', 'normal', 'high'];

/** What the frontmatter says to whoever runs the plan. */
export function handoverOf(
  fields: ReadonlyMap<string, FrontmatterField>,
): Pick<DraftPlan, 'priority' | 'conversationId'> {
  const priority = PRIORITIES.find((each) => each === fields.get('priority')?.value);
  const conversationId = fields.get('conversationid')?.value;
  return {
    ...(priority === undefined ? {} : { priority }),
    ...(conversationId !== undefined && isConversationId(conversationId) ? { conversationId } : {}),
  };
}
