import { findHumanGate } from '../../../../runtime/core/plan/text/find-human-gate';

describe('words that ask for a person', () => {
  it.each([
    'Manual test',
    'Manually check the form',
    'Deploy to production manually',
    'Deploy to production - manual',
    'The lead signs it off',
    'Pause here for review',
    'Freigabe (manuell)',
    '⚠️ Change the schema, needs review',
  ])('are heard in the title "%s"', (title) => expect(findHumanGate(title, '')).toBeDefined());

  it.each([
    '- MANUAL: press the button',
    '- 1. MANUAL: press the button',
    'Build it.\n**MANUAL:** press the button',
    'A human must approve this',
    '- ask Jane to approve',
    'It needs sign off',
    "- Stop and get Jane's approval",
    '4. **STOP and VALIDATE**: Test User Story 1 independently',
    'STOP until Ann has approved the layout',
    'Review it with the owner before going on',
    'The user must confirm before Task 2',
    'Product owner signs off before US-002',
    '**CHECKPOINT** — all of it',
    'Step 2: STOP. Ask your human partner before continuing.',
    'Wait for my go before continuing',
    'Switch traffic (after you confirm)',
    'Only after I say so',
    'This requires my OK',
    'Wait until I have tested staging',
    'This must be done by a human operator',
    'The user tests the app by hand',
    "Don't run this automatically",
    '**Executor:** human',
    'Freigabe durch den Chef einholen',
  ])('are heard in the body %j', (body) => expect(findHumanGate('a', body)).toBeDefined());

  it.each([
    'Write the manual',
    'Let users add items manually',
    'Read the manual page',
    'Pause the video',
    'Show manual tests of the suite',
  ])('do not stand in the title "%s"', (title) => expect(findHumanGate(title, '')).toBeUndefined());

  it.each([
    'Manual: see docs',
    'Users can pause for a while',
    'People ask Jane to approve of it',
    'A reader must approve',
    'Stop at any checkpoint to validate a story',
    'Users confirm an order before paying',
    'Wait until the server has confirmed the request',
    'Nothing is run by the server when you say nothing',
    'Do not edit the file by hand',
  ])('do not stand in the body %j', (body) => expect(findHumanGate('a', body)).toBeUndefined());
});
