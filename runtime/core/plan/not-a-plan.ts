import type { PlanDocument } from './text/plan-document';

/** A file whose name says that it is a plan, and that is something else. */
interface Lie {
  readonly what: string;
  /** The next step, where it is another than to hand over the plan itself. */
  readonly hint?: string;
  isIt(document: PlanDocument): boolean;
}

const LIES: readonly Lie[] = [
  {
    what: "VS Code's list of build tasks",
    isIt: ({ path, text }) =>
      /(?:^|\/)\.vscode\/tasks\.json$/i.test(path) ||
      (/"version"\s{0,20}:\s{0,20}"2\.0\.0"/.test(text.slice(0, 2_000)) && /"(?:label|taskName)"\s{0,20}:/.test(text)),
  },
  {
    what: 'a list of jobs that run again and again; what they call completed is their last run',
    isIt: ({ name, text }) =>
      (name === '' || /\.(?:json|ya?ml)$/.test(name)) &&
      /["']?lastRun["']?\s{0,20}:/.test(text) &&
      /["']?(?:schedule|cron|enabled)["']?\s{0,20}:/.test(text),
  },
  {
    what: 'the list of a timer, whose tasks are spans of time',
    isIt: ({ name, text }) =>
      (name === '' ? /^tasks:/m.test(text) : /(?:^|[_.-])tasks?\.ya?ml$/.test(name)) &&
      /^[ \t-]{0,20}duration[ \t]{0,4}:/m.test(text) &&
      !/^[ \t-]{0,20}(?:id|status|description|depend\w{1,10}|title|priority|phase)[ \t]{0,4}:/m.test(text),
  },
  {
    what: 'what beads keeps beside its issues',
    isIt: ({ path }) =>
      /(?:^|\/)\.beads\/(?:[^/]{1,200}\/){0,20}(?:interactions|events|comments|labels|config)\.jsonl?$/i.test(path),
  },
  {
    what: 'a table of values parted by commas or tabs',
    hint: 'Write the rows as a table in markdown, or as a list in JSON or YAML',
    isIt: ({ name, text }) =>
      /\.[ct]sv$/.test(name) ||
      (name === '' && /^"?(?:id|#|no|task|title|name)"?[,;\t]"?[\w #-]{1,40}"?[,;\t\n]/i.test(text)),
  },
  {
    what: 'TOML, which holds settings',
    hint: 'Write the tasks as a list in JSON or YAML',
    isIt: ({ name, text }) =>
      /\.toml$/.test(name) || (name === '' && /^\[\[[\w.-]{1,80}\]\]\n\s{0,20}[\w-]{1,80} {0,4}=/.test(text)),
  },
  {
    what: 'a workflow of a build server',
    isIt: ({ path, name, text }) =>
      /(?:^|\/)\.github\/workflows\/[^/]{1,200}\.ya?ml$/i.test(path) ||
      ((name === '' || /\.ya?ml$/.test(name)) &&
        /^jobs:/m.test(text.slice(0, 4_000)) &&
        /^[ \t-]{1,20}(?:runs-on|run|uses|script)[ \t]{0,4}:/m.test(text.slice(0, 4_000)) &&
        !/^[ \t]{0,4}tasks[ \t]{0,4}:/m.test(text)),
  },
  {
    what: 'a document of the domain that merely ends in PLAN',
    isIt: ({ name, path }) =>
      /(?:^|\/)\.planning\/phases\//i.test(path) &&
      /^(?:business|marketing|paper_trading|trading|financial|test|launch|pricing)[_-]plan\.md$/.test(name),
  },
];

/** What a document really is, when its name, place or form lies, and what to do; undefined for all others. Source: plan-formats 2. */
export function notAPlan(document: PlanDocument): { readonly what: string; readonly hint: string } | undefined {
  const found = LIES.find((lie) => lie.isIt(document));
  return found && { what: found.what, hint: found.hint ?? 'Hand over the plan itself' };
}
