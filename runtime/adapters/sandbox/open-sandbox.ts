import type { CrashPoints } from '../../ports/crash-points';
import type { Sandbox } from '../../ports/sandbox';
import { BareSandbox } from './bare-sandbox';
import { BubblewrapSandbox } from './bubblewrap-sandbox';

/**
 * The sandbox of the operator's choice. Never falls back to a weaker one: where bubblewrap is missing its runs are
 * refused with `SANDBOX_MISSING`.
 */
export function openSandbox(kind: Sandbox['kind'], crash?: CrashPoints): Sandbox {
  return kind === 'none' ? new BareSandbox(crash) : new BubblewrapSandbox(crash === undefined ? {} : { crash });
}
