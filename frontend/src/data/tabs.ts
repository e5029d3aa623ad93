import type { DegradedEvent, VersionEvent } from '../model/contract';
import type { Failure, Lane } from '../model/failure';

/** One piece of news from the event stream, as the leading tab hands it on. */
export type News =
  | { readonly what: 'version'; readonly event: VersionEvent; readonly first: boolean }
  | { readonly what: 'degraded'; readonly event: DegradedEvent }
  /** The server's wall clock, epoch milliseconds. */
  | { readonly what: 'clock'; readonly now: number }
  /** Whether the stream stands; if not, why, and in how many milliseconds it is tried again. */
  | { readonly what: 'link'; readonly lost: Failure | null; readonly retryMillis: number };

/** Why a lane takes no requests, for how long, and how often in a row it was found so. */
export interface Closing {
  readonly failure: Failure;
  readonly millis: number;
  readonly failures: number;
}

/** What tabs tell each other. Spans only: every tab has a monotonic clock of its own. */
export type TabMessage =
  | { readonly kind: 'ping' }
  | { readonly kind: 'pong' }
  | { readonly kind: 'hello'; readonly from: string }
  | { readonly kind: 'present'; readonly to: string; readonly news: readonly News[] }
  | { readonly kind: 'news'; readonly news: News }
  | ({ readonly kind: 'closed'; readonly lane: Lane } & Closing)
  | { readonly kind: 'opened'; readonly lane: Lane }
  | { readonly kind: 'budget'; readonly change: number };

export type Locks = Pick<LockManager, 'request'>;

/** The tabs of this browser that show the same Andon. */
export interface Tabs {
  readonly id: string;
  /** Tells every other tab, never this one. */
  tell(message: TabMessage): void;
  hear(reader: (message: TabMessage) => void): () => void;
  readonly locks: Locks;
}

/** A tab that knows of no other: nobody hears it, and every lock is its own. */
export const ALONE: Tabs = {
  id: '',
  tell: () => undefined,
  hear: () => () => undefined,
  locks: {
    request: (...parameters: unknown[]) =>
      Promise.resolve((parameters.at(-1) as LockGrantedCallback<never>)(UNCONTESTED)),
  },
};
const UNCONTESTED: Lock = { name: '', mode: 'exclusive' };

/** Another layout of {@link TabMessage} needs another name: an old page may still be open. */
const CHANNEL = 'andon-1';

/** Joins the other tabs; alone where the browser has no locks, as on plain HTTP by host name. */
export function openTabs(window: Window & typeof globalThis): Tabs {
  const locks: Locks | undefined = window.navigator.locks;
  if (locks === undefined || !('BroadcastChannel' in window)) return ALONE;
  const channel = new window.BroadcastChannel(CHANNEL);
  return {
    id: window.crypto.randomUUID(),
    tell: (message) => channel.postMessage(message),
    hear: (reader) => {
      const listener = ({ data }: MessageEvent<TabMessage>): void => reader(data);
      channel.addEventListener('message', listener);
      return () => channel.removeEventListener('message', listener);
    },
    locks,
  };
}

/** The right to do something that one tab at a time does. */
export interface Turn {
  /** Another tab had its turn meanwhile. */
  readonly waited: boolean;
  end(): void;
}

/** Takes a turn; from a tab that keeps it longer than `patienceMillis`, without waiting further. */
export async function takeTurn(
  { locks }: Tabs,
  name: string,
  patienceMillis: number,
): Promise<Turn> {
  const end = await granted(locks, name, { ifAvailable: true });
  if (end !== null) return { waited: false, end };
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), patienceMillis);
  const later = await granted(locks, name, { signal: patience.signal });
  clearTimeout(timer);
  return { waited: true, end: later ?? (() => undefined) };
}

/** The function that gives the lock back, or null when it was not to be had. */
function granted(locks: Locks, name: string, options: LockOptions): Promise<(() => void) | null> {
  return new Promise((resolve) => {
    const hold = (lock: Lock | null): Promise<void> | undefined => {
      if (lock !== null) return new Promise<void>((release) => resolve(release));
      resolve(null);
      return undefined;
    };
    locks.request(name, options, hold).catch(() => resolve(null));
  });
}
