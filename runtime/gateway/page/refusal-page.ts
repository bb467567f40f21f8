import type { FastifyRequest } from 'fastify';
import type { ErrorAnswer } from '../http/error-answer';
import { PATH_FIELDS } from '../http/path-fields';
import { messagePage } from './approval-page';

/** A link of a message that was cut short asks for an address that there is not. */
const BROKEN_LINK: ReadonlySet<unknown> = new Set(['TOKEN_MISSING', 'ROUTE_UNKNOWN']);

/** Whether a browser asks for what a link of a message leads to, or for what is left of one. */
export const wantsApprovalPage = ({ url, headers }: Pick<FastifyRequest, 'url' | 'headers'>): boolean =>
  /^\/approve(?:[/?]|$)/.test(url) && /\btext\/html\b/i.test(headers.accept ?? '');

/** What stands against it, for a person. */
export function refusalPage({ body }: ErrorAnswer, requestId: string): string {
  const { code, message, hint } = body.error;
  const unknown = PATH_FIELDS['ticket']!.unknown();
  const said = BROKEN_LINK.has(code) ? unknown : { message, hint };
  return messagePage('Nothing was decided', `${said.message}. ${said.hint ?? ''} (request ${requestId})`);
}
