import type { Answer, Meta, Problem } from '../model/contract';
import type { Failure } from '../model/failure';

/** An answer with the moment its source last confirmed it, in monotonic milliseconds. */
export interface Ok<T> {
  readonly kind: 'ok';
  readonly data: T;
  readonly meta: Meta;
  readonly confirmedAt: number;
}

export type Outcome<T> =
  | Ok<T>
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** A newer request took this one's key; nobody waits for the answer. */
  | { readonly kind: 'superseded' };

export interface MesApiDeps {
  readonly fetch: typeof fetch;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  readonly timeoutMillis: number;
}

/**
 * Asks the server and never throws: every end of a request is an {@link Outcome}.
 *
 * One request is in flight per key; a newer one of the same key aborts it, other keys are left
 * alone. It asks once: when to ask again is decided where the outcome is read.
 */
export class MesApi {
  readonly #deps: MesApiDeps;
  readonly #inFlight = new Map<string, AbortController>();

  constructor(deps: MesApiDeps) {
    this.#deps = deps;
  }

  /** @param attempt from 1; told to the server, which counts retries */
  async get<T>(key: string, path: string, attempt = 1): Promise<Outcome<T>> {
    this.#inFlight.get(key)?.abort();
    const controller = new AbortController();
    this.#inFlight.set(key, controller);
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      controller.abort();
    }, this.#deps.timeoutMillis);
    try {
      const response = await this.#deps.fetch(path, {
        headers: { Accept: 'application/json', 'Andon-Attempt': String(attempt) },
        signal: controller.signal,
      });
      const receivedAt = this.#deps.now();
      const outcome = await read<T>(response, receivedAt);
      return controller.signal.aborted ? aborted(late) : outcome;
    } catch {
      return controller.signal.aborted ? aborted(late) : failed({ kind: 'network' });
    } finally {
      clearTimeout(timer);
      if (this.#inFlight.get(key) === controller) this.#inFlight.delete(key);
    }
  }

  /** Aborts whatever is in flight under the key. */
  cancel(key: string): void {
    this.#inFlight.get(key)?.abort();
  }
}

function aborted(late: boolean): Outcome<never> {
  return late ? failed({ kind: 'timeout' }) : { kind: 'superseded' };
}

async function read<T>(response: Response, receivedAt: number): Promise<Outcome<T>> {
  const body = await json(response);
  if (response.ok && isAnswer<T>(body)) {
    const age = Number(response.headers.get('Age') ?? 0);
    const confirmedAt = receivedAt - (Number.isFinite(age) ? age : 0) * 1_000;
    return { kind: 'ok', data: body.data, meta: body.meta, confirmedAt };
  }
  if (!response.ok && isProblem(body))
    return failed({ kind: 'problem', problem: withHeader(body, response) });
  return failed({ kind: 'unreadable', status: response.status });
}

/** The body as JSON; undefined when it is none. A broken connection still rejects. */
async function json(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `Retry-After` in seconds stands in for a body that does not say how long to wait. */
function withHeader(problem: Problem, response: Response): Problem {
  const header = response.headers.get('Retry-After');
  const said = problem.retryAfterSeconds ?? (header === null ? NaN : Number(header));
  return { ...problem, retryAfterSeconds: Number.isFinite(said) ? said : null };
}

function isAnswer<T>(body: unknown): body is Answer<T> {
  return typeof body === 'object' && body !== null && 'data' in body && 'meta' in body;
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'retryable' in body;
}

function failed(failure: Failure): Outcome<never> {
  return { kind: 'failed', failure };
}
