import { type Alias, Composer, type CST, type Node, Parser } from 'yaml';
import type { Findings } from '../findings';
import type { PlanLimits } from '../plan';
import { cut } from '../text/cut';
import { lineIndex } from '../text/line-index';
import type { DataNode } from './data-node';
import { yamlTokensWithin } from './yaml-limits';
import { yamlToData } from './yaml-to-data';

/**
 * Reads one YAML 1.2 document with the line and column of every part. Aliases become copies, within the limits; tags
 * that make objects, merge keys, cyclic aliases, keys that are no text and a key twice are refused. Problems go to
 * `findings`; when there are any, the answer is undefined.
 *
 * The `yaml` package is quadratic in the keys of a map when it checks them, and recursive: so depth, keys, tags and
 * aliases are counted on its tokens before it composes anything, and keys are compared here.
 */
export function readYaml(text: string, limits: PlanLimits, findings: Findings): DataNode | undefined {
  const positionAt = lineIndex(text);
  const tokens = yamlTokensWithin(text, limits, findings, positionAt);
  if (tokens === undefined) return undefined;

  const documents = [
    ...new Composer({
      uniqueKeys: false,
      version: '1.2',
      schema: 'core',
      stringKeys: false,
      logLevel: 'silent',
    }).compose(parsed(tokens)),
  ];
  const [document] = documents;
  for (const found of documents) {
    for (const error of found.errors) {
      findings.problem('PLAN_SYNTAX', positionAt(error.pos[0]), firstLine(error.message), hintOf(error.code));
    }
  }
  if (documents.length > 1) {
    findings.problem('PLAN_SYNTAX', positionAt(documents[1]!.range[0]), 'The file holds several YAML documents', {
      hint: 'Send one document: remove the line --- between them',
    });
  }
  if (findings.hasProblems || document === undefined || document.contents === null) return undefined;
  const targets = new Map<Alias, Node | undefined>();
  const resolve = (alias: Alias): Node | undefined => {
    if (!targets.has(alias)) targets.set(alias, alias.resolve(document));
    return targets.get(alias);
  };
  const node = yamlToData(document.contents as Node, resolve, limits, findings, positionAt);
  return findings.hasProblems ? undefined : node;
}

function* parsed(tokens: readonly string[]): Generator<CST.Token> {
  const parser = new Parser();
  for (const token of tokens) yield* parser.next(token);
  yield* parser.end();
}

/** It may say again what stands there: as much as a message may. */
const LONGEST = 120;

function firstLine(message: string): string {
  const line = message.split('\n', 1)[0]!;
  return line.length > LONGEST ? `${cut(line, LONGEST)}…` : line;
}

function hintOf(code: string): { hint?: string } {
  const hints: Readonly<Record<string, string>> = {
    TAB_AS_INDENT: 'Indent with spaces, not with tabs',
    BAD_INDENT: 'Indent the lines of one list or map equally',
    MULTILINE_IMPLICIT_KEY: 'Put texts that hold ": " in quotes',
    BLOCK_AS_IMPLICIT_KEY: 'Put texts that hold ": " in quotes',
    BAD_ALIAS: 'Put texts that begin with * or & in quotes',
    BAD_SCALAR_START: 'Put texts that begin with @ or ` in quotes',
    MISSING_CHAR: 'A comma, bracket or quote is missing',
    UNEXPECTED_TOKEN: 'Check the indentation of this line and the one before',
  };
  const hint = Object.hasOwn(hints, code) ? hints[code] : undefined;
  return hint === undefined ? {} : { hint };
}
