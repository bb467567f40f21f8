import { isNightshiftError } from '../../../core/errors';
import type { GatewayApp } from '../../gateway-app';
import { approvalPage, HTML, messagePage, PAGE_HEADERS } from '../../page/approval-page';
import { type Route, type RouteAnswer, route } from '../route';
import { approvalForm } from '../schemas/requests';
import { statusOfError } from '../status-of-error';

const PAGE = { contentType: HTML } as const;
/** What stands against a link is a page too. */
const PAGES = { 200: PAGE, 404: PAGE, 409: PAGE, 410: PAGE } as const;

/** Links from messages: to look at one decides nothing, only its button does (S-17). The ticket is the right. */
export function approvalRoutes(app: GatewayApp): readonly Route[] {
  return [
    route({
      method: 'GET',
      url: '/approve/:ticket',
      scope: 'link',
      summary: 'A page that says what a link from a message would decide',
      answers: PAGES,
      answer: ({ params }) =>
        asPage(async () => {
          const view = await app.approval(params['ticket']!);
          return { httpStatus: view.isAsked ? 200 : 409, text: approvalPage(view) };
        }),
    }),
    route({
      method: 'POST',
      url: '/approve/:ticket',
      scope: 'link',
      summary: 'Decides it, once',
      body: approvalForm,
      bodyType: 'application/x-www-form-urlencoded',
      answers: PAGES,
      answer: ({ params, body: { note } }) =>
        asPage(async () => {
          const { message } = await app.approve(params['ticket']!, note === '' ? undefined : note);
          return { httpStatus: 200, text: messagePage('Done', message) };
        }),
    }),
  ];
}

/** Whoever opens a link is a person: what stands against it is a page too. */
async function asPage(
  make: () => Promise<{ readonly httpStatus: number; readonly text: string }>,
): Promise<RouteAnswer> {
  try {
    return pageAnswer(await make());
  } catch (error) {
    if (!isNightshiftError(error) || error.kind === 'bug') throw error;
    const title = error.code === 'APPROVAL_DECIDED' ? 'Decided already' : 'Nothing was decided';
    const text = messagePage(title, `${error.message}. ${error.hint ?? ''}`);
    return pageAnswer({ httpStatus: statusOfError(error), text });
  }
}

const pageAnswer = ({ httpStatus, text }: { readonly httpStatus: number; readonly text: string }): RouteAnswer => ({
  type: 'bytes',
  httpStatus,
  ...PAGE,
  bytes: text,
  headers: PAGE_HEADERS,
});
