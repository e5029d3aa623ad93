import type { DegradedEvent, VersionEvent } from '../model/contract';
import { drawn, waitAfter, type Failure } from '../model/failure';
import type { OpenLine } from './event-line';
import type { News } from './tabs';

export interface StreamDeps {
  readonly open: OpenLine;
  readonly random: () => number;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** Goes on while the computer sleeps. */
  readonly wallClock: () => number;
}

/** A server that takes the connection speaks at once. */
const FIRST_WORD_MS = 10_000;
/** The server says something every 15 s; a longer silence is a dead connection. */
const SILENCE_MS = 40_000;
/** After this much silence a page that is looked at again does not wait for the proof of it. */
const DOUBT_MS = 20_000;
/** A connection that stood this long was a good one: the next loss counts as the first. */
const GOOD_MS = 10_000;
/** Until the server has told its own. */
const RETRY_MS = 2_000;
/** When asking again cannot help, as behind a proxy's log-in page, it is still tried this often. */
const HOPELESS_MS = 60_000;

/**
 * Listens to `/api/events` for as long as the page lives.
 *
 * It comes back after a lost, refused or silent connection, later at each failure, at a random
 * moment of a span that grows from the server's `retry:`. Nothing is lost in between: a new
 * connection begins with the state of every table.
 */
export class EventStream {
  readonly #tell: (news: News) => void;
  readonly #deps: StreamDeps;
  #close: (() => void) | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #due: { readonly at: number; readonly act: () => void } | null = null;
  #failures = 0;
  #retryMillis = RETRY_MS;
  #met = new Set<string>();
  #heardAt = 0;

  constructor(tell: (news: News) => void, deps: StreamDeps) {
    this.#tell = tell;
    this.#deps = deps;
  }

  start(): void {
    this.stop();
    this.#heardAt = this.#deps.wallClock();
    this.#met = new Set();
    let openedAt = Infinity;
    this.#close = this.#deps.open('/api/events', this.#failures + 1, {
      opened: () => {
        openedAt = this.#deps.now();
        this.#heard();
        this.#tell({ what: 'link', lost: null, retryMillis: 0 });
      },
      event: (name, data) => {
        if (this.#deps.now() - openedAt > GOOD_MS) this.#failures = 0;
        this.#heard();
        this.#event(name, data);
      },
      retry: (millis) => (this.#retryMillis = millis),
      ended: (failure) => this.#lost(failure),
    });
    this.#wait(FIRST_WORD_MS, () => this.#lost({ kind: 'timeout' }));
  }

  /** Whether it waits to connect, or has heard nothing for so long that it may have to. */
  get doubtful(): boolean {
    return this.#close === null || Math.abs(this.#deps.wallClock() - this.#heardAt) > DOUBT_MS;
  }

  /** Does now what is due: the timers of a tab out of sight are slow. */
  poke(): void {
    if (this.#due !== null && this.#deps.now() >= this.#due.at) this.#due.act();
  }

  stop(): void {
    this.#close?.();
    this.#close = null;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#due = null;
  }

  #event(name: string, data: string): void {
    if (name === 'version') {
      const event = JSON.parse(data) as VersionEvent;
      const first = !this.#met.has(event.table);
      this.#met.add(event.table);
      this.#tell({ what: 'version', event, first });
    } else if (name === 'degraded')
      this.#tell({ what: 'degraded', event: JSON.parse(data) as DegradedEvent });
    else if (name === 'heartbeat') {
      const { now } = JSON.parse(data) as { readonly now: string };
      this.#tell({ what: 'clock', now: Date.parse(now) });
    }
  }

  #heard(): void {
    this.#heardAt = this.#deps.wallClock();
    this.#wait(SILENCE_MS, () => this.#lost({ kind: 'timeout' }));
  }

  #lost(failure: Failure): void {
    this.stop();
    const wait = waitAfter(failure, ++this.#failures, this.#retryMillis);
    const retryMillis = wait === null ? HOPELESS_MS : drawn(wait, this.#deps.random());
    this.#wait(retryMillis, () => this.start());
    this.#tell({ what: 'link', lost: failure, retryMillis });
  }

  #wait(millis: number, then: () => void): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#due = { at: this.#deps.now() + millis, act: then };
    this.#timer = setTimeout(then, millis);
  }
}
