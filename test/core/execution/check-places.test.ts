import { checkPlaces, type HostFindings, type PlaceFacts } from '../../../runtime/core/execution/check-places';
import { verifies } from '../../support/verifies';

const NOW = Date.parse('2026-01-02T03:25:00.000Z');
const RUNNING: PlaceFacts = { tips: new Set(['base', 'one']), isClearedAway: false };
const ENDED: PlaceFacts = { ...RUNNING, endedAt: '2026-01-02T03:04:00.000Z', isClearedAway: true, tip: 'one' };
const NOTHING: HostFindings = { atMs: NOW, tips: new Map(), workspaces: [], processes: [], openFolders: [] };
const AGENT = { pid: 4711, executionId: 'x', task: 'task-1' };

const found = (findings: Partial<HostFindings>, facts: PlaceFacts = RUNNING): readonly string[] =>
  checkPlaces({ ...NOTHING, ...findings }, new Map([['x', facts]])).map(({ invariant }) => invariant);

describe('the check of places', () => {
  it.each<readonly [string, string, Partial<HostFindings>, PlaceFacts]>([
    ['a branch where no merge put it', 'I8', { tips: new Map([['x', 'other']]) }, RUNNING],
    ['a branch that somebody took back', 'I8', { tips: new Map([['x', 'base']]) }, ENDED],
    ['workspaces of nobody', 'I18', { workspaces: ['y'] }, RUNNING],
    ['workspaces of what is over and delivered', 'I18', { workspaces: ['x'] }, ENDED],
    ['a process of what ended minutes ago', 'I20', { processes: [AGENT] }, ENDED],
    ['a folder that others may enter', 'I25', { openFolders: ['/home/nightshift'] }, RUNNING],
  ])(`finds %s (%s)${verifies('I8', 'I18', 'I20', 'I25')}`, (_what, invariant, findings, facts) => {
    expect(found(findings, facts)).toEqual([invariant]);
  });

  it('finds nothing in what may be there', () => {
    const all = { tips: new Map([['x', 'base']]), workspaces: ['x'], processes: [AGENT] };
    expect(found(all)).toEqual([]);
    expect(found({ workspaces: ['x'] }, { ...ENDED, isClearedAway: false })).toEqual([]);
    expect(found({ workspaces: ['x'], atMs: Date.parse(ENDED.endedAt!) + 60_000 }, ENDED)).toEqual([]);
    expect(found({ processes: [AGENT], atMs: Date.parse(ENDED.endedAt!) + 10_000 }, ENDED)).toEqual([]);
    expect(found({ tips: new Map([['x', 'one']]) }, ENDED)).toEqual([]);
    const { tip: _tip, ...nothingMerged } = ENDED;
    expect(found({ tips: new Map([['x', 'base']]) }, nothingMerged)).toEqual([]);
    expect(found({ tips: new Map([['x', 'base']]) }, { ...ENDED, isClearedAway: false })).toEqual([]);
    expect(found({ tips: new Map([['of another store', 'other']]) })).toEqual([]);
  });
});
