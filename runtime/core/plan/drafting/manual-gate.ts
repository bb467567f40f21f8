import { isManualHeading } from '../gates/manual-heading';
import { withoutNumber } from '../text/outline';
import { phaseHeading } from '../text/phase-heading';

/** What is asked before each task below a heading that says that they are done by hand; undefined below others. */
export function manualGate(title: string): string | undefined {
  const words = phaseHeading(title)?.title || withoutNumber(title);
  return isManualHeading(words) ? `The plan says "${words}"` : undefined;
}
