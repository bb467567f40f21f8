import { autoClaude } from './auto-claude';
import { beads, beadsFolder } from './beads';
import { checkbox } from './checkbox';
import { dataList } from './data-list';
import { featureList } from './feature-list';
import { gsdPhase } from './gsd-phase';
import { gsdPlan } from './gsd-plan';
import { gsdRoadmap } from './gsd-roadmap';
import { gsd2, gsd2Folder } from './gsd2';
import type { PlanFormat } from './plan-format';
import { ralph } from './ralph';
import { taskList } from './task-list';
import { taskMaster } from './task-master';

/** Every format that can be read; of two that are equally sure of a text, the earlier wins. */
export const PLAN_FORMATS: readonly PlanFormat[] = [
  gsdPhase,
  gsd2Folder,
  gsdPlan,
  gsd2,
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
