import { gateOfStatus } from '../../../../runtime/core/plan/text/held-status';
import { planOf } from '../plans';

const HELD =
  'blocked|on hold|on-hold|hold|paused|suspended|frozen|parked|escalated|stalled|waiting|waiting for Ann|awaiting client|pending approval|Pending Legal Approval|pending_review|approval pending|not yet approved|needs sign-off|requires approval|to be confirmed|Awaiting QA|wartet|wartet auf Kunde|Freigabe ausstehend|pausiert|en attente|suspendu|pausado|en espera|pendiente de aprobación|aguardando cliente|in attesa|sospeso|на согласовании|ожидает|приостановлено|待审批|暂停|等待客户|承認待ち|停止中|보류|승인 대기'.split(
    '|',
  );
const FREE =
  'pending|todo|to do|in progress|in review|review|done|approved|Approved by Ann|ready|ready for review|Ready for QA|backlog|open|not started|planned|draft|completed|offen|pendiente|en curso|hecho|대기|待办|進行中|未着手|testing|accepted|new|verified|shipped|QA|UAT|waitlist|heldout|parkedin'.split(
    '|',
  );

describe('a status', () => {
  it.each(HELD)('%j holds its task up', (status) => expect(gateOfStatus(status)).toBe(`status: ${status}`));
  it.each(FREE)('%j does not', (status) => expect(gateOfStatus(status)).toBeUndefined());
});

describe('a task whose status is "pending approval" waits for a person', () => {
  it.each<[string, string, string | undefined]>([
    [
      'in Task Master',
      '{"master":{"tasks":[{"id":1,"title":"A","status":"pending approval","dependencies":[]}]}}',
      undefined,
    ],
    ['in a list', '{"tasks":[{"id":1,"name":"A","status":"pending approval","mood":"x"}]}', undefined],
    ['in YAML', 'tasks:\n  - {id: 1, name: A, status: pending approval, mood: x}\n', undefined],
    ['in a field of a box', '- [ ] A\n  status: pending approval\n', undefined],
    ['in a table', '| Task | Status |\n|---|---|\n| A | pending approval |\n| B | open |\n', undefined],
    [
      'in beads',
      '{"id":"bd-1","title":"A","issue_type":"task","status":"pending approval","dependencies":[]}\n',
      '.beads/issues.jsonl',
    ],
    [
      'in Backlog.md',
      '---\nid: task-1\ntitle: A\nstatus: pending approval\ndependencies: []\n---\n',
      'backlog/tasks/task-1 - A.md',
    ],
    [
      'in GSD',
      '<task type="auto" status="pending approval"><name>A</name><action>x</action></task>\n',
      '.planning/phases/01-a/01-01-PLAN.md',
    ],
  ])('%s', (_, text, fileName) => expect(planOf(text, fileName).tasks[0]!.humanGate).toContain('pending approval'));
});
