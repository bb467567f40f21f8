import { autoClaude } from './auto-claude';
import { backlogFolder, backlogTask } from './backlog';
import { beads, beadsFolder } from './beads';
import { bmadEpics, bmadFolder, bmadSprint, bmadStory } from './bmad';
import { ccpmFile, ccpmFolder } from './ccpm';
import { checkbox } from './checkbox';
import { codeTaskFile, codeTaskFolder } from './code-task';
import { dataList } from './data-list';
import { featureList } from './feature-list';
import { gsdPhase } from './gsd-phase';
import { gsdPlan } from './gsd-plan';
import { gsdRoadmap } from './gsd-roadmap';
import { gsd2, gsd2Folder } from './gsd2';
import { isc } from './isc';
import { kiro } from './kiro';
import { openspec } from './openspec';
import type { PlanFormat } from './plan-format';
import { planMode } from './plan-mode';
import { prd } from './prd';
import { prp } from './prp';
import { ralph } from './ralph';
import { specKit } from './spec-kit';
import { specKitExecution } from './spec-kit-execution';
import { storyPrd } from './story-prd';
import { superpowers } from './superpowers';
import { taskList } from './task-list';
import { taskMaster } from './task-master';
import { taskMasterPrd } from './task-master-prd';

/** Every format that can be read; of two that are equally sure of a text, the earlier wins. */
export const PLAN_FORMATS: readonly PlanFormat[] = [
  gsdPhase,
  gsd2Folder,
  gsdPlan,
  gsd2,
  backlogTask,
  backlogFolder,
  ccpmFile,
  ccpmFolder,
  codeTaskFile,
  codeTaskFolder,
  bmadSprint,
  bmadStory,
  bmadEpics,
  bmadFolder,
  specKit,
  specKitExecution,
  kiro,
  openspec,
  isc,
  prp,
  taskMasterPrd,
  storyPrd,
  superpowers,
  prd,
  gsdRoadmap,
  beads,
  beadsFolder,
  ralph,
  autoClaude,
  taskMaster,
  featureList,
  dataList,
  taskList,
  planMode,
  checkbox,
];
