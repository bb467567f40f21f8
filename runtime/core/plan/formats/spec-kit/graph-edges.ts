import type { Position } from '../../plan';
import { readFences } from '../../text/fences';
import type { PlanDocument } from '../../text/plan-document';
import type { ProseEdge } from './dependency-prose';
import { mermaidEdges } from './mermaid-edges';

export interface StatedEdge extends ProseEdge {
  readonly where: Position;
}

/** The dependencies between tasks that a mermaid graph of the document draws. Linear. */
export function graphEdges(document: PlanDocument): readonly StatedEdge[] {
  return readFences(document)
    .filter(({ info }) => info === 'mermaid')
    .flatMap((fence) =>
      mermaidEdges(fence.document.text).map(({ from, to, lineNo }) => ({
        before: from,
        after: to,
        where: { line: fence.line + 1 + lineNo, column: 1 },
      })),
    );
}
