/** Puts outcomes into panels so that nothing once shown is ever lost to a failure. */
import type { Code } from '../model/codes';
import { isFinal } from '../model/failure';
import type { Panel } from '../model/trust';
import type { Failed, Outcome } from './mes-api';

/** What one panel shows of a table. */
export interface Shown {
  readonly version: number;
  readonly codes: readonly Code[];
}

/** The source confirmed a version of a table at a monotonic moment. */
export interface Confirmed {
  readonly table: string;
  readonly version: number;
  readonly at: number;
}

/** The panel after an outcome: new figures, or the old ones beside the failure. */
export function settled<T>(panel: Panel<T>, outcome: Outcome<T>, wallClock: number): Panel<T> {
  if (outcome.kind === 'superseded') return panel;
  if (outcome.kind === 'failed') return { ...panel, failure: outcome.failure, failedAt: wallClock };
  const { data, meta, confirmedAt } = outcome;
  return { data, meta, confirmedAt, failure: null, failedAt: 0 };
}

/** The panel made young again, if what it shows is of the version that was confirmed. */
export function confirmedPanel<T>(panel: Panel<T>, { table, version, at }: Confirmed): Panel<T> {
  if (panel.meta?.versions[table] !== version) return panel;
  return { ...panel, confirmedAt: Math.max(panel.confirmedAt, at) };
}

/** What panels show of a table; those that show none of it are left out. */
export function shownOf(panels: readonly Panel<unknown>[], table: string): readonly Shown[] {
  return panels.flatMap(({ meta }) => {
    const version = meta?.versions[table];
    if (!meta || version === undefined) return [];
    const codes = meta.degraded.filter((each) => each.table === table).map(({ code }) => code);
    return [{ version, codes }];
  });
}

/** The version an outcome was made from; failures have none to wait for. */
export function versionIn(outcome: Outcome<unknown>, table: string): number | null {
  return outcome.kind === 'ok' ? (outcome.meta.versions[table] ?? null) : null;
}

/**
 * What became of a load: `superseded` if any part was, `done` if none failed. Else its failure: one
 * that asking again cannot help if there is one that the caller is to blame for, else the first,
 * to be asked again when the last of them may be.
 */
export function verdictOf(outcomes: readonly Outcome<unknown>[]): 'done' | 'superseded' | Failed {
  if (outcomes.some(({ kind }) => kind === 'superseded')) return 'superseded';
  const failed = outcomes.filter((outcome) => outcome.kind === 'failed');
  const first = failed.find(({ failure }) => isFinal(failure)) ?? failed[0];
  if (first === undefined || isFinal(first.failure)) return first ?? 'done';
  const times = failed.map(({ retryAt }) => retryAt).filter((at) => at !== null);
  const retryAt = times.length === 0 ? null : Math.max(...times);
  return { ...first, retryAt, sent: failed.some(({ sent }) => sent) };
}
