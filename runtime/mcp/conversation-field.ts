import { z } from 'zod/v4';
import { CONVERSATION_ID_RULE, isConversationId } from '../core/handoff/conversation-id';

/** How a tool is told of a conversation. */
export const conversationField = z.string().refine(isConversationId, CONVERSATION_ID_RULE).optional();
