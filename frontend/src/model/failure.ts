/** Why a request gave no figures, whom that concerns, and when it may be asked again. */
import type { Problem } from './contract';

export type Failure =
  | { readonly kind: 'problem'; readonly problem: Problem }
  /** The browser says itself that it has no network. */
  | { readonly kind: 'offline' }
  | { readonly kind: 'network' }
  | { readonly kind: 'timeout' }
  | {
      readonly kind: 'unreadable';
      readonly status: number;
      readonly retryAfterSeconds: number | null;
    };

/** Where an answer comes from: the server's memory, or the database behind its breaker. */
export type Lane = 'memory' | 'database';

/** Never sooner than this after a failure, whatever a server says. */
const FLOOR_MS = 1_000;
/** Base of the wait when nobody says how long; the event stream gets its own from the server. */
const BASE_MS = 2_000;
/** With the floor, nobody waits longer than 16 s unless the server says so. */
const LONGEST_SPREAD_MS = 15_000;
/** A full pool wants quiet, and more of it each time. */
const POOL_MS = 5_000;
const POOL_LONGEST_MS = 20_000;
/** Those told the same wait come back over as long again, within these bounds. */
const TOLD_SPREAD_LEAST_MS = 1_000;
const TOLD_SPREAD_MOST_MS = 5_000;
/** A browser's timer turns over at 24 days and would fire at once. */
const TOLD_LONGEST_MS = 3_600_000;

/** `least` milliseconds, and up to `spread` more, so that many browsers do not come at once. */
export interface Wait {
  readonly least: number;
  readonly spread: number;
}

/**
 * The wait before attempt `attempt + 1`, or null when asking again cannot help.
 *
 * @param attempt attempts made so far, from 1
 * @param base milliseconds
 */
export function waitAfter(failure: Failure, attempt: number, base = BASE_MS): Wait | null {
  if (!mayMend(failure)) return null;
  const told = toldMillis(failure, attempt);
  if (told !== null) {
    const least = Math.min(TOLD_LONGEST_MS, Math.max(FLOOR_MS, told));
    const spread = Math.min(TOLD_SPREAD_MOST_MS, Math.max(TOLD_SPREAD_LEAST_MS, least));
    return { least, spread };
  }
  const doublings = Math.min(attempt - 1, 10);
  return { least: FLOOR_MS, spread: Math.min(LONGEST_SPREAD_MS, base * 2 ** doublings) };
}

/** Milliseconds drawn from a wait. @param random a number in [0, 1) */
export function drawn({ least, spread }: Wait, random: number): number {
  return Math.round(least + spread * random);
}

/** The server's own wait, which for a full pool is at least ours; null when nobody says one. */
function toldMillis(failure: Failure, attempt: number): number | null {
  const seconds =
    failure.kind === 'problem'
      ? failure.problem.retryAfterSeconds
      : failure.kind === 'unreadable'
        ? failure.retryAfterSeconds
        : null;
  const said = seconds === null ? null : seconds * 1_000;
  if (failure.kind !== 'problem' || failure.problem.code !== 'DB_POOL_EXHAUSTED') return said;
  const quiet = Math.min(POOL_LONGEST_MS, POOL_MS * 2 ** Math.min(attempt - 1, 10));
  return Math.max(said ?? 0, quiet);
}

/** Whether time may mend it: never what the caller did wrong, except too often. */
function mayMend(failure: Failure): boolean {
  if (failure.kind === 'unreadable') return !isCallersFault(failure.status);
  if (failure.kind !== 'problem') return true;
  return failure.problem.retryable && !isCallersFault(failure.problem.status);
}

function isCallersFault(status: number): boolean {
  return status >= 400 && status < 500 && status !== 429;
}

const OF_SERVER: ReadonlySet<string> = new Set(['OVERLOADED', 'DRAINING', 'RATE_LIMITED']);
const OF_LANE: ReadonlySet<string> = new Set([
  'DB_UNREACHABLE',
  'CIRCUIT_BREAKER_OPEN',
  'DB_POOL_EXHAUSTED',
  'SOURCE_BUSY',
]);

/**
 * The lanes on which any other request would fare the same, so that one may try for all of them;
 * none when the failure concerns its own question only.
 */
export function closes(failure: Failure, lane: Lane): readonly Lane[] {
  if (['network', 'offline'].includes(failure.kind)) return ['memory', 'database'];
  if (failure.kind !== 'problem' || waitAfter(failure, 1) === null) return [];
  if (OF_SERVER.has(failure.problem.code)) return ['memory', 'database'];
  return OF_LANE.has(failure.problem.code) ? [lane] : [];
}

/** Whether nobody answered, so that a sign of the server's life ends the wait. */
export function isSilence(failure: Failure): boolean {
  return ['network', 'offline', 'timeout'].includes(failure.kind);
}

/** Whether the question itself is refused, so that neither time nor another version mends it. */
export function isFinal(failure: Failure | null): boolean {
  return failure?.kind === 'problem' && isCallersFault(failure.problem.status);
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

/** Whether the failure was the lack of a version, so that news of one ends the wait. */
export function awaitsVersion(failure: Failure): boolean {
  if (failure.kind !== 'problem') return false;
  return ['CACHE_WARMING', 'CACHE_EXPIRED'].includes(failure.problem.code);
}
