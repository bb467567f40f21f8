import type { TaskState } from './execution';

/**
 * Lost twice in a row: from then on it takes all slots of a worker, whoever else would go there, so that it takes nobody
 * with it, and shows whether it is to blame (I12).
 */
export const isSuspect = ({ losses }: Pick<TaskState, 'losses'>): boolean => losses >= 2;
