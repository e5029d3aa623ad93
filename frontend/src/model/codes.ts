/** The stable codes of the contract, in order of priority when several hold at once. */
export const CODES = [
  'DB_AUTH_FAILED',
  'DB_UNREACHABLE',
  'CIRCUIT_BREAKER_OPEN',
  'DB_POOL_EXHAUSTED',
  'SOURCE_BUSY',
  'DB_QUERY_TIMEOUT',
  'DB_QUERY_ERROR',
  'SOURCE_SUSPECT_EMPTY',
  'SOURCE_SUSPECT_DROP',
  'SOURCE_SCHEMA_DRIFT',
  'SOURCE_DUPLICATE_KEY',
  'SOURCE_NULL_KEY',
  'SOURCE_REGRESSED',
  'SOURCE_TOO_LARGE',
  'SOURCE_STALLED',
  'CACHE_WARMING',
  'CACHE_EXPIRED',
  'CACHE_STALE',
  'SNAPSHOT_WRITE_FAILED',
  'SNAPSHOT_CORRUPT',
  'OVERLOADED',
  'DRAINING',
  'RATE_LIMITED',
  'INVALID_PARAMETER',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'METHOD_NOT_ALLOWED',
  'REQUEST_TIMEOUT',
  'VERSION_GONE',
  'PAYLOAD_TOO_LARGE',
  'URI_TOO_LONG',
  'HOST_REJECTED',
  'HEADERS_TOO_LARGE',
  'RESTART_COOLDOWN',
  'RESTART_BUDGET_SPENT',
  'RESTART_NOT_HELPFUL',
  'CONFIG_INVALID',
  'INTERNAL',
] as const;

export type Code = (typeof CODES)[number];

const known: ReadonlySet<string> = new Set(CODES);

/** Whether this page knows the code; a newer server may send one that it does not. */
export function isCode(text: string): text is Code {
  return known.has(text);
}

/** The most urgent of some codes, or null when there is none. */
export function mostUrgent(codes: readonly Code[]): Code | null {
  return CODES.find((code) => codes.includes(code)) ?? null;
}
