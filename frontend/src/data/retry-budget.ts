import type { Tabs } from './tabs';

/**
 * The currency is a millisecond of waiting: a page left alone may retry once in ten seconds, and so
 * comes back by itself.
 */
const RETRY_COSTS = 10_000;
/** In the long run one request in ten is a retry. */
const FIRST_ATTEMPT_EARNS = RETRY_COSTS / 10;
/** Enough for one failed load of a whole page in each of two or three tabs. */
const MOST = 10 * RETRY_COSTS;

/**
 * Retries cost, and first attempts bring, so that asking again never multiplies the load on a
 * server that is in trouble. All tabs draw on one budget, each keeping its copy.
 */
export class RetryBudget {
  readonly #now: () => number;
  readonly #tabs: Tabs;
  #left = MOST;
  #countedAt: number;

  constructor({ now, tabs }: { readonly now: () => number; readonly tabs: Tabs }) {
    this.#now = now;
    this.#tabs = tabs;
    this.#countedAt = now();
    tabs.hear((message) => {
      if (message.kind === 'budget') this.#change(message.change);
    });
  }

  /** A first attempt is made. */
  earn(): void {
    this.#share(FIRST_ATTEMPT_EARNS);
  }

  /** Pays for a retry; false when there is not enough left to pay with. */
  spend(): boolean {
    if (this.missingMillis > 0) return false;
    this.#share(-RETRY_COSTS);
    return true;
  }

  /** Milliseconds until a retry can be paid for, if nothing else earns or spends. */
  get missingMillis(): number {
    this.#change(0);
    return Math.max(0, Math.ceil(RETRY_COSTS - this.#left));
  }

  #share(change: number): void {
    this.#change(change);
    this.#tabs.tell({ kind: 'budget', change });
  }

  #change(amount: number): void {
    const now = this.#now();
    const waited = Math.min(MOST, this.#left + now - this.#countedAt);
    this.#countedAt = now;
    this.#left = Math.max(0, Math.min(MOST, waited + amount));
  }
}
