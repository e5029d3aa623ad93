import type { Code } from '../model/codes';
import type { DegradedEvent, VersionEvent } from '../model/contract';
import type { Failure } from '../model/failure';
import type { Confirmed, Shown } from './panels';
import { SharedStream, type SharedStreamDeps } from './shared-stream';
import { Store } from './store';
import type { News } from './tabs';

/** Something on the page that shows one table. */
export interface TableReader {
  readonly table: string;
  /** What each of its panels shows now; none before the first answer. */
  shown(): readonly Shown[];
  /** There is something newer to ask for. */
  changed(): void;
  /** The source confirmed this version; a panel that shows another one stays as old as it was. */
  confirmed(confirmed: Confirmed): void;
  /**
   * The way to the server may be back after a pause: asks now rather than when it is due.
   * @param failedOnly only what could not be had before
   */
  renew(failedOnly: boolean): void;
}

export interface LiveState {
  /** Null until the first connection stands or fails. */
  readonly connected: boolean | null;
  /** Why there is no connection; null while there is one. */
  readonly lost: Failure | null;
  /** Monotonic milliseconds of the next attempt to connect. */
  readonly reconnectAt: number | null;
  /** Server's wall clock less this browser's, in milliseconds; null before it was told. */
  readonly clockOffset: number | null;
  /** Table → monotonic milliseconds of the server's next attempt, while the table is degraded. */
  readonly nextAttempts: ReadonlyMap<string, number>;
}

export interface LiveDeps extends SharedStreamDeps {
  /** Told first when the server gives a sign of life after a pause. */
  readonly alive: () => void;
}

/** Hands the server's announcements to what shows the table. */
export class Live {
  readonly state = new Store<LiveState>({
    connected: null,
    lost: null,
    reconnectAt: null,
    clockOffset: null,
    nextAttempts: new Map(),
  });
  readonly #deps: LiveDeps;
  readonly #stream: SharedStream;
  readonly #readers = new Map<TableReader, number>();

  constructor(deps: LiveDeps) {
    this.#deps = deps;
    this.#stream = new SharedStream((news) => this.#read(news), deps);
  }

  start(): void {
    this.#stream.start();
  }

  stop(): void {
    this.#stream.stop();
  }

  /** The network is back: connects anew and has everything asked again, at once. */
  online(): void {
    if (this.state.value.reconnectAt !== null) this.state.update({ reconnectAt: this.#deps.now() });
    this.#stream.renew();
    this.#renew(false);
  }

  /** The page is looked at again: the same, if it was cut off or slept through the news. */
  seen(): void {
    if (this.#stream.doubtful) this.online();
  }

  /** Tells a reader of its table's news until the returned function is called. */
  listen(reader: TableReader): () => void {
    this.#readers.set(reader, 0);
    return () => this.#readers.delete(reader);
  }

  #read(news: News): void {
    if (news.what === 'version') this.#version(news.event, news.first);
    else if (news.what === 'degraded') this.#degraded(news.event);
    else if (news.what === 'clock')
      this.state.update({ clockOffset: news.now - this.#deps.wallClock() });
    else this.#linked(news.lost, news.retryMillis);
  }

  #version(event: VersionEvent, first: boolean): void {
    for (const [reader, asked] of this.#readers) {
      if (reader.table !== event.table) continue;
      const { table, version } = event;
      const shown = reader.shown();
      if (!first && shown.some((each) => each.version === version))
        reader.confirmed({ table, version, at: this.#deps.now() });
      const news = shown.length === 0 || shown.some((each) => each.version < version);
      if (news && version > asked) {
        this.#readers.set(reader, version);
        reader.changed();
      }
    }
  }

  #degraded(event: DegradedEvent): void {
    const nextAttempts = new Map(this.state.value.nextAttempts);
    if (event.codes.length === 0 || event.nextAttemptAt === null) nextAttempts.delete(event.table);
    else nextAttempts.set(event.table, this.#monotonic(Date.parse(event.nextAttemptAt)));
    this.state.update({ nextAttempts });
    for (const reader of this.#readers.keys()) {
      const shown = reader.table === event.table ? reader.shown() : [];
      if (shown.some(({ codes }) => !sameCodes(codes, event.codes))) reader.changed();
    }
  }

  #linked(lost: Failure | null, retryMillis: number): void {
    const back = lost === null && this.state.value.connected === false;
    const reconnectAt = lost === null ? null : this.#deps.now() + retryMillis;
    this.state.update({ connected: lost === null, lost, reconnectAt });
    if (back) this.#renew(true);
  }

  #renew(failedOnly: boolean): void {
    this.#deps.alive();
    for (const reader of this.#readers.keys()) reader.renew(failedOnly);
  }

  #monotonic(serverTime: number): number {
    return (
      this.#deps.now() + serverTime - this.#deps.wallClock() - (this.state.value.clockOffset ?? 0)
    );
  }
}

function sameCodes(a: readonly Code[], b: readonly Code[]): boolean {
  return a.length === b.length && a.every((code) => b.includes(code));
}
