/** How far the figures on the screen can be trusted; every badge, banner and marker reads this. */
import { mostUrgent, type Code } from './codes';
import type { Degraded, Meta } from './contract';
import { isWarming, type Failure } from './failure';

/** One panel: the last good answer beside what became of the last request. */
export interface Panel<T> {
  readonly data: T | null;
  readonly meta: Meta | null;
  /** Monotonic milliseconds at which the source last confirmed the answer. */
  readonly confirmedAt: number;
  readonly failure: Failure | null;
  /** Wall-clock milliseconds of that failure. */
  readonly failedAt: number;
}

export const EMPTY_PANEL: Panel<never> = {
  data: null,
  meta: null,
  confirmedAt: 0,
  failure: null,
  failedAt: 0,
};

export type Trust = 'loading' | 'live' | 'degraded' | 'stale' | 'failed';

export interface Verdict {
  readonly trust: Trust;
  /** Whole figures are on the screen. */
  readonly shown: boolean;
  readonly version: number | null;
  readonly asOf: string | null;
  /** Seconds since the source last confirmed the oldest answer; null before the first one. */
  readonly ageSeconds: number | null;
  /** Seconds since the moment the data is of; null when that moment or the server's clock is unknown. */
  readonly dataAgeSeconds: number | null;
  readonly degraded: readonly Degraded[];
  /** The code to name first, if any. */
  readonly code: Code | null;
  readonly failure: Failure | null;
  /** The age is past its limit and no answer has said so yet. */
  readonly unconfirmed: boolean;
}

/** What a judgement needs to know beside the panels. */
export interface Circumstances {
  /** The table whose version is named. */
  readonly table: string;
  /** Monotonic milliseconds. */
  readonly now: number;
  /** From the plant; an older answer is stale even when nobody could say so. */
  readonly freshForSeconds: number;
  /** Why no news can arrive; null while it can. */
  readonly lost: Failure | null;
  /** The server's wall clock, epoch milliseconds; null before it was told. */
  readonly serverTime: number | null;
}

/** Judges a page by its panels, all of which show the same table. */
export function judge(
  panels: readonly Panel<unknown>[],
  { table, now, freshForSeconds, lost, serverTime }: Circumstances,
): Verdict {
  const good = panels.filter((panel) => panel.meta !== null);
  const oldest = good.toSorted((a, b) => a.confirmedAt - b.confirmedAt)[0];
  const ageSeconds = oldest ? Math.max(0, (now - oldest.confirmedAt) / 1_000) : null;
  const degraded = distinct(good.flatMap((panel) => panel.meta!.degraded));
  const past = ageSeconds !== null && ageSeconds > freshForSeconds;
  const failure = panels.find((panel) => panel.failure !== null)?.failure ?? (past ? lost : null);
  const stale = past || good.some((panel) => panel.meta!.stale);
  const versions = good.map((panel) => panel.meta!.versions[table] ?? Infinity);
  const version = Math.min(Infinity, ...versions);
  const asOf = oldest?.meta?.asOf ?? null;
  return {
    trust: trustOf(good.length > 0, stale, degraded.length > 0, failure),
    shown: good.length > 0,
    version: Number.isFinite(version) ? version : null,
    asOf,
    ageSeconds,
    dataAgeSeconds:
      asOf === null || serverTime === null ? null : (serverTime - Date.parse(asOf)) / 1_000,
    degraded,
    code: mostUrgent(degraded.map(({ code }) => code)) ?? (stale ? 'CACHE_STALE' : null),
    failure,
    unconfirmed: past && !good.some((panel) => panel.meta!.stale),
  };
}

function trustOf(
  shown: boolean,
  stale: boolean,
  degraded: boolean,
  failure: Failure | null,
): Trust {
  if (!shown && (failure === null || isWarming(failure))) return 'loading';
  if (failure !== null) return 'failed';
  if (stale) return 'stale';
  return degraded ? 'degraded' : 'live';
}

function distinct(all: readonly Degraded[]): readonly Degraded[] {
  return [...new Map(all.map((each) => [`${each.code} ${each.table}`, each])).values()];
}

/** The judgement of a page that has asked for nothing yet. */
export const NOTHING_YET: Verdict = judge([], {
  table: '',
  now: 0,
  freshForSeconds: Infinity,
  lost: null,
  serverTime: null,
});
