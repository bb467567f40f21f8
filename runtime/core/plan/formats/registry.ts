import { autoClaude } from './auto-claude';
import { beads, beadsFolder } from './beads';
import { checkbox } from './checkbox';
import { dataList } from './data-list';
import { featureList } from './feature-list';
import { gsdRoadmap } from './gsd-roadmap';
import type { PlanFormat } from './plan-format';
import { ralph } from './ralph';
import { taskList } from './task-list';
import { taskMaster } from './task-master';

/** Every format that can be read; of two that are equally sure of a text, the earlier wins. */
export const PLAN_FORMATS: readonly PlanFormat[] = [
  gsdRoadmap,
  beads,
  beadsFolder,
  ralph,
  autoClaude,
  taskMaster,
  featureList,
  dataList,
  taskList,
  checkbox,
];
