import { counted } from '../../counted';
import type { ExecutionPlan } from '../plan';
import { type PlanPreview, previewPlan } from '../preview-plan';
import { drawLegend } from './draw-legend';
import { ARROWS, drawLine, round } from './draw-lines';
import { drawTask } from './draw-task';
import { type Layout, layOut, MARGIN } from './lay-out';
import { phaseColours } from './phase-colours';
import { pictureGraph } from './picture-graph';
import { textWidth, wrap, xml } from './picture-text';
import { SIZES } from './place-band';
import { routes } from './routes';

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";
const LEAST_WIDTH = 480;
/** Height of title and summary, with the room below. */
const HEAD = 40;

/**
 * A plan as a picture (SVG): its waves as columns from left to right, in rows of some where they are many; phases by
 * colour, the critical path marked, what is done or left out in grey, and where a person is asked. Lines that somebody
 * wrote are solid, implied ones dashed. It needs nothing from outside, runs nothing, and is the same for the same plan.
 *
 * Cost: that of `pictureGraph`, and linear in what is drawn.
 */
export function drawPlan(plan: ExecutionPlan): string {
  const preview = previewPlan(plan);
  const graph = pictureGraph(plan.tasks, preview.criticalPath);
  const layout = layOut(preview, graph, HEAD);
  const colours = phaseColours(plan.tasks);
  const width = Math.max(layout.width, LEAST_WIDTH, Math.ceil(textWidth(summaryOf(preview)) * 12) + 2 * MARGIN);
  const legend = drawLegend(plan, colours.phases, graph, layout.height, width);
  const height = layout.height + legend.height;
  const paths = routes(graph.edges, layout);
  const isTask = (node: number): boolean => node < plan.tasks.length;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="${FONT}">`,
    `<title>${xml(`${plan.title}: ${summaryOf(preview)}`)}</title>`,
    `<defs>${ARROWS}</defs>`,
    `<rect width="${width}" height="${height}" rx="10" fill="#ffffff"/>`,
    `<text x="${MARGIN}" y="32" font-size="17" font-weight="650" fill="#212529">${xml(wrap(plan.title, (width - 2 * MARGIN) / 17, 1).join(''))}</text>`,
    `<text x="${MARGIN}" y="52" font-size="12" fill="#868e96">${xml(summaryOf(preview))}</text>`,
    ...waveHeads(preview, layout),
    // Critical lines lie above the others.
    ...[...graph.edges]
      .map((edge, at) => ({ edge, path: paths[at]! }))
      .sort((a, b) => Number(a.edge.isCritical) - Number(b.edge.isCritical))
      .map(({ edge, path }) => drawLine(path, edge, isTask(edge.to))),
    ...graph.junctions.map((_, at) => {
      const { x, y } = layout.placeOf(plan.tasks.length + at);
      return `<circle cx="${round(x)}" cy="${round(y)}" r="3" fill="#adb5bd"/>`;
    }),
    ...plan.tasks.map((task, no) => {
      const { x, y } = layout.placeOf(no);
      return drawTask(task, preview.tasks[no]!, colours.of(task), round(x), round(y - SIZES.node.height / 2));
    }),
    ...legend.lines,
    '</svg>',
    '',
  ].join('\n');
}

function waveHeads(preview: PlanPreview, layout: Layout): readonly string[] {
  return preview.waves.map((wave, no) => {
    const { x, y } = layout.headOf(no);
    const count = counted(wave.length, 'task');
    return `<text x="${x}" y="${y}" font-size="11" fill="#868e96"><tspan font-weight="650" fill="#495057">Wave ${no + 1}</tspan> · ${count}</text>`;
  });
}

function summaryOf({ tasks, waves, criticalMinutes }: PlanPreview): string {
  const done = tasks.filter(({ status }) => status === 'completed').length;
  return [
    `${counted(tasks.length, 'task')} in ${counted(waves.length, 'wave')}`,
    ...(done > 0 ? [`${done} done`] : []),
    criticalMinutes > 0 ? `at least ${Math.round(criticalMinutes)} min along the critical path` : 'nothing left to do',
  ].join(' · ');
}
