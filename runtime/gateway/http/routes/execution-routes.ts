import { RequestError } from '../../../core/errors';
import type { ExecutionStatusView } from '../../../core/report/views';
import type { GatewayApp } from '../../gateway-app';
import { actorOf } from '../actor-of';
import { defined } from '../defined';
import type { EventStreams } from '../event-stream';
import { ok, type Route, type RouteAnswer, route } from '../route';
import {
  eventPage,
  executionList,
  executionStatus,
  log,
  report,
  taskDetail,
  taskList,
} from '../schemas/execution-views';
import { control, fork } from '../schemas/other-views';
import { answerBody, controlBody, eventsQuery, forkBody, listQuery, streamQuery } from '../schemas/requests';

/** How executions stand, and what people decide about them. */
export function executionRoutes(app: GatewayApp, streams: EventStreams): readonly Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/execution',
      scope: 'plan:read',
      summary: 'Executions of all projects, newest first',
      query: listQuery,
      answers: { 200: executionList },
      answer: async ({ query: { limit, cursor, ...filter } }) => {
        // One more tells whether there is another page.
        const found = await app.list({ ...defined({ ...filter, after: cursor }), limit: limit + 1 });
        const executions = found.slice(0, limit);
        const last = found.length > limit ? executions.at(-1) : undefined;
        return ok({ executions, ...(last === undefined ? {} : { nextCursor: last.executionId }) });
      },
    }),
    route({
      method: 'GET',
      url: '/api/execution/:id/status',
      scope: 'plan:read',
      summary: 'How it stands; with ETag',
      hasVersion: true,
      answers: { 200: executionStatus },
      answer: async ({ params }) => {
        const status = await app.status(params['id']!);
        return ok(status, versionOf(status));
      },
    }),
    route({
      method: 'GET',
      url: '/api/execution/:id/tasks',
      scope: 'plan:read',
      summary: 'Every task, with evidence and questions',
      answers: { 200: taskList },
      answer: async ({ params }) => ok({ tasks: await app.tasks(params['id']!) }),
    }),
    route({
      method: 'GET',
      url: '/api/execution/:id/tasks/:taskId',
      scope: 'plan:read',
      summary: 'One task: its attempts, evidence, log and artifacts',
      answers: { 200: taskDetail },
      answer: async ({ params }) => ok(await app.task(params['id']!, params['taskId']!)),
    }),
    route({
      method: 'GET',
      url: '/api/execution/:id/artifacts/:digest',
      scope: 'plan:read',
      summary: 'The bytes of an artifact',
      answers: { 200: { contentType: 'application/octet-stream' } },
      answer: async ({ params }) => ({
        type: 'bytes',
        contentType: 'application/octet-stream',
        bytes: await app.artifact(params['id']!, params['digest']!),
        headers: { 'content-disposition': 'attachment' },
      }),
    }),
    route({
      method: 'GET',
      url: '/api/execution/:id/events',
      scope: 'plan:read',
      summary: 'Events with a higher number than `after`',
      query: eventsQuery,
      answers: { 200: eventPage },
      answer: async ({ params, query: { after, limit } }) => {
        const page = await app.events(params['id']!, after, limit);
        if (after > page.lastSeq) throw noSuchEvent('Query parameter after', 'after', after, page.lastSeq);
        return ok(page);
      },
    }),
    route({
      method: 'GET',
      url: '/api/execution/:id/events/stream',
      scope: 'plan:read',
      summary: 'The same as they come; `after` or `Last-Event-ID`',
      query: streamQuery,
      answers: { 200: { contentType: 'text/event-stream' } },
      answer: async ({ params, query, headers }) =>
        stream(app, streams, params['id']!, lastEventIdOf(headers['last-event-id']), query.after),
    }),
    route({
      method: 'GET',
      url: '/api/execution/:id/log/:taskId',
      scope: 'plan:read',
      summary: "Log of a task's newest attempt",
      answers: { 200: log },
      answer: async ({ params }) => ok(await app.log(params['id']!, params['taskId']!)),
    }),
    route({
      method: 'GET',
      url: '/api/execution/:id/report',
      scope: 'plan:read',
      summary: 'What was done, evidence, cost, time, result',
      answers: { 200: report },
      answer: async ({ params }) => ok(await app.report(params['id']!)),
    }),
    route({
      method: 'POST',
      url: '/api/execution/:id/control',
      scope: 'plan:control',
      summary: 'Pauses, resumes, cancels, tries again or goes back to a task',
      body: controlBody,
      answers: { 200: control },
      answer: async ({ params, body: { actor, ...request }, caller }) => {
        const { action, taskId, stopsRunning } = request;
        if (taskId === undefined && action === 'rollback') throw rollbackToWhat();
        if (taskId !== undefined && action !== 'retry' && action !== 'rollback') throw notForTasks(action);
        if (stopsRunning !== undefined && action !== 'pause') throw notForThis(action);
        return ok(await app.control(params['id']!, defined(request), actorOf(actor, caller.actor)));
      },
    }),
    route({
      method: 'POST',
      url: '/api/execution/:id/fork',
      scope: 'plan:submit',
      summary: 'Starts another execution from the moment right after a task',
      body: forkBody,
      answers: { 202: fork },
      answer: async ({ params, body: { actor, ...request }, caller }) => ({
        type: 'json',
        httpStatus: 202,
        body: await app.fork(params['id']!, request, actorOf(actor, caller.actor)),
      }),
    }),
    route({
      method: 'POST',
      url: '/api/execution/:id/answer',
      scope: 'plan:control',
      summary: 'Answers a question',
      body: answerBody,
      answers: { 200: control },
      answer: async ({ params, body: { actor, ...request }, caller }) =>
        ok(await app.answer(params['id']!, defined(request), actorOf(actor, caller.actor))),
    }),
  ];
}

const LAST_EVENT_ID = 'Last-Event-ID';

/** Answers like any other request until it is sure that there is something to stream. */
async function stream(
  app: GatewayApp,
  streams: EventStreams,
  id: string,
  lastEventId: number | undefined,
  asked: number,
): Promise<RouteAnswer> {
  const after = lastEventId ?? asked;
  const { lastSeq } = await app.events(id, after, 1);
  if (after > lastSeq)
    throw lastEventId === undefined
      ? noSuchEvent('Query parameter after', 'after', after, lastSeq)
      : noSuchEvent(LAST_EVENT_ID, LAST_EVENT_ID, after, lastSeq);
  streams.admit();
  return {
    type: 'stream',
    start: (response, requestId, lookAgain) =>
      streams.start(response, { executionId: id, after, requestId, lookAgain }),
  };
}

/** What tells two answers apart for who asks again and again. A forecast moves with the clock: by whole minutes only. */
function versionOf({ eta, forecast, percent, remaining, ...facts }: ExecutionStatusView): unknown {
  const minute = (time: string | undefined) => time?.slice(0, 'yyyy-mm-ddThh:mm'.length);
  return [facts, percent, remaining.tasks, minute(eta), minute(forecast?.earliest), minute(forecast?.latest)];
}

function lastEventIdOf(header: string | readonly string[] | undefined): number | undefined {
  if (header === undefined || header === '') return undefined;
  if (typeof header !== 'string' || !/^\d{1,15}$/.test(header))
    throw new RequestError('QUERY_INVALID', `${LAST_EVENT_ID} is not the number of an event`, {
      hint: 'Send the id of the last event that came, or none',
      details: { where: { path: LAST_EVENT_ID } },
    });
  return Number(header);
}

/** Who asks for what comes after an event that there is not has mixed up two executions, or asks another database. */
function noSuchEvent(what: string, path: string, seen: number, limit: number): RequestError {
  return new RequestError('QUERY_INVALID', `${what} is ${seen}; the last event of this execution is ${limit}`, {
    hint: 'Send the id of the last event that came, or none',
    details: { where: { path }, limit, seen },
  });
}

function rollbackToWhat(): RequestError {
  return new RequestError('BODY_INVALID', '/taskId is missing: a rollback goes to the moment right after a task', {
    hint: 'Give the id of a completed task as taskId',
    details: { where: { path: '/taskId' } },
  });
}

function notForThis(action: string): RequestError {
  return new RequestError('BODY_INVALID', `/stopsRunning goes with pause only, not with ${action}`, {
    hint: `Leave stopsRunning out to ${action} it`,
    details: { where: { path: '/stopsRunning' } },
  });
}

function notForTasks(action: string): RequestError {
  const message = `/taskId goes with retry and rollback only: ${action} is for the whole execution`;
  return new RequestError('BODY_INVALID', message, {
    hint: `Leave taskId out to ${action} all of it`,
    details: { where: { path: '/taskId' } },
  });
}
