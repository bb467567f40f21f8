import { metricsText } from '../../runtime/gateway/http/metrics-text';

describe('numbers for OpenMetrics', () => {
  const exemplarOf = (conversation: string): string => {
    const samples = [{ value: 2, exemplar: { labels: { conversation_id: conversation }, value: 1 } }];
    const text = metricsText([{ name: 'n', type: 'counter', help: 'N.', samples }], 'openmetrics');
    return /# \{conversation_id="(.*)"\} 1$/m.exec(text)?.[1] ?? 'none';
  };

  it.each([
    ['c'.repeat(113), 'c'.repeat(113)],
    ['c'.repeat(114), 'c'.repeat(113)],
    ['🌙'.repeat(200), '🌙'.repeat(113)],
  ])('have exemplars of 128 characters at most, cut at their end: %s', (conversation, shown) => {
    expect(exemplarOf(conversation)).toBe(shown);
  });
});
