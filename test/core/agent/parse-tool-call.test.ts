import { parseToolCall } from '../../../runtime/core/agent/parse-tool-call';

const parse = (name: string, input: unknown) => parseToolCall({ id: 'c1', name, input });

describe('a tool call of a model', () => {
  it.each([
    ['read_file', { path: 'a' }, { type: 'read_file', path: 'a', offset: 1, limit: 2000 }],
    ['read_file', { path: 'a', offset: 0, limit: null }, { type: 'read_file', path: 'a', offset: 1, limit: 2000 }],
    ['write_file', { path: 'a', content: '' }, { type: 'write_file', path: 'a', content: '' }],
    [
      'edit_file',
      { path: 'a', old_text: 'x', new_text: 'y', replace_all: true },
      { type: 'edit_file', path: 'a', oldText: 'x', newText: 'y', isReplacingAll: true },
    ],
    ['list_files', {}, { type: 'list_files', path: '.' }],
    ['search_files', { pattern: 'x' }, { type: 'search_files', pattern: 'x', path: '.' }],
    ['run_command', { command: 'ls' }, { type: 'run_command', command: 'ls', timeoutMs: 120_000 }],
    [
      'run_command',
      { command: 'ls', timeout_seconds: 1e6 },
      { type: 'run_command', command: 'ls', timeoutMs: 600_000 },
    ],
  ])('%s %j is understood', (name, input, action) => expect(parse(name, input)).toEqual({ type: 'action', action }));

  it.each([
    ['delete_world', {}, 'there is no tool'],
    ['read_file', undefined, 'must be a JSON object'],
    ['read_file', [], 'must be a JSON object'],
    ['read_file', {}, 'needs path'],
    ['read_file', { path: 1 }, 'path must be of type string'],
    ['read_file', { path: 'a', offset: 1.5 }, 'offset must be of type integer'],
    ['run_command', { command: 'ls', sudo: true }, 'no parameter sudo'],
    ['write_file', { path: 'a' }, 'needs content'],
    ['read_file', { path: 'a', constructor: 'x' }, 'no parameter constructor'],
  ])('%s %j is refused', (name, input, reason) =>
    expect(parse(name, input)).toEqual({ type: 'refused', reason: expect.stringContaining(reason) }),
  );
});
