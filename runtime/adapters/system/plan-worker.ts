import './close-prototype';
import { parentPort, workerData } from 'node:worker_threads';
import { examinedPlan } from '../../core/plan/examined-plan';
import type { PlanContext, PlanInput } from '../../core/plan/plan';

/** What the thread of `ThreadPlanReader` runs: reads one plan, answers, and ends. */
const { input, context } = workerData as { readonly input: PlanInput; readonly context: PlanContext };
parentPort?.postMessage(examinedPlan(input, context));
