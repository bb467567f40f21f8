import { checkbox } from './checkbox';
import { gsdRoadmap } from './gsd-roadmap';
import { isc } from './isc';
import type { PlanFormat } from './plan-format';
import { planMode } from './plan-mode';
import { prd } from './prd';
import { prp } from './prp';
import { storyPrd } from './story-prd';
import { superpowers } from './superpowers';
import { taskList } from './task-list';
import { taskMasterPrd } from './task-master-prd';

/** Every format that can be read; of two that are equally sure of a text, the earlier wins. */
export const PLAN_FORMATS: readonly PlanFormat[] = [
  isc,
  prp,
  taskMasterPrd,
  storyPrd,
  superpowers,
  prd,
  gsdRoadmap,
  taskList,
  planMode,
  checkbox,
];
