import { lowerBound } from '../../../runtime/core/schedule/lower-bound';
import { type Instance, workloadOf } from './instances/instance';

/** What no schedule of an instance can be below. */
export const boundOf = (instance: Instance, workers: number | undefined): number =>
  lowerBound(workloadOf(instance, workers));
