import Ajv2020 from 'ajv/dist/2020';
import { SCOPES } from '../../runtime/core/handoff/scopes';
import type { Route } from '../../runtime/gateway/http/route';
import { COMPONENTS } from '../../runtime/gateway/http/schemas/components';
import { verifies } from '../support/verifies';
import { everyRoute, openApi, validatorOf } from './openapi';

const ROUTES = everyRoute();
const DOCUMENT = openApi();
const operationOf = ({ method, url }: Pick<Route, 'method' | 'url'>) =>
  DOCUMENT.paths[url.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];

describe(`the OpenAPI document${verifies('R-80')}`, () => {
  it('has every route, with its scope, and no other', () => {
    const written = Object.entries(DOCUMENT.paths).flatMap(([path, item]) =>
      Object.entries(item).map(
        ([method, { security }]) => `${method.toUpperCase()} ${path} ${security[0]?.token[0] ?? 'no token'}`,
      ),
    );
    const routes = ROUTES.map(
      ({ method, url, scope }) =>
        `${method} ${url.replace(/:(\w+)/g, '{$1}')} ${scope === 'open' || scope === 'link' ? 'no token' : scope}`,
    );
    // MCP has an address of its own beside the table.
    expect([...written].sort()).toEqual([...routes, 'POST /mcp no token'].sort());
  });

  it('is OpenAPI 3.1: every part of a path is declared, every operation answers something and has a name of its own', () => {
    expect(DOCUMENT.openapi).toBe('3.1.0');
    const names = new Set<string>();
    for (const route of ROUTES) {
      const operation = operationOf(route)!;
      names.add(operation.operationId);
      expect(operation.operationId).toMatch(/^[a-z][A-Za-z]+$/);
      const inPath = operation.parameters.filter((one) => one.in === 'path').map(({ name }) => name);
      expect(inPath).toEqual([...route.url.matchAll(/:(\w+)/g)].map(([, name]) => name));
      expect(operation.parameters.every(({ in: at, required }) => at !== 'path' || required)).toBe(true);
      expect(Object.keys(operation.responses).filter((status) => /^[25]\d\d$/.test(status))).not.toEqual([]);
      expect(operation.responses['default']).toBeDefined();
      expect('requestBody' in operation).toBe(route.body !== undefined);
    }
    expect(names.size).toBe(ROUTES.length);
    expect(DOCUMENT.paths['/api/execution/handoff']?.['post']?.parameters).toMatchObject([
      { name: 'Idempotency-Key', in: 'header', required: true },
    ]);
  });

  it('has schemas that a validator of JSON Schema 2020-12 takes, and no reference that leads nowhere', () => {
    const ajv = new Ajv2020({ strict: true, strictTypes: false, validateFormats: false });
    const names = Object.keys(DOCUMENT.components.schemas);
    expect(names).toEqual(Object.keys(COMPONENTS));
    for (const name of names) expect(() => validatorOf(DOCUMENT, name, ajv)).not.toThrow();
    const text = JSON.stringify(DOCUMENT);
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, to]) => to!);
    expect(references.length).toBeGreaterThan(20);
    expect(references.filter((to) => !names.some((name) => to === `#/components/schemas/${name}`))).toEqual([]);
  });

  it('says what has an ETag and is 304 for who has it, what is a page, and that MCP is there', () => {
    for (const route of ROUTES) {
      const { parameters, responses } = operationOf(route)!;
      const isKnown = parameters.some(({ name }) => name === 'If-None-Match');
      expect([route.url, isKnown, '304' in responses]).toEqual([
        route.url,
        route.hasVersion === true,
        route.hasVersion === true,
      ]);
    }
    expect(ROUTES.filter(({ hasVersion }) => hasVersion).map(({ url }) => url)).toContain('/api/execution/:id/status');
    for (const method of ['get', 'post']) {
      const { responses } = DOCUMENT.paths['/approve/{ticket}']![method]!;
      for (const status of ['200', '404', '409', '410'])
        expect(Object.keys(responses[status]!.content)).toEqual(['text/html; charset=utf-8']);
    }
    expect(DOCUMENT.paths['/mcp']!['post']!.security).toEqual([{ token: [] }]);
  });

  it('says of bodies what the gateway takes', () => {
    const takes = (name: string, body: unknown) => validatorOf(DOCUMENT, name)(body);
    expect(takes('HandoffRequest', { plan: { text: '- [ ] a' }, options: { maxParallel: 4 } })).toBe(true);
    expect(takes('HandoffRequest', { plan: { file: 'docs/PLAN.md' }, project: 'site' })).toBe(true);
    expect(takes('HandoffRequest', { plan: { id: 'p', tasks: [] } })).toBe(true);
    expect(takes('HandoffRequest', { plan: { text: 'x' }, surprise: 1 })).toBe(false);
    expect(takes('HandoffRequest', { plan: { text: 'x' }, options: { maxParallel: 0 } })).toBe(false);
    expect(takes('ControlRequest', { action: 'explode' })).toBe(false);
    expect(takes('TokenRequest', { scopes: [...SCOPES], expiresAt: '2027-01-01T00:00:00Z' })).toBe(true);
    expect(takes('TokenRequest', { scopes: [] })).toBe(false);
  });
});
