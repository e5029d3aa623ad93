import { awaitsVersion } from '../model/failure';
import type { Failed } from './mes-api';
import { Store } from './store';

/** What became of one load. */
export type Loaded = 'done' | 'superseded' | Failed;

/**
 * Loads once.
 * @param attempt from 1
 * @param current false once a newer load has begun; what was loaded then must not be shown
 */
export type Load = (attempt: number, current: () => boolean) => Promise<Loaded>;

export interface FeedState {
  /** A load is running. */
  readonly busy: boolean;
  /** Monotonic milliseconds of the next attempt after a failure, if there will be one. */
  readonly nextAttemptAt: number | null;
}

export interface FeedDeps {
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** In [0, 1). */
  readonly random: () => number;
}

/** A change is answered this long after it was announced, and up to as long again later. */
const SETTLE_MS = 100;

/**
 * Decides when something is loaded: at once when a person asks, a moment after an announced
 * change, and after a failure no sooner than the failure allows.
 *
 * However many changes are announced, one load runs at a time and at most one more follows it.
 */
export class Feed {
  readonly state = new Store<FeedState>({ busy: false, nextAttemptAt: null });
  readonly #load: Load;
  readonly #deps: FeedDeps;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #attempt = 0;
  #run = 0;
  #again = false;
  #awaited = false;
  #told = false;
  #stopped = false;

  constructor(load: Load, deps: FeedDeps) {
    this.#load = load;
    this.#deps = deps;
  }

  /** A person wants to see something else: loads at once, superseding a running load. */
  ask(): void {
    this.#attempt = 0;
    void this.#start();
  }

  /** The server announced a change: loads soon, once for many announcements. */
  changed(): void {
    if (this.#stopped) return;
    if (this.state.value.busy) this.#again = true;
    else if (this.#timer === null || this.#awaited) {
      this.#clear();
      this.#awaited = false;
      this.#attempt = 0;
      this.#after(SETTLE_MS * (1 + this.#deps.random()));
    }
  }

  /**
   * The way to the server may be back: loads at once, unless the server itself said to wait.
   * @param failedOnly only what could not be loaded before
   */
  renew(failedOnly = false): void {
    if (this.#told || (failedOnly && this.state.value.nextAttemptAt === null)) return;
    this.ask();
  }

  /** Ends all loading for good. */
  stop(): void {
    this.#stopped = true;
    this.#run++;
    this.#clear();
  }

  async #start(): Promise<void> {
    if (this.#stopped) return;
    this.#clear();
    const run = ++this.#run;
    this.#again = false;
    this.#told = false;
    this.#attempt++;
    this.state.set({ busy: true, nextAttemptAt: null });
    const loaded = await this.#load(this.#attempt, () => run === this.#run);
    if (run !== this.#run) return;
    this.#finish(loaded);
  }

  #finish(loaded: Loaded): void {
    const again = this.#again;
    this.#awaited = typeof loaded !== 'string' && awaitsVersion(loaded.failure);
    if (typeof loaded === 'string') {
      this.#attempt = 0;
      this.state.set({ busy: false, nextAttemptAt: null });
      if (again) this.changed();
      return;
    }
    const { failure, retryAt, sent } = loaded;
    if (!sent) this.#attempt--;
    this.#told = retryAt !== null && ['problem', 'unreadable'].includes(failure.kind);
    this.state.set({ busy: false, nextAttemptAt: retryAt });
    if (retryAt !== null) this.#after(Math.max(0, retryAt - this.#deps.now()));
    else this.#attempt = 0;
    if (again && this.#awaited) this.changed();
  }

  #after(millis: number): void {
    this.#timer = setTimeout(() => void this.#start(), millis);
  }

  #clear(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
