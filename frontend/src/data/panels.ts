/** Puts outcomes into panels so that nothing once shown is ever lost to a failure. */
import type { Code } from '../model/codes';
import type { Failure } from '../model/failure';
import type { Panel } from '../model/trust';
import type { Outcome } from './mes-api';

/** The panel after an outcome: new figures, or the old ones beside the failure. */
export function settled<T>(panel: Panel<T>, outcome: Outcome<T>, wallClock: number): Panel<T> {
  if (outcome.kind === 'superseded') return panel;
  if (outcome.kind === 'failed') return { ...panel, failure: outcome.failure, failedAt: wallClock };
  const { data, meta, confirmedAt } = outcome;
  return { data, meta, confirmedAt, failure: null, failedAt: 0 };
}

export function confirmedPanel<T>(panel: Panel<T>, at: number): Panel<T> {
  return panel.meta === null ? panel : { ...panel, confirmedAt: Math.max(panel.confirmedAt, at) };
}

/** What a panel shows of a table, or null when it shows none of it. */
export function shownOf(
  panel: Panel<unknown>,
  table: string,
): { version: number; codes: readonly Code[] } | null {
  const version = panel.meta?.versions[table];
  if (panel.meta === null || version === undefined) return null;
  const codes = panel.meta.degraded.filter((each) => each.table === table).map(({ code }) => code);
  return { version, codes };
}

/** The version an outcome was made from; failures have none to wait for. */
export function versionIn(outcome: Outcome<unknown>, table: string): number | null {
  return outcome.kind === 'ok' ? (outcome.meta.versions[table] ?? null) : null;
}

/** The first failure among outcomes, `superseded` if any was, else `done`. */
export function verdictOf(outcomes: readonly Outcome<unknown>[]): 'done' | 'superseded' | Failure {
  if (outcomes.some(({ kind }) => kind === 'superseded')) return 'superseded';
  const failed = outcomes.find((outcome) => outcome.kind === 'failed');
  return failed?.kind === 'failed' ? failed.failure : 'done';
}
