import { UUID } from '../core/ids';
import { meantExecutions } from '../core/report/meant-executions';

/** The gateway's pages have at most so many. */
const PAGE = 200;

export type MeantExecution =
  | { readonly type: 'found'; readonly id: string }
  /** `isEmpty`: there is none at all. */
  | { readonly type: 'unknown'; readonly isEmpty: boolean }
  | { readonly type: 'ambiguous'; readonly ids: readonly string[] };

/**
 * The one execution that a person or a model means by a word: a whole id, which is not looked for; a part of one, which is
 * looked for among all, so that it is never taken for another; or the newest. Reads only.
 *
 * @param page - Executions newest first, those behind `after`.
 */
export async function findMeantExecution(
  page: (from: {
    readonly limit: number;
    readonly after?: string;
  }) => Promise<readonly { readonly executionId: string }[]>,
  word: string | undefined,
): Promise<MeantExecution> {
  if (word !== undefined && UUID.test(word)) return { type: 'found', id: word };
  const isNewest = word === undefined || word === 'last';
  const ids: string[] = [];
  for (let limit = isNewest ? 1 : PAGE, isMore = true; isMore; ) {
    const after = ids.at(-1);
    const listed = await page({ limit, ...(after === undefined ? {} : { after }) });
    ids.push(...listed.map(({ executionId }) => executionId));
    isMore = !isNewest && listed.length === limit;
  }
  const found = meantExecutions(ids, word);
  const [id, other] = found;
  if (id === undefined) return { type: 'unknown', isEmpty: ids.length === 0 };
  return other === undefined ? { type: 'found', id } : { type: 'ambiguous', ids: found };
}
