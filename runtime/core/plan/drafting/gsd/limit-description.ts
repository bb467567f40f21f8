import type { Findings } from '../../findings';
import type { PlanLimits, Position } from '../../plan';

/** The description, cut where it is longer than a task may have; that is noted. */
export function limitDescription(text: string, where: Position, limits: PlanLimits, findings: Findings): string {
  if (text.length <= limits.descriptionLength) return text;
  findings.note(
    'NOTE_SHORTENED',
    where,
    `The description has ${text.length} characters; what is over ${limits.descriptionLength} stands only in the file`,
  );
  return text.slice(0, limits.descriptionLength);
}
