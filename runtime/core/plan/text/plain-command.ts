import { isCommand } from './read-criterion';

/** Programs that are also words of a sentence: `make sure`, `go back`, `find out`. Then what follows must look like arguments. */
const ARE_WORDS = new Set(
  'make just task go find test cat head node ninja tox helm rake mix dart flutter swift true false'.split(' '),
);
/** Words of a sentence that no command has. */
const IN_SENTENCES =
  /\s(?:is|are|was|has|have|must|should|shall|will|can|does|do|passes|pass|succeeds?|runs|works?|completes?|and|or|the|it|that|then|without|with|by|when|sure|all|no|of|to)(?=[\s,.;:]|$)/i;
/** An argument: an option, a path, a variable, a name with a sign in it. */
const ARGUMENT = /^(?:-{1,2}[a-z]|[\w@.-]{0,80}[/:=.][\w@./:=-]{0,200}$)/i;
const SUBCOMMAND =
  /^(?:make|just|task|ninja|rake|mix) [a-z][\w:-]{0,40}$|^go (?:test|build|vet|run|generate)\b|^(?:flutter|dart|swift|helm) (?:test|analyze|build|lint)\b|^node \S{1,200}\.[cm]?[jt]s\b/i;

/**
 * A text that is a command and nothing else, though no backticks say so: `npm test -- lid`, `./check.sh`. Undefined in doubt: `make sure
 * it boils`, `npm test passes`.
 */
export function plainCommand(text: string): string | undefined {
  const command = text.trim();
  if (command.length > 300 || command.includes('`') || /[\w)][.!?]$/.test(command) || !isCommand(command))
    return undefined;
  if (IN_SENTENCES.test(withoutQuotes(command))) return undefined;
  const [program = '', ...rest] = command.split(/\s+/);
  if (!ARE_WORDS.has(program) || SUBCOMMAND.test(command)) return command;
  return rest.some((word) => ARGUMENT.test(word)) ? command : undefined;
}

/** What stands in quotes may be any words. */
function withoutQuotes(command: string): string {
  return command.replace(/"[^"]{0,300}"|'[^']{0,300}'/g, '""');
}

const TEST_LINE =
  /^[*_]{0,2}(?:tests?|tested (?:by|with)|test (?:command|with|by)|how to (?:test|verify)|verification|validation|validate|acceptance test|prüfung|pruebas?|testes?|vérification|проверка|验证|测试|検証|テスト|테스트)[*_]{0,2}\s?[:：][*_]{0,2}\s{0,4}(\S.{0,400})$/i;

/**
 * The command of a line `Test: npm test -- lid` below a task, in backticks or plain; undefined for lines that say anything else, such as
 * `test: vitest run`, a script of a package.
 */
export function testCommand(content: string): string | undefined {
  const said = /^[a-z]/.test(content) ? undefined : TEST_LINE.exec(content)?.[1];
  if (said === undefined) return undefined;
  const code = /^(?:run )?`([^`]{1,300})`[.]?$/i.exec(said)?.[1];
  return code === undefined ? plainCommand(said) : isCommand(code.trim()) ? code.trim() : undefined;
}
