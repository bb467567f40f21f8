import { backlogFolder, backlogTask } from './backlog';
import { bmadEpics, bmadFolder, bmadSprint, bmadStory } from './bmad';
import { ccpmFile, ccpmFolder } from './ccpm';
import { checkbox } from './checkbox';
import { codeTaskFile, codeTaskFolder } from './code-task';
import { gsdRoadmap } from './gsd-roadmap';
import { kiro } from './kiro';
import { openspec } from './openspec';
import type { PlanFormat } from './plan-format';
import { specKit } from './spec-kit';
import { specKitExecution } from './spec-kit-execution';
import { taskList } from './task-list';

/** Every format that can be read; of two that are equally sure of a text, the earlier wins. */
export const PLAN_FORMATS: readonly PlanFormat[] = [
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
  gsdRoadmap,
  taskList,
  checkbox,
];
