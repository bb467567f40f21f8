import { codeSpans } from './code-spans';

export interface ReadCriterion {
  readonly criterion: string;
  /** The command that proves it; without one a person must look. */
  readonly command?: string;
}

/** Programs by which a backticked text is known to be a command; everything else needs `verify:`. */
const PROGRAMS = new Set(
  `npm npx pnpm yarn bun bunx deno node tsc tsx jest vitest mocha eslint biome prettier playwright cypress make just task cmake ctest ninja bazel
   cargo rustc go gofmt python python3 pytest tox nox uv poetry pip ruff mypy black flake8 ruby bundle rake rspec php composer phpunit java mvn
   gradle dotnet swift xcodebuild flutter dart mix elixir git test grep rg diff cmp ls cat head wc find jq yq curl wget sh bash zsh shellcheck
   docker podman kubectl helm terraform ansible psql sqlite3 redis-cli nightshift true false`.split(/\s+/),
);

/** What may follow a command for its exit code to be what is meant; claims about its output need a person, or `verify:`. */
const PASSES =
  /^(?:passes|pass|succeeds|succeed|exits (?:with )?(?:code |status )?(?:0|zero|cleanly|successfully)|runs? (?:to completion|without|clean|cleanly|successfully|green)|completes|is (?:green|clean)|without|with (?:no|0|zero) errors|- |– |— |\(exit 0|\.?$)/i;
/** The same in other languages. */
const PASSES_ELSEWHERE =
  /^(?:(?:läuft|laufen|besteht|bestehen|(?:ist|sind|bleibt) grün|(?:läuft )?(?:fehlerfrei|erfolgreich)|ohne fehler|passent?|réussit|réussissent|(?:est|sont) verte?s?|sans erreurs?|pasan?|(?:está|están) en verde|sin errores|passam?|sem erros|passano?|superat[oi]|senza errori|riesce|проход[ия]т|выполняется|успешно|без ошибок|зел[её]н(?:ый|ые))(?!\p{L})|通过|成功|无错误|没有错误|全部通过|が?(?:通る|成功する|パスする|成功|通過)|エラーなし|[이가]? ?(?:통과|성공))/iu;
/** `**Tests** -`, `Types:`: a name for the criterion. */
const IS_LABEL = /^(?:\*\*[^*]{1,80}\*\*\s{0,2}[:–—-]{0,2}|[^:`]{1,40}:)$/;
/** `Run \`npm test\` and check.`, `… and make sure all tests pass.` */
const RUN_AND_CHECK = /^(?:then |first |finally )?(?:please )?(?:re-?)?(?:run|execute)$/i;
const CHECKED =
  /^(?:again )?(?:(?:and|to) (?:check|verify|confirm|ensure|make sure|see|validate)(?: (?:that )?(?:it|they|(?:all |the )*(?:tests|checks|everything|build)) (?:still )?(?:pass(?:es)?|succeeds?|runs?|works?|(?:is|are) green))?|[–—-] (?:all |the )*(?:tests|checks|everything) (?:must |should )?pass)\.?$/i;
/** Programs whose exit code says "found" or "differs": without `verify:` nobody knows which one is good. */
const SEARCHES = /^(?:(?:e|f|z)?grep|rg|find|diff|cmp|curl|git)\b(?! -q\b| diff --(?:exit-code|quiet))/;

/** `AC1: …`, `SC-002: …`: an item that is called so is a criterion, also where nothing above says so. */
export function isNamedCriterion(text: string): boolean {
  return /^[*_]{0,3}(?:AC|SC)[-_ #]?\d{1,4}[a-z]?(?:\.\d{1,3})?[*_]{0,3}\s?[:.)]/.test(text);
}

/**
 * Reads one success criterion. It gets a command, and so can be proven by machine, when it says so by
 * `verify: …`, `run: …` or `check: …`; when it is a command in backticks and nothing else; when it ends with one
 * (`Lint is clean: \`npm run lint\``); or when it begins with one and says that it passes. Other backticks are names.
 * With two commands to choose from, none is taken.
 */
export function readCriterion(text: string): ReadCriterion {
  const spans = codeSpans(text);
  const marked = /(?:^|[\s(|,;—–-])(?:verify|run|check|test|command|cmd):[ \t]{0,4}(?=`)/i.exec(text);
  if (marked !== null) {
    const span = spans.find(({ start }) => start === marked.index + marked[0].length);
    if (span !== undefined && span.code !== '')
      return withCommand(text.slice(0, marked.index), text.slice(span.end), span.code);
  }
  const [first] = spans;
  const last = spans[spans.length - 1];
  if (first === undefined || last === undefined) return { criterion: text };
  const commands = spans.filter(({ code }) => isCommand(code) && !SEARCHES.test(code));
  if (commands.length !== 1) return { criterion: text };

  const [command] = commands;
  const before = text.slice(0, command!.start).trim();
  const after = text.slice(command!.end).trim();
  if (RUN_AND_CHECK.test(before) && CHECKED.test(after)) return { criterion: text, command: command!.code };
  if (
    (before === '' || (after !== '' && IS_LABEL.test(before))) &&
    (PASSES.test(after) || PASSES_ELSEWHERE.test(after))
  )
    return { criterion: text, command: command!.code };
  const isAtEnd = after === '' || after === ')' || after === '.' || after === ').';
  if (isAtEnd && /[:(—–→]$|\s-$|\b(?:by|with|via|using|run|running|verify)$/i.test(before))
    return withCommand(before, after, command!.code);
  return { criterion: text };
}

/** True when a text in backticks starts with a known program or a path to one, and goes on like a command. */
export function isCommand(code: string): boolean {
  if (code.includes('\n')) return false;
  const words = code.split(/\s+/).filter((word) => !/^[A-Z_]{1,60}=/.test(word));
  const [program = ''] = words;
  if (PROGRAMS.has(program))
    return words.length > 1 || ['make', 'pytest', 'ctest', 'jest', 'vitest', 'tsc', 'true', 'false'].includes(program);
  if (/^(?:for|while|until|if)$/.test(program)) return /; {0,3}(?:do|then)\b/.test(code) && /\b(?:done|fi)$/.test(code);
  if (program === '[' || program === '[[' || program === '!') return words.length > 2;
  return (
    program.startsWith('./') &&
    words[0]!.length > 2 &&
    !program.endsWith('/') &&
    (words.length > 1 || /\.(?:sh|py|js|mjs|ts|rb)$/.test(program))
  );
}

function withCommand(before: string, after: string, command: string): ReadCriterion {
  const trimmed =
    `${before.trim().replace(/(?:[:(|,;—–→-]|\s){1,8}$/, '')} ${after.trim().replace(/^(?:[).,;|]|\s){1,8}/, '')}`.trim();
  return { criterion: trimmed === '' ? command : trimmed, command };
}
