import type { Meta } from '../model/contract';
import { closes, drawn, waitAfter, type Failure, type Lane } from '../model/failure';
import { Gate, type GateDeps, type Pass } from './gate';
import { failureOf, isAnswer, json } from './responses';
import { RetryBudget } from './retry-budget';

/** An answer with the moment its source last confirmed it, in monotonic milliseconds. */
export interface Ok<T> {
  readonly kind: 'ok';
  readonly data: T;
  readonly meta: Meta;
  readonly confirmedAt: number;
}

export interface Failed {
  readonly kind: 'failed';
  readonly failure: Failure;
  /** Monotonic milliseconds before which nobody asks again; null when that cannot help. */
  readonly retryAt: number | null;
  /** False when the request was held back, since its fate was known. */
  readonly sent: boolean;
}

export type Outcome<T> =
  | Ok<T>
  | Failed
  /** A newer request took this one's key; nobody waits for the answer. */
  | { readonly kind: 'superseded' };

export interface MesApiDeps extends GateDeps {
  readonly fetch: typeof fetch;
  /** False when the browser knows that it has no network. */
  readonly online: () => boolean;
  readonly timeoutMillis: Readonly<Record<Lane, number>>;
}

const LANES: readonly Lane[] = ['memory', 'database'];

/**
 * Asks the server and never throws: every end of a request is an {@link Outcome}.
 *
 * One request is in flight per key; a newer one of the same key aborts it, other keys are left
 * alone. It asks once and says from when it may be asked again; before that it answers itself,
 * without the server. docs/browser-client.md has the rules and their numbers.
 */
export class MesApi {
  readonly #deps: MesApiDeps;
  readonly #inFlight = new Map<string, AbortController>();
  readonly #failures = new Map<string, Failure>();
  readonly #gates: Readonly<Record<Lane, Gate>>;
  readonly #budget: RetryBudget;

  constructor(deps: MesApiDeps) {
    this.#deps = deps;
    this.#gates = { memory: new Gate('memory', deps), database: new Gate('database', deps) };
    this.#budget = new RetryBudget(deps);
  }

  /** @param attempt from 1; told to the server, which counts retries */
  async get<T>(key: string, path: string, attempt = 1, lane: Lane = 'memory'): Promise<Outcome<T>> {
    this.cancel(key);
    const controller = new AbortController();
    this.#inFlight.set(key, controller);
    const entered = this.#gates[lane].enter();
    const pass = entered instanceof Promise ? await entered : entered;
    try {
      if (controller.signal.aborted) return { kind: 'superseded' };
      const told = pass.kind === 'probe' ? Math.max(attempt, pass.attempt) : attempt;
      const held = this.#held(pass, key, told);
      if (held !== null) return held;
      const outcome = await this.#ask<T>(path, told, lane, controller);
      if (outcome === 'superseded') return { kind: outcome };
      if (outcome.kind === 'ok') return this.#succeeded(outcome, pass, key, lane);
      return this.#refused(outcome, pass, key, told, lane);
    } finally {
      if (pass.kind === 'probe') pass.done();
      if (this.#inFlight.get(key) === controller) this.#inFlight.delete(key);
    }
  }

  /** Aborts whatever is in flight under the key. */
  cancel(key: string): void {
    this.#inFlight.get(key)?.abort();
  }

  /** There is a sign of the server's life: requests need not wait out its silence. */
  alive(): void {
    for (const lane of LANES) this.#gates[lane].alive();
  }

  /** The answer to a request that must not go now; null when it may. */
  #held(pass: Pass, key: string, attempt: number): Failed | null {
    if (pass.kind === 'closed') return heldBack(pass.failure, pass.until);
    if (attempt === 1) this.#budget.earn();
    const free = attempt === 1 || pass.kind === 'released';
    const former = pass.kind === 'probe' ? pass.failure : this.#failures.get(key);
    if (free || former === undefined || this.#budget.spend()) return null;
    return heldBack(former, this.#deps.now() + this.#budget.missingMillis);
  }

  #succeeded<T>(outcome: Ok<T>, pass: Pass, key: string, lane: Lane): Ok<T> {
    this.#failures.delete(key);
    if (pass.kind === 'probe') this.#gates[lane].opened();
    return outcome;
  }

  #refused(failure: Failure, pass: Pass, key: string, attempt: number, lane: Lane): Failed {
    this.#failures.set(key, failure);
    const concerned = closes(failure, lane);
    let retryAt: number | null = null;
    for (const each of LANES) {
      const probed = each === lane && pass.kind === 'probe';
      const until = this.#gates[each].refused(failure, {
        attempt,
        concerned: concerned.includes(each),
        probed,
      });
      if (each === lane) retryAt = until;
    }
    const wait = waitAfter(failure, attempt);
    retryAt ??= wait && this.#deps.now() + drawn(wait, this.#deps.random());
    return { kind: 'failed', failure, retryAt, sent: true };
  }

  async #ask<T>(
    path: string,
    attempt: number,
    lane: Lane,
    controller: AbortController,
  ): Promise<Ok<T> | Failure | 'superseded'> {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      controller.abort();
    }, this.#deps.timeoutMillis[lane]);
    const aborted = (): Failure | 'superseded' => (late ? { kind: 'timeout' } : 'superseded');
    try {
      const response = await this.#deps.fetch(path, {
        headers: { Accept: 'application/json', 'Andon-Attempt': String(attempt) },
        signal: controller.signal,
      });
      const receivedAt = this.#deps.now();
      const body = await json(response);
      if (controller.signal.aborted) return aborted();
      if (!response.ok || !isAnswer<T>(body)) return failureOf(response, body);
      const age = Number(response.headers.get('Age') ?? 0);
      const confirmedAt = receivedAt - (Number.isFinite(age) ? age : 0) * 1_000;
      return { kind: 'ok', data: body.data, meta: body.meta, confirmedAt };
    } catch {
      if (controller.signal.aborted) return aborted();
      return { kind: this.#deps.online() ? 'network' : 'offline' };
    } finally {
      clearTimeout(timer);
    }
  }
}

function heldBack(failure: Failure, retryAt: number): Failed {
  return { kind: 'failed', failure, retryAt, sent: false };
}
