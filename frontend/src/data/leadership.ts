import type { Tabs } from './tabs';

/** What a tab does when it becomes, stays or ceases to be the one that leads. */
export interface Leader {
  lead(): void;
  /** A follower asks whether this tab still runs. */
  asked(): void;
  /** Another tab leads from now on. */
  follow(): void;
}

/** How often a follower asks; a leader answers even when out of sight, where timers are slow. */
const PING_MS = 4_000;
/** A leader that owes this many answers stands still, and loses the lead. */
const UNANSWERED = 3;
const LOCK = 'andon-lead';

/**
 * Lets exactly one tab of the browser lead. The lead is a lock: when its tab closes or crashes, the
 * browser gives it to another one at once. From a tab that stands still it is taken. Where the browser
 * refuses the lock itself, every tab leads.
 */
export class Leadership {
  readonly #tabs: Tabs;
  readonly #leader: Leader;
  #leading = false;
  #ended: AbortController | null = null;
  #deaf: (() => void) | null = null;
  #pinging: ReturnType<typeof setInterval> | null = null;
  #unanswered = 0;

  constructor(tabs: Tabs, leader: Leader) {
    this.#tabs = tabs;
    this.#leader = leader;
  }

  get leading(): boolean {
    return this.#leading;
  }

  start(): void {
    this.#deaf = this.#tabs.hear(({ kind }) => {
      if (kind === 'pong' || kind === 'news') this.#unanswered = 0;
      else if (kind === 'ping' && this.#leading) {
        this.#tabs.tell({ kind: 'pong' });
        this.#leader.asked();
      }
    });
    this.#unanswered = 0;
    this.#pinging = setInterval(() => this.#ping(), PING_MS);
    this.#seek(false);
  }

  /** Gives up the lead, or the wish for it. */
  stop(): void {
    this.#deaf?.();
    if (this.#pinging !== null) clearInterval(this.#pinging);
    this.#ended?.abort();
    this.#ended = null;
    this.#leading = false;
  }

  #seek(steal: boolean): void {
    this.#ended?.abort();
    const ended = new AbortController();
    this.#ended = ended;
    const { signal } = ended;
    this.#tabs.locks
      .request(LOCK, steal ? { steal } : { signal }, () => {
        if (signal.aborted) return undefined;
        this.#lead();
        return new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      })
      .catch((error: unknown) => {
        if (this.#ended !== ended) return;
        if (error instanceof DOMException && error.name === 'AbortError') this.#robbed();
        else this.#lead();
      });
  }

  #lead(): void {
    this.#leading = true;
    this.#tabs.tell({ kind: 'pong' });
    this.#leader.lead();
  }

  #robbed(): void {
    this.#leading = false;
    this.#unanswered = 0;
    this.#leader.follow();
    this.#seek(false);
  }

  #ping(): void {
    if (this.#leading) return;
    if (this.#unanswered >= UNANSWERED) {
      this.#unanswered = 0;
      this.#seek(true);
      return;
    }
    this.#unanswered++;
    this.#tabs.tell({ kind: 'ping' });
  }
}
