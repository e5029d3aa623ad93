import type { DegradedEvent, VersionEvent } from '../model/contract';

export interface StreamReader {
  /** @param first the table's present state, told to every new connection; not news in itself */
  version(event: VersionEvent, first: boolean): void;
  degraded(event: DegradedEvent): void;
  /** The server's wall clock, epoch milliseconds. */
  clock(now: number): void;
  /** @param retryMillis when it is not, the time to the next attempt */
  connected(open: boolean, retryMillis?: number): void;
}

export interface StreamDeps {
  readonly open: (url: string) => EventSource;
  readonly random: () => number;
  /** Goes on while the computer sleeps. */
  readonly wallClock: () => number;
}

/** The server says something every 15 s; a longer silence is a dead connection. */
const SILENCE_MS = 40_000;
/** After this much silence a page that is looked at again does not wait for the proof of it. */
const DOUBT_MS = 20_000;
const FIRST_WAIT_MS = 1_000;
/** With up to half of it added to spread browsers apart, every one is back within 20 s. */
const LONGEST_WAIT_MS = 13_000;

/**
 * Listens to `/api/events` for as long as the page lives.
 *
 * Unlike a bare EventSource it also comes back after a refused or silent connection, later at each
 * failure. Nothing is lost in between: a new connection begins with the state of every table.
 */
export class EventStream {
  readonly #reader: StreamReader;
  readonly #deps: StreamDeps;
  #source: EventSource | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #failures = 0;
  #met = new Set<string>();
  #heardAt = 0;

  constructor(reader: StreamReader, deps: StreamDeps) {
    this.#reader = reader;
    this.#deps = deps;
  }

  start(): void {
    this.stop();
    const source = this.#deps.open('/api/events');
    this.#source = source;
    this.#heardAt = this.#deps.wallClock();
    this.#met = new Set();
    source.addEventListener('open', () => this.#heard(() => this.#reader.connected(true)));
    source.addEventListener('error', () => this.#lost());
    this.#on<VersionEvent>(source, 'version', (event) => {
      const first = !this.#met.has(event.table);
      this.#met.add(event.table);
      this.#reader.version(event, first);
    });
    this.#on<DegradedEvent>(source, 'degraded', (event) => this.#reader.degraded(event));
    this.#on<{ now: string }>(source, 'heartbeat', ({ now }) =>
      this.#reader.clock(Date.parse(now)),
    );
    this.#on<unknown>(source, 'changes', () => undefined);
    this.#wait(SILENCE_MS, () => this.#lost());
  }

  /** Whether it waits to connect, or has heard nothing for so long that it may have to. */
  get doubtful(): boolean {
    return this.#source === null || Math.abs(this.#deps.wallClock() - this.#heardAt) > DOUBT_MS;
  }

  stop(): void {
    this.#source?.close();
    this.#source = null;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #on<T>(source: EventSource, name: string, read: (event: T) => void): void {
    source.addEventListener(name, (message: MessageEvent<string>) =>
      this.#heard(() => read(JSON.parse(message.data) as T)),
    );
  }

  #heard(read: () => void): void {
    this.#failures = 0;
    this.#heardAt = this.#deps.wallClock();
    this.#wait(SILENCE_MS, () => this.#lost());
    read();
  }

  #lost(): void {
    this.stop();
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures++);
    const retryMillis = wait * (1 + this.#deps.random() / 2);
    this.#reader.connected(false, retryMillis);
    this.#wait(retryMillis, () => this.start());
  }

  #wait(millis: number, then: () => void): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(then, millis);
  }
}
