import { modelAway } from '../../runtime/adapters/agent-tools/model-refusal';

const words = {
  service: 'anthropic',
  title: 'Anthropic',
  keyHint: '',
  creditHint: '',
  modelHint: '',
  awayHint: 'look',
} as Parameters<typeof modelAway>[1];

it("repeats an SDK's words without their own full stop, as a sentence follows", () => {
  expect(modelAway(new Error('Connection error.'), words).message).toBe('Anthropic does not answer: Connection error');
});
