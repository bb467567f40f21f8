/** Numbers of one name. */
export interface MetricFamily {
  /** With `_total` where it counts up. */
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly samples: readonly MetricSample[];
}

export interface MetricSample {
  /** `_bucket`, `_sum` and `_count` of a histogram. */
  readonly suffix?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
  /** One case behind the number, for who looks closer; only OpenMetrics can carry it, on counters and buckets. */
  readonly exemplar?: { readonly labels: Readonly<Record<string, string>>; readonly value: number };
}

export type MetricsFormat = 'prometheus' | 'openmetrics';

/** Most characters of an exemplar's names and values together, as OpenMetrics has it. */
const EXEMPLAR_LENGTH = 128;

export const contentTypeFor = (format: MetricsFormat): string =>
  format === 'openmetrics'
    ? 'application/openmetrics-text; version=1.0.0; charset=utf-8'
    : 'text/plain; version=0.0.4; charset=utf-8';

/**
 * The families in the text format of Prometheus, or as OpenMetrics, where a counter's family has no `_total` in its name.
 *
 * Source: prometheus.io/docs/instrumenting/exposition_formats, the OpenMetrics 1.0 specification.
 */
export function metricsText(families: readonly MetricFamily[], format: MetricsFormat): string {
  const lines = families.flatMap(({ name, type, help, samples }) => {
    const isOpen = format === 'openmetrics';
    const family = isOpen && type === 'counter' ? name.replace(/_total$/, '') : name;
    return [
      `# HELP ${family} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`,
      `# TYPE ${family} ${type}`,
      ...samples.map((sample) => sampleLine(name, sample, isOpen && type !== 'gauge')),
    ];
  });
  return `${[...lines, ...(format === 'openmetrics' ? ['# EOF'] : [])].join('\n')}\n`;
}

function sampleLine(name: string, { suffix = '', labels = {}, value, exemplar }: MetricSample, hasExemplar: boolean) {
  const line = `${name}${suffix}${labelsText(labels)} ${numberText(value)}`;
  if (!hasExemplar || exemplar === undefined || suffix === '_sum' || suffix === '_count') return line;
  return `${line} # ${labelsText(exemplarLabels(exemplar.labels))} ${numberText(exemplar.value)}`;
}

/** Of a value that is too long its beginning: a reader refuses the whole page for a longer one. */
function exemplarLabels(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  let room = EXEMPLAR_LENGTH;
  return Object.fromEntries(
    Object.entries(labels).map(([key, text]) => {
      const characters = [...text].slice(0, Math.max(0, room - key.length));
      room -= key.length + characters.length;
      return [key, characters.join('')];
    }),
  );
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([key, text]) => `${key}="${escaped(text)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

function numberText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  if (value === Number.NEGATIVE_INFINITY) return '-Inf';
  return String(value);
}
