import type { GatewayApp } from '../../gateway-app';
import { defined } from '../defined';
import { ok, type Route, route } from '../route';
import { project, projectList, researchAnswer, similarList } from '../schemas/other-views';
import { projectBody, researchBody, similarBody, similarQuery } from '../schemas/requests';

/** Longer than a search model may take for one answer. */
const RESEARCH_MS = 120_000;

/** Projects, and what is known from before and from elsewhere. */
export function projectRoutes(app: GatewayApp): readonly Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/projects',
      scope: 'plan:read',
      summary: 'Registered projects',
      answers: { 200: projectList },
      answer: async () => ok({ projects: await app.projects() }),
    }),
    route({
      method: 'POST',
      url: '/api/projects',
      scope: 'admin',
      summary: 'Registers a folder',
      body: projectBody,
      answers: { 201: project },
      answer: async ({ body, caller }) => ({
        type: 'json',
        httpStatus: 201,
        body: await app.addProject(defined(body), caller.actor),
      }),
    }),
    route({
      method: 'GET',
      url: '/api/similar',
      scope: 'plan:read',
      summary: 'Past attempts like `q`',
      query: similarQuery,
      answers: { 200: similarList },
      answer: async ({ query: { q, project: projectId, limit, ...filter } }) =>
        ok({ similar: await app.similar(defined({ text: q, limit, projectId, ...filter })) }),
    }),
    route({
      method: 'POST',
      url: '/api/similar',
      scope: 'plan:read',
      summary: 'The same for a long text',
      body: similarBody,
      answers: { 200: similarList },
      answer: async ({ body: { text, limit, projectId, ...filter } }) =>
        ok({ similar: await app.similar(defined({ text, limit, projectId, ...filter })) }),
    }),
    route({
      method: 'POST',
      url: '/api/research',
      scope: 'research',
      summary: 'Answers a question from the web, with sources',
      body: researchBody,
      answers: { 200: researchAnswer },
      answer: async ({ body }) => ok(await app.research(defined(body), AbortSignal.timeout(RESEARCH_MS))),
    }),
  ];
}
