import { z } from 'zod/v4';
import { CONVERSATION_ID_RULE, isConversationId, LONGEST_CONVERSATION_ID } from '../core/handoff/conversation-id';

/** How a tool is told of a conversation. */
export const conversationField = z
  .string()
  .max(LONGEST_CONVERSATION_ID, CONVERSATION_ID_RULE)
  .refine(isConversationId, CONVERSATION_ID_RULE)
  .optional();
