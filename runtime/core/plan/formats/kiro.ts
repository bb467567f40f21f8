import { numberedText } from '../text/numbered-text';
import { readHeading } from '../text/read-heading';
import { countedHead, countedHeads } from './kiro/counted-heads';
import { headTask } from './kiro/head-task';
import { HeadingReader } from './kiro/heading-reader';
import { KiroReader } from './kiro/kiro-reader';
import type { DocumentFormat } from './plan-format';

/**
 * Kiro's `tasks.md`: boxes `1.` are tasks, `1.1` their parts, indented or not. Derived files put tasks under headings of their
 * own, with status and dependencies below.
 *
 * Source: plan-formats 3.8.
 */
export const kiro: DocumentFormat = {
  unit: 'document',
  name: 'kiro',
  title: 'Kiro tasks.md',
  isStrict: false,

  detect(document) {
    const { folders, name } = document;
    if (document.data().kind !== 'none') return 'no';
    const { lines } = document.markdown();
    let isPlan = false;
    let tops = 0;
    let parts = 0;
    let references = 0;
    let heads = 0;
    let labels = 0;
    for (const { kind, level, content } of lines) {
      if (kind === 'heading') {
        const { text } = readHeading(content);
        isPlan ||=
          level === 1 &&
          /^(?:implementation plan|実装計画|实施计划|实现计划|구현 계획|plano de implementação|خطة التنفيذ)/i.test(
            text,
          );
        const head = headTask(content);
        if (head !== undefined && /^(?:T-\d+|\d+-\d+)$/.test(head.id)) heads++;
      } else if (kind === 'box') {
        const { id } = numberedText(content);
        if (/^\d+$/.test(id)) tops++;
        else if (id !== '') parts++;
      } else if ((kind === 'item' || kind === 'text') && /^_[^_]{1,40}[:：]/.test(content)) {
        if (
          /^_(?:Requirements?|Boundary|Depends|要件|需求|요구사항|Requisitos|المتطلبات)\b|^_(?:要件|需求|المتطلبات)/i.test(
            content,
          )
        )
          references++;
      } else if (
        /^[-*\s]{0,4}\*\*(?:ステータス|状态|状態|Status|Dependencies|依存関係|依赖)\*{0,2}[:：]/i.test(content)
      )
        labels++;
    }
    const isPlace = folders.includes('.kiro') && name.endsWith('.md') && name.startsWith('tasks');
    const hasWork = tops + parts + heads > 0 || lines.some(({ kind }) => kind === 'box');
    if (isPlace && hasWork) return 'path';
    if (tops > 0 && (references > 0 || (isPlan && parts > 0))) return 'content';
    if (parts > 0 && references > 1) return 'content';
    return heads > 1 && labels > 1 ? 'content' : 'no';
  },

  read(document, limits, findings) {
    const { lines } = document.markdown();
    const heads = lines.filter(({ kind, content }) => kind === 'heading' && headTask(content) !== undefined).length;
    const tops = lines.filter(({ kind, content }) => kind === 'box' && numberedText(content).id !== '').length;
    if (heads === 0 && tops === 0 && countedHeads(lines))
      return new HeadingReader(document, limits, findings, countedHead).read();
    return heads > tops || (heads > 0 && tops === 0)
      ? new HeadingReader(document, limits, findings).read()
      : new KiroReader(document, limits, findings).read();
  },
};
