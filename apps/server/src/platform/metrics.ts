import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { MINUTE, nowMs } from '../kernel/clock.ts';

/** What the process counts, in Prometheus's words. */
export class Metrics {
  readonly registry = new Registry();
  readonly #requests = new Histogram({
    name: 'jishi_http_request_seconds',
    help: 'Time to answer, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [this.registry],
  });
  readonly #events = new Counter({
    name: 'jishi_events_total',
    help: 'Things worth counting, by name',
    labelNames: ['name'],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  request(method: string, route: string, status: number, ms: number): void {
    this.#requests.observe({ method, route, status }, ms / 1000);
  }

  count(name: string): void {
    this.#events.inc({ name });
  }

  /** A figure read when it is asked for, e.g. the orders waiting in the batcher. */
  gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }

  /**
   * Figures that cost a look into the database, by the value of one label: read when somebody asks, at most once a minute; when they
   * cannot be read, those of before stand.
   */
  gauges(name: string, help: string, label: string, read: () => Promise<Record<string, number>>): void {
    let readAtMs = Number.NEGATIVE_INFINITY;
    new Gauge({
      name,
      help,
      labelNames: [label],
      registers: [this.registry],
      async collect() {
        if (nowMs() - readAtMs < MINUTE) return;
        readAtMs = nowMs();
        const figures = await read().catch(() => null);
        if (!figures) return;
        this.reset();
        for (const [value, figure] of Object.entries(figures)) this.set({ [label]: value }, figure);
      },
    });
  }
}
