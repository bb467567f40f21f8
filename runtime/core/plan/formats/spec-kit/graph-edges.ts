import type { Position } from '../../plan';
import { readFences } from '../../text/fences';
import type { PlanDocument } from '../../text/plan-document';
import { readMermaid } from '../../text/read-mermaid';
import type { ProseEdge } from './dependency-prose';

export interface StatedEdge extends ProseEdge {
  readonly where: Position;
}

/** The dependencies between tasks that a mermaid graph of the document draws. Linear. */
export function graphEdges(document: PlanDocument): readonly StatedEdge[] {
  return readFences(document)
    .filter(({ info }) => info === 'mermaid')
    .flatMap((fence) =>
      (readMermaid(fence.document.text)?.edges ?? []).map(({ from, to, lineNo }) => ({
        before: from,
        after: to,
        where: { line: fence.line + 1 + lineNo, column: 1 },
      })),
    );
}
