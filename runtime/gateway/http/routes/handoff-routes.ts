import { errorForm } from '../../../core/error-form';
import { planRefusal } from '../../../core/plan/plan-refusal';
import type { GatewayApp } from '../../gateway-app';
import { parseHandoff, planSent, readHandoff } from '../parse-handoff';
import { readQuery } from '../read-query';
import { NO_QUERY, ok, type RawRequest, type Route, type RouteAnswer } from '../route';
import { handoffDescription, previewBody, previewDescription } from '../schemas/handoff';
import { handoffReceipt, preview } from '../schemas/other-views';

/** How plans come in. */
export function handoffRoutes(app: GatewayApp): readonly Route[] {
  return [
    describedBy(handoffDescription, {
      method: 'POST',
      url: '/api/execution/handoff',
      scope: 'plan:submit',
      summary: 'Hands a plan over. 202 new, 200 the same again, 409 key reused, 422 problems',
      isIdempotent: true,
      answers: { 202: handoffReceipt, 200: handoffReceipt },
      answer: async ({ body, raw, headers, caller }) => {
        const { httpStatus, body: answer } = await app.handoff(
          parseHandoff(body, raw, { header: 'Idempotency-Key', value: headers['idempotency-key'] }),
          caller.actor,
        );
        return { type: 'json', httpStatus, body: answer };
      },
    }),
    describedBy(previewDescription, {
      method: 'POST',
      url: '/api/plan/preview',
      scope: 'plan:read',
      summary:
        'What a plan would be if it were handed over with these options: tasks, waves, critical path, when it would be over; nothing is kept. A file of a project needs plan:submit, too. 422 problems',
      answers: { 200: preview },
      answer: (request) => previewOf(app, request),
    }),
  ];
}

/** A route that reads its body itself: a plan is looked into by its reader, options by the app. */
function describedBy(body: NonNullable<Route['body']>, spec: Omit<Route, 'body' | 'query'>): Route {
  return {
    ...spec,
    query: NO_QUERY,
    body,
    answer: async (request) => {
      readQuery(NO_QUERY, request.query);
      return spec.answer(request);
    },
  };
}

async function previewOf(app: GatewayApp, { body, demand }: RawRequest): Promise<RouteAnswer> {
  const { project, options = {}, ...fields } = readHandoff(previewBody, body);
  const plan = planSent(fields);
  // What lies in a project's folder is for those who may hand it over.
  if ('file' in plan) await demand('plan:submit');
  const answer = await app.preview({ plan, options, ...(project === undefined ? {} : { project }) });
  if (answer.type === 'plan') {
    const { preview: shown, releases, mermaid, unmet = [], options: effective, forecast } = answer;
    const cost = releases === undefined ? {} : { releases };
    return ok({ preview: shown, ...cost, mermaid, unmet, options: effective, forecast });
  }
  const { problems, total } = answer;
  return { type: 'json', httpStatus: 422, body: { error: errorForm(planRefusal(problems, total)) } };
}
