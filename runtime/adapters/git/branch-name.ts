import type { ExecutionId } from '../../core/ids';

const LONGEST_SLUG = 40;

/**
 * The name of a delivered branch: what the plan is called, and the end of the execution's id.
 * Letters and digits of ASCII, joined by `-`; a title without any gives `plan`.
 */
export function branchName(execution: ExecutionId, title: string): string {
  const plain = title.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const slug = plain
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .join('-')
    .slice(0, LONGEST_SLUG)
    .replace(/-$/, '');
  const id = (execution.split('-').at(-1) ?? '').replace(/[^A-Za-z0-9]/g, '').slice(0, 8);
  return `nightshift/${slug === '' ? 'plan' : slug}-${id}`;
}
