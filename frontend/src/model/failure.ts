/** Why a request gave no figures, and when it may be asked again. */
import type { Problem } from './contract';

export type Failure =
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'network' }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'unreadable'; readonly status: number };

/** Never sooner than this after a failure, whatever a server says. */
const FLOOR_MS = 1_000;
/** A full pool wants quiet: nothing asks again before this. */
const POOL_MS = 5_000;
const FIRST_MS = 2_000;
/** With the spread added, nobody waits longer than 20 s unless the server says so. */
const LONGEST_MS = 16_000;

/**
 * Milliseconds to wait before attempt `attempt + 1`, or null when asking again cannot help.
 *
 * @param attempt attempts made so far, from 1
 * @param random a number in [0, 1) that spreads many browsers apart
 */
export function retryDelay(failure: Failure, attempt: number, random: number): number | null {
  const backoff = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1));
  if (failure.kind !== 'problem') return spread(backoff, random);
  const { code, retryable, retryAfterSeconds } = failure.problem;
  if (!retryable) return null;
  const said = retryAfterSeconds === null ? backoff : retryAfterSeconds * 1_000;
  const least = code === 'DB_POOL_EXHAUSTED' ? POOL_MS : FLOOR_MS;
  return spread(Math.max(said, least), random);
}

/** Up to a fifth later, never earlier. */
function spread(millis: number, random: number): number {
  return Math.round(millis * (1 + random / 5));
}

/** Whether the question itself is refused, so that neither time nor another version mends it. */
export function isFinal(failure: Failure | null): boolean {
  if (failure?.kind !== 'problem') return false;
  const { status, retryable } = failure.problem;
  return !retryable && status >= 400 && status < 500;
}

/** Whether the filters or the sort asked for are what is refused. */
export function refusesAddress(failure: Failure | null): boolean {
  if (failure?.kind !== 'problem') return false;
  return ['INVALID_PARAMETER', 'URI_TOO_LONG'].includes(failure.problem.code);
}

/** Whether the server only has not read its source for the first time yet. */
export function isWarming(failure: Failure | null): boolean {
  return failure?.kind === 'problem' && failure.problem.code === 'CACHE_WARMING';
}
