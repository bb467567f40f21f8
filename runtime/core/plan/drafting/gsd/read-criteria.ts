import type { DraftCriterion } from '../../draft';
import type { Position } from '../../plan';
import { append } from '../../text/append';
import { codeSpans } from '../../text/code-spans';
import { cut } from '../../text/cut';
import type { Ledger } from '../../text/ledger';
import { type Line, scanLines } from '../../text/lines';
import { plainText } from '../../text/plain-text';
import { isCommand, readCriterion } from '../../text/read-criterion';

/** Characters of one criterion that are kept. */
const LONGEST = 3_900;
/** It serves, and does not end. */
const STAYS = /\b(?:dev|start|serve|watch|preview)\b/;
/** Its exit code says "found" or "differs": the claim behind it decides which one is good. */
const SEARCH = /^(?:[efz]?grep|rg|find|diff|cmp|curl|git)\b/;
/** What is claimed of a command whose exit code does not prove it. */
const DENIES =
  /\b(?:no|not|none|nothing|zero|fails?|never|empty|without|manually|visually)\b|(?:^|[^.\d])0(?:[^.\d]|$)/i;

/**
 * The criteria of a block: one for each box, bullet, numbered item or line, with the lines below it; commands of a fence
 * together. Marks its lines in the ledger when one is given.
 *
 * Cost: linear.
 */
export function readCriteria(text: string, first: Position, ledger?: Ledger): DraftCriterion[] {
  const criteria: DraftCriterion[] = [];
  let commands: string[] = [];
  let hasBreak = true;
  for (const line of scanLines(text, first.line).lines) {
    const where = { line: line.no, column: line.no === first.line ? first.column + line.column - 1 : line.column };
    if (line.kind === 'code') {
      if (line.opensFence) commands = [];
      else if (line.closesFence) append(criteria, ofFence(commands, where));
      else commands.push(line.content);
      continue;
    }
    const isItem = line.kind === 'box' || line.kind === 'item' || line.kind === 'near-box';
    if (isItem && line.content !== '') {
      ledger?.mark(line, 'criterion');
      criteria.push({ ...criterionOf(line.content), where });
    } else if (line.kind === 'text' && !/^<\/?[a-z][\w-]{0,40}>?$/i.test(line.content)) {
      addText(criteria, line, hasBreak, where);
    }
    hasBreak = line.kind === 'blank' || line.kind === 'heading';
  }
  return criteria.filter(({ criterion }) => criterion !== '');
}

/**
 * A line goes on with the criterion above, unless it begins a paragraph, or one of the two is a command. What ends with a
 * colon only introduces.
 */
function addText(criteria: DraftCriterion[], line: Line, hasBreak: boolean, where: Position): void {
  if (line.content.startsWith('#') || /[:：]\**$/.test(line.content)) return;
  const last = criteria.at(-1);
  const own = criterionOf(line.content);
  const goesOn = last !== undefined && (!hasBreak || line.indent > 1) && own.command === undefined;
  if (!goesOn || last.command !== undefined) criteria.push({ ...own, where });
  else if (last.criterion.length < LONGEST)
    criteria[criteria.length - 1] = { ...last, criterion: cut(`${last.criterion} ${own.criterion}`, LONGEST) };
}

/** One criterion, with its command when it has one whose exit code proves it. */
export function criterionOf(text: string): Pick<DraftCriterion, 'criterion' | 'command'> {
  const line = cut(text, LONGEST);
  const searched = searchOf(line);
  if (searched !== undefined) return { criterion: line, command: searched };
  const read = readCriterion(line);
  if (read.command !== undefined) return read;
  const plain = plainCommand(line);
  if (plain !== undefined) return { criterion: line, command: plain };
  const spans = codeSpans(line).filter(({ code }) => isProof(code));
  const last = spans.at(-1);
  if (last === undefined || DENIES.test(line.slice(last.end)) || spans.some(({ code }) => STAYS.test(code)))
    return { criterion: line };
  return { criterion: line, command: spans.map(({ code }) => code).join(' && ') };
}

/** A command whose exit code says whether it went well. */
function isProof(code: string): boolean {
  const program = code.replace(/^cd [^&;|]{1,300}&& {0,3}/, '');
  return isCommand(program) && !SEARCH.test(program) && !HIDES.test(program);
}

/** `grep -c "x" a.ts returns at least 1`; `… returns no matches` is turned round. An exact number needs a person. */
function searchOf(line: string): string | undefined {
  const plain = line.startsWith('`') ? line.replace('`', '').replace('`', '') : line;
  if (!/^(?:[ef]?grep|rg) /.test(plain)) return undefined;
  const found =
    / {1,3}(?:(?:returns?|outputs?|finds?|shows?|yields?)(?= )|(?:>=|>|==|=|≥)(?= ?\d)) {0,3}(.{1,200})$/.exec(plain);
  if (found === null) return undefined;
  const claim = found[1]!.toLowerCase().replace(/^(?:a |an )?(?:value|count) /, '');
  const command = plain.slice(0, found.index).trim();
  const isAbove = /^ {1,3}(?:>=|≥)/.test(found[0]);
  if (
    /^(?:at least |>= ?|≥ ?)(?:1|one)\b/.test(claim) ||
    /^(?:a match|matches|≥1)\b/.test(claim) ||
    (isAbove && /^1\b/.test(claim))
  )
    return command;
  if (/^(?:>= ?|> ?)0/.test(claim)) return undefined;
  return /^(?:0|no|nothing|zero|empty)\b/.test(claim) && !/^ {1,3}[>≥]/.test(found[0]) ? `! ${command}` : undefined;
}

/** Its exit code is not that of the command that is meant. */
const HIDES = /\|\s{0,3}(?:tail|head|wc|tee|cat|sort|less)\b|;\s{0,3}echo\b|&\s{0,3}$/;
/** What is said of a command behind it, when it is only that it ends well. */
const ENDS_WELL =
  / {1,3}(?:exits? (?:with )?(?:code |status )?(?:0|zero)|passes|succeeds|runs? clean(?:ly)?)\b.{0,300}$/;
/** Words of sentences; in quotes they may stand in commands too. */
const PROSE =
  /\b(?:shows?|returns?|contains?|exits?|prints?|outputs?|passes|succeeds|should|must|works?|the|is|are|and|with|that|to|sure|no)\b/;

/** The command of a line without backticks that can only be one. Words such as `make` or `test` also begin sentences. */
export function plainCommand(line: string): string | undefined {
  const command = line.replace(ENDS_WELL, '');
  const program = command.replace(/^cd [\w./@~-]{1,300} {0,3}&& {0,3}/, '');
  if (
    !isCommand(program) ||
    SEARCH.test(program) ||
    HIDES.test(program) ||
    /[.,:;!?]$|[,;:] [A-Za-z]|\) /.test(program)
  )
    return undefined;
  if (PROSE.test(program.replace(/"[^"]{0,1000}"|'[^']{0,1000}'/g, ''))) return undefined;
  const isKnown =
    /^(?:npm|npx|pnpm|yarn|bunx?|deno|node|cargo|pytest|python3?|uv|docker|dotnet|gradle|mvn|tsc|jest|vitest|eslint)\b/;
  const isSure =
    isKnown.test(program) || /^make [\w:.-]{2,60}$/.test(program) || /(?:^| )(?:-{1,2}[a-z]|&&|\.\/)/.test(program);
  return isSure ? command : undefined;
}

function ofFence(lines: readonly string[], where: Position): DraftCriterion[] {
  const commands = lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  if (commands.length === 0) return [];
  const isScript = commands.every(
    (line) => isCommand(line.replace(/^cd [^&;|]{1,300}&& {0,3}/, '')) && !SEARCH.test(line),
  );
  const criterion = cut(commands.join(' && '), LONGEST);
  return [
    isScript ? { criterion, command: criterion, where } : { criterion: cut(commands.join('; '), LONGEST), where },
  ];
}

/** `&lt;` and the like, as XML has them. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}

/** A text as one criterion that a person looks at. */
export function oneCriterion(text: string, where: Position): DraftCriterion[] {
  const criterion = cut(plainText(text.replace(/\s{1,2000}/g, ' ')), LONGEST);
  return criterion === '' ? [] : [{ criterion, where }];
}
