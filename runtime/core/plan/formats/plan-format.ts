import type { DraftPlan } from '../draft';
import type { Findings } from '../findings';
import type { PlanLimits } from '../plan';
import type { PlanDocument } from '../text/plan-document';

/**
 * How surely a document or folder has a format. The highest wins; of equals, the format that stands earlier in
 * `registry.ts`.
 *
 * - `path`: its path is one that only this format has, and its content does not contradict.
 * - `content`: it holds what only this format writes.
 * - `fallback`: it can be read so, when nobody else knows better.
 */
export type Sureness = 'no' | 'fallback' | 'content' | 'path';

/** One kind of plan. A format is data and pure functions; adding one is a file, a line of `registry.ts`, a table of tests. */
export type PlanFormat = DocumentFormat | FolderFormat;

interface FormatFacts {
  /** As it stands in `ExecutionPlan.format`, and as a person may name it. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** True when the format is ours: then unknown fields, unknown ids and ids twice are problems, not notes. */
  readonly isStrict: boolean;
  /** True when its tasks say by `agent` which of nightshift's agents does them: then an unknown one is a problem, not a note. */
  readonly namesAgents?: true;
}

/** A plan that is one document. */
export interface DocumentFormat extends FormatFacts {
  readonly unit: 'document';
  detect(document: PlanDocument): Sureness;
  /**
   * Reads as much as it can, marks the lines in `document.ledger`, and tells `findings` the rest. Undefined when nothing
   * can be read; a document without tasks is a draft without tasks.
   */
  read(document: PlanDocument, limits: PlanLimits, findings: Findings): DraftPlan | undefined;
}

/** A plan that is a folder: several documents, each with its own ledger. */
export interface FolderFormat extends FormatFacts {
  readonly unit: 'folder';
  detect(documents: readonly PlanDocument[]): Sureness;
  /** As above. Positions carry `file` (see `inFile`); documents that nothing was marked in are noted as left out. */
  read(documents: readonly PlanDocument[], limits: PlanLimits, findings: Findings): DraftPlan | undefined;
}
