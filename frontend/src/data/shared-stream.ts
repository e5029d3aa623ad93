import { EventStream, type StreamDeps } from './event-stream';
import { Leadership } from './leadership';
import type { News, TabMessage, Tabs } from './tabs';

export interface SharedStreamDeps extends StreamDeps {
  readonly tabs: Tabs;
}

/** The leading tab hands on something at least this often; a longer silence is a reason to doubt. */
const DOUBT_MS = 20_000;

/**
 * One event stream for all tabs of a browser: the leading tab listens to the server and hands on
 * what it hears; a tab that comes later is told the present state first.
 */
export class SharedStream {
  readonly #read: (news: News) => void;
  readonly #deps: SharedStreamDeps;
  readonly #stream: EventStream;
  readonly #leadership: Leadership;
  /** The latest news of each kind and table, in the order a newcomer needs it. */
  readonly #present = new Map<string, News>();
  #clockOffset: number | null = null;
  #reconnectAt = 0;
  #heardAt = 0;
  #deaf: (() => void) | null = null;

  constructor(read: (news: News) => void, deps: SharedStreamDeps) {
    this.#read = read;
    this.#deps = deps;
    this.#stream = new EventStream((news) => this.#relay(news), deps);
    this.#leadership = new Leadership(deps.tabs, {
      lead: () => this.#stream.start(),
      asked: () => this.#stream.poke(),
      follow: () => this.#stream.stop(),
    });
  }

  start(): void {
    const { tabs, wallClock } = this.#deps;
    this.#heardAt = wallClock();
    this.#deaf = tabs.hear((message) => this.#hear(message));
    this.#leadership.start();
    if (!this.#leadership.leading) tabs.tell({ kind: 'hello', from: tabs.id });
  }

  stop(): void {
    this.#deaf?.();
    this.#leadership.stop();
    this.#stream.stop();
  }

  /** Connects anew, where this tab is the one to do it. */
  renew(): void {
    if (this.#leadership.leading) this.#stream.start();
  }

  /** Whether news may have been missed. */
  get doubtful(): boolean {
    if (this.#leadership.leading) return this.#stream.doubtful;
    return Math.abs(this.#deps.wallClock() - this.#heardAt) > DOUBT_MS;
  }

  #hear(message: TabMessage): void {
    const { tabs, wallClock } = this.#deps;
    if (message.kind === 'hello' && this.#leadership.leading)
      tabs.tell({ kind: 'present', to: message.from, news: this.#told() });
    if (this.#leadership.leading) return;
    const isMine = message.kind === 'present' && message.to === tabs.id;
    if (message.kind !== 'news' && !isMine) return;
    this.#heardAt = wallClock();
    for (const news of message.kind === 'news' ? [message.news] : message.news) this.#read(news);
  }

  #relay(news: News): void {
    this.#remember(news);
    this.#deps.tabs.tell({ kind: 'news', news });
    this.#read(news);
  }

  #remember(news: News): void {
    const table = 'event' in news ? ` ${news.event.table}` : '';
    this.#present.set(news.what + table, news);
    if (news.what === 'clock') this.#clockOffset = news.now - this.#deps.wallClock();
    if (news.what === 'link') this.#reconnectAt = this.#deps.now() + news.retryMillis;
  }

  /** The present state, as news that is none: spans and clocks counted from now. */
  #told(): readonly News[] {
    return [...this.#present.values()].map((news) => {
      if (news.what === 'version') return { ...news, first: true };
      if (news.what === 'clock')
        return { ...news, now: this.#deps.wallClock() + (this.#clockOffset ?? 0) };
      if (news.what === 'link')
        return { ...news, retryMillis: Math.max(0, this.#reconnectAt - this.#deps.now()) };
      return news;
    });
  }
}
