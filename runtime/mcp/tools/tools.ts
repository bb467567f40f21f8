import type { Tool } from '../tool';
import { answer } from './answer';
import { control } from './control';
import { handoff } from './handoff';
import { list } from './list';
import { planPreview } from './plan-preview';
import { results } from './results';
import { similar } from './similar';
import { status } from './status';

/** Every tool, in the order in which a person would come to need it. */
export const TOOLS: readonly Tool[] = [planPreview, handoff, status, list, control, answer, results, similar];
