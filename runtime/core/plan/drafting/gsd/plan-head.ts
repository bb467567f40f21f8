import { fieldOf, itemsOf, textOf } from '../../data/data-node';
import type { DraftFile } from '../../draft';
import type { Findings } from '../../findings';
import type { Position } from '../../plan';
import { append } from '../../text/append';
import { cut } from '../../text/cut';
import { type Frontmatter, type FrontmatterField, noteFrontmatter } from '../../text/frontmatter';
import type { PlanDocument } from '../../text/plan-document';
import { frontmatterGate } from '../frontmatter-gate';
import { readPaths } from './read-paths';

/** What a GSD plan says of itself before its tasks. All of it is text, as written: `01` stays `01`. */
export interface PlanHead {
  /** `02-whistle`, `2`. */
  readonly phase?: string;
  readonly plan?: string;
  readonly type?: string;
  readonly wave?: number;
  /** As written; undefined when it does not say, empty when it says none. */
  readonly dependsOn?: readonly { readonly target: string; readonly where: Position }[];
  readonly files: readonly DraftFile[];
  /** What must be true when all is done. */
  readonly truths: readonly MustHave[];
  /** Files that must be there. */
  readonly artifacts: readonly MustHave[];
  /** How the parts are wired. */
  readonly links: readonly string[];
  /** It says that it may not run by itself, or that a person must set something up first. */
  readonly gate?: string;
}

export interface MustHave {
  readonly text: string;
  readonly path?: string;
  readonly where: Position;
}

/** Lines in which fields are looked for when the frontmatter is damaged. */
const DAMAGED_WITHIN = 120;
const FIELD =
  /^(?:> ?)?(phase|plan|type|wave|depends[_-]on|files[_-]modified|autonomous|user_setup|gap_closure|requirements|must_haves|gate|checkpoint|manual|requires_approval) {0,3}: {0,3}(.{0,500})$/;

/** Reads the frontmatter of a GSD plan, wherever it stands and however damaged it is; notes where it was not as it should be. */
export function readPlanHead(document: PlanDocument, findings: Findings): PlanHead {
  const frontmatter = document.frontmatter();
  noteFrontmatter(frontmatter, findings);
  const fields = frontmatter.line > 0 ? frontmatter.fields : damagedFields(document, findings);
  const field = (...names: readonly string[]): FrontmatterField | undefined =>
    names.map((name) => fields.get(name)).find((each) => each !== undefined);
  const text = (name: string): string | undefined => field(name)?.value || undefined;
  const wave = Number.parseInt(text('wave') ?? '', 10);
  const others = new Map([...fields].filter(([key]) => !/^user[_-]setup$/.test(key)));
  const gate = [frontmatterGate(others), setupGate(field('user_setup', 'user-setup'))]
    .filter((each) => each !== undefined)
    .join('; ');
  const depends = field('depends_on', 'depends-on', 'dependencies');
  const mustHaves = field('must_haves', 'must-haves');
  return {
    ...optional('phase', text('phase')),
    ...optional('plan', text('plan')),
    ...optional('type', text('type')),
    ...(Number.isNaN(wave) ? {} : { wave }),
    ...(depends === undefined ? {} : { dependsOn: dependsOf(depends) }),
    files: filesOf(field('files_modified', 'files-modified')),
    ...mustHavesOf(mustHaves, frontmatter),
    ...(gate === '' ? {} : { gate }),
  };
}

/** Whether a frontmatter is that of a GSD plan. */
export function isPlanHead({ fields }: Frontmatter): boolean {
  if (['completed', 'key-files', 'key_files', 'provides', 'verified', 'score'].some((key) => fields.has(key)))
    return false;
  return (fields.has('phase') && fields.has('plan')) || fields.has('must_haves');
}

function optional<Key extends string>(key: Key, value: string | undefined): { readonly [K in Key]?: string } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: string };
}

/** `user_setup:` lists what a person does elsewhere before the plan can run. */
function setupGate(field: FrontmatterField | undefined): string | undefined {
  if (field === undefined) return undefined;
  const items = itemsOf(field.node);
  const names = items.map((item) => textOf(fieldOf(item, 'service', 'name', 'task')) ?? textOf(item) ?? 'a service');
  if (field.node === undefined)
    append(
      names,
      field.items.map((item) => item.replace(/^service: {0,3}/, '')),
    );
  else if (names.length === 0 && field.value !== '') names.push(field.value);
  const said = names.filter((name) => !/^(?:none|n\/a|false|no|\[\])$/i.test(name));
  return said.length === 0 ? undefined : `user_setup: ${cut(said.join(', '), 300)}`;
}

function dependsOf({ items, node, where }: FrontmatterField): { target: string; where: Position }[] {
  const parts = node?.type === 'list' ? items : items.flatMap((item) => item.split(/[,;]/));
  return parts
    .map((part) => part.replace(/[[\]"'`]/g, '').trim())
    .filter((part) => !/^(?:|none|nothing|n\/a|null|~|-|–|—)$/i.test(part))
    .map((target) => ({ target, where }));
}

function filesOf(field: FrontmatterField | undefined): DraftFile[] {
  return (field?.items ?? []).flatMap((item) => readPaths(item, () => field!.where));
}

function mustHavesOf(
  field: FrontmatterField | undefined,
  { line }: Frontmatter,
): Pick<PlanHead, 'truths' | 'artifacts' | 'links'> {
  const node = field?.node;
  const where = field?.where ?? { line: 1, column: 1 };
  if (node === undefined || node.type !== 'map') {
    const plain = (field?.items ?? []).filter((item) => !/^[\w-]{1,40}: /.test(item));
    return { truths: plain.map((text) => ({ text, where })), artifacts: [], links: [] };
  }
  const below = ({ where: at }: { where: Position }): Position => ({ line: at.line + line, column: at.column });
  return {
    truths: itemsOf(fieldOf(node, 'truths')).flatMap((item) => {
      const text = textOf(item) ?? textOf(fieldOf(item, 'truth', 'text', 'statement')) ?? joined(item);
      return text === '' ? [] : [{ text, where: below(item) }];
    }),
    artifacts: itemsOf(fieldOf(node, 'artifacts')).flatMap((item) => {
      const path = textOf(fieldOf(item, 'path', 'file')) ?? (item.type === 'map' ? undefined : textOf(item));
      if (path === undefined) return [];
      const provides = textOf(fieldOf(item, 'provides', 'contains'));
      return [{ text: provides === undefined ? path : `${path}: ${provides}`, path, where: below(item) }];
    }),
    links: itemsOf(fieldOf(node, 'key_links', 'key-links')).map((item) => {
      const [from, to, via] = ['from', 'to', 'via'].map((key) => textOf(fieldOf(item, key)));
      return from === undefined
        ? (textOf(item) ?? joined(item))
        : `${from} → ${to ?? '?'}${via === undefined ? '' : ` (${via})`}`;
    }),
  };
}

/** `- Tests pass: all of them` is a map to YAML. */
function joined(item: Parameters<typeof itemsOf>[0]): string {
  if (item?.type !== 'map') return '';
  return item.entries.map(({ key, value }) => `${key}: ${textOf(value) ?? ''}`).join(', ');
}

/** Fields that stand in no frontmatter, since a `---` is missing or text stands between: two known ones are enough. */
function damagedFields({ markdown }: PlanDocument, findings: Findings): ReadonlyMap<string, FrontmatterField> {
  const fields = new Map<string, FrontmatterField>();
  let list: string[] | undefined;
  for (const [at, line] of markdown().raw.slice(0, DAMAGED_WITHIN).entries()) {
    const item = /^ {0,8}- {1,4}(.{1,500})$/.exec(line)?.[1];
    if (item !== undefined && list !== undefined) list.push(item.replace(/["']/g, ''));
    const found = FIELD.exec(line.trimEnd());
    if (found === null) continue;
    const value = found[2]!.replace(/^["']|["']$/g, '');
    list =
      value === ''
        ? []
        : value
            .replace(/^\[|\]$/g, '')
            .split(',')
            .map((each) => each.replace(/["']/g, '').trim());
    const items = list;
    const key = found[1]!;
    if (!fields.has(key)) fields.set(key, { value, items, where: { line: at + 1, column: 1 } });
  }
  const [first] = fields.values();
  if (fields.size < 2 || first === undefined) return new Map();
  findings.note(
    'NOTE_BROKEN_FRONTMATTER',
    first.where,
    'The fields of the plan stand in no valid frontmatter; they are read line by line',
  );
  return fields;
}
