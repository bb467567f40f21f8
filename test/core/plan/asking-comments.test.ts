import { verifies } from '../../support/verifies';
import { planOf } from './plans';

const gatesOf = (text: string, fileName?: string): readonly (string | undefined)[] =>
  planOf(text, fileName).tasks.map(({ humanGate }) => humanGate);

describe(`a comment that asks for a person${verifies('R-32')}`, () => {
  it.each([
    '<!-- STOP: do not run phase 2 before Bob approved -->',
    "<!-- wait for Bob's approval -->",
    '<!--\nnot without my OK\n-->',
    '<!-- nicht ohne Freigabe starten -->',
  ])('is asked before anything starts: %j', (comment) => {
    expect(gatesOf(`# P\n- [ ] a\n${comment}\n- [ ] b\n`)[0]).toBeDefined();
    expect(gatesOf(`# P\n${comment}\n\n1. a\n2. b\n`)[0]).toBeDefined();
  });

  it('is noted with its line', () => {
    const { notes } = planOf('# P\n- [ ] a\n<!-- wait for approval of Bob -->\n- [ ] b\n');
    const lines = notes.filter(({ code, message }) => code === 'NOTE_HUMAN_GATE' && message.includes('comment'));
    expect(lines.map(({ line }) => line)).toEqual([3]);
  });

  it.each([
    '<!-- Example: wait for approval -->',
    '<!-- This template has a checkpoint; replace it -->',
    '<!-- AC:BEGIN -->',
    '<!-- generated, do not edit without approval -->',
    '```html\n<!-- wait for approval of Bob -->\n```',
    `<!-- ${'Many words about how this file is written. '.repeat(12)}Wait for approval of Bob. -->`,
  ])('is none in %j', (text) =>
    expect(gatesOf(`# P\n- [ ] a\n\n${text}\n\n- [ ] b\n`)).toEqual([undefined, undefined]),
  );
});

it('a quote that asks is heard by the tasks below it', () =>
  expect(gatesOf("# P\n> Only with Kim's explicit go\n\n- [ ] a\n")).toEqual(["Only with Kim's explicit go"]));
