/** The list of what nodes may use. Nothing else of the runtime is public. */

export type { ShownPlan } from './app/preview-plan-text';
export type {
  Answer,
  LoopAnswer,
  NodeCaller,
  Runtime,
  SubmitAnswer,
  WaitAnswer,
  WaitingNode,
  WakeAnswer,
} from './app/runtime';
export { errorForm } from './core/error-form';
export { isNightshiftError, type NightshiftError } from './core/errors';
export { previewPlanText } from './main/facade/preview-plan-text';
export { openRuntime, type RuntimeCredential } from './main/open-runtime';
