import { checkPlaces, type HostFindings, type PlaceFacts } from '../../../runtime/core/execution/check-places';
import { verifies } from '../../support/verifies';

const NOW = Date.parse('2026-01-02T03:25:00.000Z');
const RUNNING: PlaceFacts = {
  tips: new Set(['base', 'one']),
  isClearedAway: false,
  epoch: 1,
  tokens: new Map([['task-1', 3]]),
};
const PAUSED: PlaceFacts = { ...RUNNING, stillSince: '2026-01-02T03:24:00.000Z' };
const DAYS = 180;
const ENDED: PlaceFacts = { ...RUNNING, endedAt: '2026-01-02T03:04:00.000Z', isClearedAway: true, tip: 'one' };
const NOTHING: HostFindings = {
  atMs: NOW,
  tips: new Map(),
  workspaces: [],
  attempts: [],
  logs: [],
  processes: [],
  openFolders: [],
};
const place = (epoch: number, token: number, task = 'task-1') => ({ executionId: 'x', task, epoch, token });
const AGENT = { pid: 4711, startedAt: '1', executionId: 'x', task: 'task-1' };

const found = (findings: Partial<HostFindings>, facts: PlaceFacts = RUNNING): readonly string[] =>
  checkPlaces({ ...NOTHING, ...findings }, new Map([['x', facts]]), DAYS).map(({ invariant }) => invariant);

describe('the check of places', () => {
  it.each<readonly [string, string, Partial<HostFindings>, PlaceFacts]>([
    ['a branch where no merge put it', 'I8', { tips: new Map([['x', 'other']]) }, RUNNING],
    ['a branch that somebody took back', 'I8', { tips: new Map([['x', 'base']]) }, ENDED],
    ['workspaces of nobody', 'I18', { workspaces: ['y'] }, RUNNING],
    ['workspaces of what is over and delivered', 'I18', { workspaces: ['x'] }, ENDED],
    ['a process of what ended minutes ago', 'I20', { processes: [AGENT] }, ENDED],
    ['a process of what was stopped a minute ago', 'I20', { processes: [AGENT] }, PAUSED],
    ['a workspace of an attempt that nobody began', 'I18', { attempts: [place(1, 4)] }, RUNNING],
    ['a workspace of an epoch that is not yet', 'I18', { attempts: [place(2, 1)] }, RUNNING],
    ['two workspaces of one task', 'I18', { attempts: [place(1, 2), place(1, 3)] }, RUNNING],
    [
      'logs of nobody, long after',
      'I28',
      { logs: [{ execution: 'y', changedAt: '2025-06-01T00:00:00.000Z' }] },
      RUNNING,
    ],
    [
      'logs of what ended long ago',
      'I28',
      { logs: [{ execution: 'x', changedAt: '2026-01-01T00:00:00.000Z' }] },
      { ...ENDED, endedAt: '2025-06-01T00:00:00.000Z' },
    ],
    ['a folder that others may enter', 'I25', { openFolders: ['/home/nightshift'] }, RUNNING],
  ])(`finds %s (%s)${verifies('I8', 'I18', 'I20', 'I25', 'I28')}`, (_what, invariant, findings, facts) => {
    expect(found(findings, facts)).toEqual([invariant]);
  });

  it('finds nothing in what may be there', () => {
    const all = { tips: new Map([['x', 'base']]), workspaces: ['x'], processes: [AGENT] };
    expect(found(all)).toEqual([]);
    expect(found({ workspaces: ['x'] }, { ...ENDED, isClearedAway: false })).toEqual([]);
    expect(found({ processes: [AGENT], atMs: Date.parse(PAUSED.stillSince!) + 10_000 }, PAUSED)).toEqual([]);
    expect(found({ attempts: [place(1, 3), place(1, 9, 'a%20task'), place(1, 1, 'task-2')] })).toEqual([]);
    const logs = [{ execution: 'x', changedAt: '2025-06-01T00:00:00.000Z' }];
    expect(found({ logs })).toEqual([]);
    expect(found({ logs: [{ execution: 'y', changedAt: '2025-07-10T00:00:00.000Z' }] })).toEqual([]);
    expect(checkPlaces({ ...NOTHING, logs: [{ ...logs[0]!, execution: 'y' }] }, new Map(), 0)).toEqual([]);
    expect(found({ workspaces: ['x'], atMs: Date.parse(ENDED.endedAt!) + 60_000 }, ENDED)).toEqual([]);
    expect(found({ processes: [AGENT], atMs: Date.parse(ENDED.endedAt!) + 10_000 }, ENDED)).toEqual([]);
    expect(found({ tips: new Map([['x', 'one']]) }, ENDED)).toEqual([]);
    const { tip: _tip, ...nothingMerged } = ENDED;
    expect(found({ tips: new Map([['x', 'base']]) }, nothingMerged)).toEqual([]);
    expect(found({ tips: new Map([['x', 'base']]) }, { ...ENDED, isClearedAway: false })).toEqual([]);
    expect(found({ tips: new Map([['of another store', 'other']]) })).toEqual([]);
  });
});
