import type { ChosenList } from '../../drafting/list-plan/list-item';
import { plainHeadings, wordHeadings } from '../../drafting/list-plan/numbered-headings';
import { type Section, withoutNumber } from '../../text/outline';

/** Titles of sections that say how work is tried out, when the work itself stands elsewhere. */
const TESTING =
  /^(?:(?:unit|integration|e2e|end-to-end|manual|automated|regression|acceptance|final) )?(?:tests?|testing|qa|quality assurance|checks?|checklist)(?: (?:&|and) (?:qa|validation|verification))?:?$|^(?:测试|テスト|테스트|pruebas|testes|tests? et validation|тестирование)[:：]?$/i;

/**
 * Headings that number the work, `1. Add the schema` or `Step 1: …`, while every box of the document stands below a heading like
 * `Testing`: then the headings are the tasks, and the boxes are what must hold after them. Undefined when boxes stand elsewhere.
 */
export function testedWork(sections: readonly Section[]): ChosenList | undefined {
  const boxed = sections.filter(({ kind, lines }) => kind === 'tasks' && lines.some((line) => line.kind === 'box'));
  if (boxed.length === 0 || !boxed.every(({ title }) => TESTING.test(withoutNumber(title)))) return undefined;
  const found = wordHeadings(sections) ?? plainHeadings(sections);
  if (found === undefined) return undefined;
  const checks = new Set(boxed.map(({ heading }) => heading!.no));
  const isPart = found.items.some(({ line, body }) => checks.has(line.no) || body.some(({ no }) => checks.has(no)));
  return isPart ? undefined : { ...found, checks };
}
