import { loadConfig } from '../runtime/config/load-config';
import { unpricedModels } from '../runtime/main/model-agents';
import { realClock } from './support/agent-job';

const env = (more: Record<string, string>) => ({
  NIGHTSHIFT_HOME: '/nowhere/at/all',
  NIGHTSHIFT_DATABASE_URL: 'postgres://127.0.0.1/nightshift',
  NIGHTSHIFT_QUEUE_URL: 'postgres://127.0.0.1/nightshift',
  NIGHTSHIFT_OPENAI_API_KEY: 'k',
  ...more,
});

describe('models whose money cannot be counted', () => {
  it.each([
    ['none with the default model', {}, []],
    [
      'a remote one that no list knows',
      { NIGHTSHIFT_OPENAI_MODEL: 'gpt-99-x' },
      [{ agent: 'openai', model: 'gpt-99-x' }],
    ],
    [
      'the one of the last try, that no list knows',
      { NIGHTSHIFT_OPENAI_LAST_MODEL: 'gpt-99-x' },
      [{ agent: 'openai', model: 'gpt-99-x' }],
    ],
    [
      'not one on this machine',
      { NIGHTSHIFT_OPENAI_MODEL: 'q', NIGHTSHIFT_OPENAI_BASE_URL: 'http://127.0.0.1:8000/v1' },
      [],
    ],
    [
      'not one whose price was said',
      {
        NIGHTSHIFT_OPENAI_MODEL: 'gpt-99-x',
        NIGHTSHIFT_OPENAI_PRICE_INPUT: '0',
        NIGHTSHIFT_OPENAI_PRICE_OUTPUT: '2.5',
      },
      [],
    ],
    ['not one that cannot be asked', { NIGHTSHIFT_ANTHROPIC_MODEL: 'claude-x' }, []],
  ])('are told: %s', async (_, more, expected) => {
    expect(await unpricedModels(loadConfig(env(more)), realClock)).toEqual(expected);
  });

  it('one half of a price is refused', () => {
    expect(() => loadConfig(env({ NIGHTSHIFT_OPENAI_PRICE_INPUT: '1' }))).toThrow(/belong together/);
  });
});
