import type { MetricFamily, MetricSample } from './metrics-text';

const SECONDS = [0.005, 0.025, 0.1, 0.3, 1, 3, 10] as const;

interface Duration {
  count: number;
  sum: number;
  readonly atMost: number[];
}

/** What this gateway did since it started: requests by route and status, how long they took, what it uses. */
export class GatewayMeter {
  private readonly requests = new Map<string, { readonly labels: Readonly<Record<string, string>>; count: number }>();
  private readonly durations = new Map<string, Duration>();
  private readonly openStreams: () => number;

  constructor(openStreams: () => number = () => 0) {
    this.openStreams = openStreams;
  }

  /** @param route - `GET /api/execution`, as in the route table; `none` where there is no such. */
  observe(route: string, httpStatus: number, seconds: number): void {
    const key = `${route} ${httpStatus}`;
    const known = this.requests.get(key);
    if (known === undefined) this.requests.set(key, { labels: { route, status: String(httpStatus) }, count: 1 });
    else known.count += 1;
    const duration = this.durations.get(route) ?? { count: 0, sum: 0, atMost: SECONDS.map(() => 0) };
    this.durations.set(route, duration);
    duration.count += 1;
    duration.sum += seconds;
    for (const [at, bound] of SECONDS.entries()) if (seconds <= bound) duration.atMost[at]! += 1;
  }

  families(): readonly MetricFamily[] {
    const { rss, heapUsed } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    return [
      {
        name: 'nightshift_http_requests_total',
        type: 'counter',
        help: 'Requests by route and status.',
        samples: [...this.requests.values()].map(({ labels, count }) => ({ labels, value: count })),
      },
      {
        name: 'nightshift_http_request_duration_seconds',
        type: 'histogram',
        help: 'Time from the headers of a request to the end of its answer.',
        samples: [...this.durations].flatMap(([route, { count, sum, atMost }]) =>
          histogramSamples({ route }, SECONDS, { count, sum, atMost }),
        ),
      },
      gauge('nightshift_event_streams_open', 'Event streams that are open.', this.openStreams()),
      gauge('process_resident_memory_bytes', 'Resident memory of the gateway.', rss),
      gauge('nodejs_heap_used_bytes', 'Heap in use in the gateway.', heapUsed),
      {
        name: 'process_cpu_seconds_total',
        type: 'counter',
        help: 'Processor time of the gateway.',
        samples: [{ value: (user + system) / 1_000_000 }],
      },
    ];
  }
}

/** A number without labels. */
export const gauge = (name: string, help: string, value: number): MetricFamily => ({
  name,
  type: 'gauge',
  help,
  samples: [{ value }],
});

/** The buckets, sum and count of one histogram. */
export function histogramSamples(
  labels: Readonly<Record<string, string>>,
  bounds: readonly number[],
  of: { readonly count: number; readonly sum: number; readonly atMost: readonly number[] },
  exemplar?: MetricSample['exemplar'],
): readonly MetricSample[] {
  const buckets = [...bounds.map((bound, at) => [String(bound), of.atMost[at]!] as const), ['+Inf', of.count] as const];
  return [
    ...buckets.map(([le, value]) => ({
      suffix: '_bucket',
      labels: { ...labels, le },
      value,
      ...(exemplar === undefined || le !== '+Inf' ? {} : { exemplar }),
    })),
    { suffix: '_sum', labels, value: of.sum },
    { suffix: '_count', labels, value: of.count },
  ];
}
