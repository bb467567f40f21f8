import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeTypeDescription } from 'n8n-workflow';
import { agentExecuteDescription } from '../../nodes/AgentExecute/description';
import { learnDescription } from '../../nodes/Learn/description';
import { notifyDescription } from '../../nodes/Notify/description';
import { parsePlanDescription } from '../../nodes/ParsePlan/description';
import { researchDescription } from '../../nodes/Research/description';
import { verifyDescription } from '../../nodes/Verify/description';
import { waveSchedulerDescription } from '../../nodes/WaveScheduler/description';
import { headingAnchors } from './markdown-pages';

const ROOT = join(__dirname, '../..');
const NODES: readonly INodeTypeDescription[] = [
  parsePlanDescription,
  waveSchedulerDescription,
  agentExecuteDescription,
  verifyDescription,
  researchDescription,
  learnDescription,
  notifyDescription,
];

describe('docs/nodes.md', () => {
  const page = readFileSync(join(ROOT, 'docs/nodes.md'), 'utf8');
  const sections = new Map(page.split(/^## /m).map((section) => [section.split('\n', 1)[0], section]));

  it.each(NODES.map((node): [string, INodeTypeDescription] => [node.displayName, node]))(
    'has a section on %s with a picture and every operation, and the node leads to it',
    (title, { name, properties }) => {
      const section = sections.get(title) ?? '';
      expect(section).toMatch(/!\[[^\]]{20,}\]\(images\/[a-z-]+\.png\)/);
      const operations = properties.find((property) => property.name === 'operation')?.options ?? [];
      for (const operation of operations) expect(section).toContain(`**${operation.name}**`);
      const folder = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
      const codex = JSON.parse(readFileSync(join(ROOT, 'nodes', folder, `${folder}.node.json`), 'utf8'));
      const [, anchor] = codex.resources.primaryDocumentation[0].url.split('/docs/nodes.md#');
      expect(headingAnchors(page)).toContain(anchor);
    },
  );
});
