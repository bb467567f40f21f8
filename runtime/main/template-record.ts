import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sortedKeys } from './compare-workflows';
import type { Workflow } from './n8n-workflow';
import type { Template } from './read-templates';
import { writeFileSafely } from './write-file-safely';

/** What is known of a template that was brought into n8n. */
export interface ImportEntry {
  /** Digest of the template. */
  readonly template: string;
  /** Digest of what n8n made of it. */
  readonly imported: string;
  /** We have published it, so that a person took it offline when it is not. */
  readonly isPublished: boolean;
}

/** What was brought into the n8n of a home, by the workflow's id; kept in `<home>/templates.json`. */
export class TemplateRecord {
  private readonly path: string;

  constructor(home: string) {
    this.path = join(home, 'templates.json');
  }

  of({ workflow }: Template): ImportEntry | undefined {
    return this.read()[workflow.id];
  }

  /** Notes what n8n holds of a template. */
  keep(template: Template, kept: Workflow, isPublished: boolean): void {
    const entry = { template: digestOf(template.workflow), imported: digestOf(kept), isPublished };
    this.write({ ...this.read(), [template.workflow.id]: entry });
  }

  markPublished({ workflow }: Template): void {
    const record = this.read();
    const entry = record[workflow.id];
    if (entry !== undefined) this.write({ ...record, [workflow.id]: { ...entry, isPublished: true } });
  }

  private read(): Readonly<Record<string, ImportEntry>> {
    return existsSync(this.path) ? (JSON.parse(readFileSync(this.path, 'utf8')) as Record<string, ImportEntry>) : {};
  }

  private write(record: Readonly<Record<string, ImportEntry>>): void {
    writeFileSafely(this.path, `${JSON.stringify(record, null, 2)}\n`);
  }
}

/** Over what a person can change, whatever the order of the keys; what is empty is as if it were not there. */
export function digestOf(workflow: Workflow): string {
  const { name, nodes, connections, settings, description, pinData, nodeGroups } = workflow;
  const more = Object.entries({ description, pinData, nodeGroups }).filter(([, value]) => !isEmpty(value));
  const content = { name, nodes, connections, settings: settings ?? {}, ...Object.fromEntries(more) };
  return createHash('sha256').update(JSON.stringify(content, sortedKeys)).digest('hex');
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || Object.keys(value).length === 0;
}
