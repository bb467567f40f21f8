import { LiveGateway } from './live-gateway';

const THINKING = '# a\n- [ ] 1. think\n';

describe('a plan that nobody could ever do', () => {
  it('gets 422 and no receipt where the agent shell is named and a task has no command', async () => {
    const gateway = await LiveGateway.open();
    const body = { plan: { text: THINKING }, options: { agent: 'shell' } };
    const answer = await gateway.ask('POST', '/api/execution/handoff', body, { 'idempotency-key': 'no-command' });
    expect([answer.statusCode, answer.json()]).toMatchObject([
      422,
      {
        error: {
          code: 'COMMAND_MISSING',
          message: 'task-001 (think) has no command, and its agent shell does nothing else',
          hint: expect.stringContaining('name another agent'),
          where: { path: 'task-001', line: 2 },
          problems: [{ where: { path: 'task-001', line: 2 } }],
        },
      },
    ]);
    expect((await gateway.ask('GET', '/api/execution')).json().executions).toEqual([]);
    await gateway.close();
  });

  it('says so in its preview, as unmet and in a note, where the plan names the agent itself', async () => {
    const gateway = await LiveGateway.open();
    const text = JSON.stringify({ tasks: [{ id: 'a', title: 'Think', agent: 'shell' }] });
    const { preview, unmet, releases } = (
      await gateway.ask('POST', '/api/plan/preview', { plan: { text, fileName: 'p.json' } })
    ).json();
    expect(unmet).toMatchObject([{ code: 'COMMAND_MISSING', path: 'task-001' }]);
    expect(releases).toMatchObject({ slots: 4, rolling: preview.criticalMinutes, barrier: preview.criticalMinutes });
    expect(preview.notes).toContainEqual(
      expect.objectContaining({
        code: 'NOTE_COMMAND_MISSING',
        message: expect.stringMatching(/^task-001 \(Think\) has no command, .*: a hand-off is refused$/),
      }),
    );
    await gateway.close();
  });
});
