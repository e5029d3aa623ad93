import { ALONE } from '../data/tabs';
import type { Meta, Problem } from '../model/contract';

/** A browser with one tab, a network and no luck, for whoever asks a {@link ScriptedServer}. */
export const SERVED = {
  online: (): boolean => true,
  random: (): number => 0,
  tabs: ALONE,
  timeoutMillis: { memory: 10_000, database: 14_000 },
};

/** One request that the server has seen; it stays open until the test answers it. */
export interface Seen {
  readonly path: string;
  readonly attempt: string | null;
  readonly aborted: boolean;
  answer(data: unknown, options?: { version?: number; age?: number; meta?: Partial<Meta> }): void;
  refuse(problem: Partial<Problem> & { code: string }, headers?: Record<string, string>): void;
  respond(body: string, init?: ResponseInit): void;
  cut(): void;
}

/** A server that answers when and what its test says, with fetch's own rules for aborting. */
export class ScriptedServer {
  readonly seen: Seen[] = [];

  /** Requests that nobody has answered or given up yet. */
  get open(): Seen[] {
    return this.seen.filter((each) => this.#open.has(each) && !each.aborted);
  }

  readonly #open = new Set<Seen>();

  readonly fetch = (input: RequestInfo | URL, init?: RequestInit): Promise<Response> =>
    new Promise((resolve, reject) => {
      const signal = init?.signal;
      const settle = (then: () => void): void => {
        this.#open.delete(seen);
        then();
      };
      const seen: Seen = {
        path: String(input),
        attempt: new Headers(init?.headers).get('Andon-Attempt'),
        get aborted() {
          return signal?.aborted ?? false;
        },
        answer(data, { version = 1, age = 0, meta = {} } = {}) {
          const body = { data, meta: { ...metaOf(version), ...meta } };
          this.respond(JSON.stringify(body), { headers: { Age: String(age) } });
        },
        refuse(problem, headers = {}) {
          const body = { ...PROBLEM, ...problem };
          this.respond(JSON.stringify(body), { status: body.status, headers });
        },
        respond: (body, responseInit) => settle(() => resolve(new Response(body, responseInit))),
        cut: () => settle(() => reject(new TypeError('Failed to fetch'))),
      };
      signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
      this.seen.push(seen);
      this.#open.add(seen);
    });
}

export const PROBLEM: Problem = {
  type: '/docs/codes#DB_UNREACHABLE',
  title: 'The database cannot be reached.',
  status: 503,
  detail: '',
  code: 'DB_UNREACHABLE',
  retryable: true,
  retryAfterSeconds: null,
  traceId: '0123456789abcdef',
};

export function metaOf(version: number): Meta {
  return {
    versions: { lots: version },
    asOf: '2026-11-23T06:00:00Z',
    stale: false,
    degraded: [],
  };
}
