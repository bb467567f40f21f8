/** `{` or `[` that begins data, not a link or a box. */
export function looksLikeJson(text: string): boolean {
  const start = text.search(/\S/);
  const first = text.charAt(start);
  if (first === '{') return true;
  return first === '[' && !/^\[[^\]\n{"[]{0,200}\]\(|^\[[ xX]\] /.test(text.slice(start, start + 300));
}

/** Top-level keys under which lists of tasks stand. */
const LISTS: ReadonlySet<string> = new Set([
  'tasks',
  'task_list',
  'todos',
  'stories',
  'user_stories',
  'userStories',
  'features',
  'phases',
  'milestones',
  'epics',
  'sprints',
  'work_items',
  'issues',
  'development_status',
]);
/** Lines that are looked at before the first such key. */
const HEAD_LINES = 200;

/** A map or list of YAML that begins like those of plans; prose with a colon does not. Linear. */
export function looksLikeYaml(text: string): boolean {
  if (beginsLikeOurs(text)) return true;
  const lines = text.slice(0, 50_000).split('\n', HEAD_LINES);
  let hasKey = false;
  for (let no = 0; no < lines.length; no++) {
    const line = lines[no]!;
    if (/^\s*(?:#|$)/.test(line) || (no === 0 && /^---\s*$/.test(line))) continue;
    const colon = line.indexOf(':');
    const rest = line.slice(colon + 1).trim();
    if (colon > 0 && LISTS.has(line.slice(0, colon)))
      return rest.startsWith('[') || rest.startsWith('{') || isNested(lines, no + 1);
    if (!hasKey && /^- (?:id|title|name|task|task_id|description|status): ?\S/.test(line)) return isItem(lines, no);
    if (/^[A-Za-z_$][\w-]{0,40}:(?:\s|$)/.test(line)) hasKey = true;
    else if (!hasKey || !/^(?:[ \t]|- )/.test(line)) return false;
  }
  return false;
}

/** The map or list of nightshift's own schema. */
function beginsLikeOurs(text: string): boolean {
  return /^(?:---[ \t]{0,4}\n)?(?:[ \t]{0,4}#[^\n]{0,500}\n|\n){0,50}(?:(?:schemaVersion|title|source|\$schema)[ \t]{0,4}:[^\n]{0,500}\n(?:[ \t]{0,4}\n){0,4}){0,4}(?:tasks[ \t]{0,4}:|- (?:id|title)[ \t]{0,4}:)/.test(
    text,
  );
}

/** What follows a key is a map or a list of maps, not boxes or prose. */
function isNested(lines: readonly string[], from: number): boolean {
  const next = lines.slice(from).find((line) => !/^\s*(?:#|$)/.test(line)) ?? '';
  return /^(?:\s*-\s+|\s+)["']?[\w.-]{1,80}["']?:(?:\s|$)/.test(next) || /^\s*-\s*$/.test(next);
}

/** A list item of several keys: the next line goes on with a key of the same item. */
function isItem(lines: readonly string[], no: number): boolean {
  return /^ {2}[A-Za-z_][\w-]{0,40}:(?:\s|$)/.test(lines[no + 1] ?? '');
}
