/** The part of `andon.yaml` that the pages read, field by field. Times are ISO 8601 UTC. */
import type { Code } from './codes';

export type LotStatus = 'RUN' | 'QUEUE' | 'HOLD';
export type HoldType = 'quality' | 'nonQuality';
export type E10State = 'PRD' | 'SBY' | 'EGT' | 'SDT' | 'UDT' | 'NST' | 'OTHER';

export interface Degraded {
  readonly code: Code;
  readonly table: string;
  readonly since: string;
}

/** What an answer was made from: the version of every table, and why it may be worse than usual. */
export interface Meta {
  readonly versions: Readonly<Record<string, number>>;
  readonly asOf: string | null;
  readonly stale: boolean;
  readonly degraded: readonly Degraded[];
}

export interface Answer<T> {
  readonly data: T;
  readonly meta: Meta;
}

/** Lots, and pieces on them. */
export interface Count {
  readonly lots: number;
  readonly qty: number;
}

export interface Summary extends Count {
  readonly byStatus: Readonly<Record<LotStatus, Count>>;
  readonly holdByType: Readonly<Record<HoldType, Count>>;
}

export interface MatrixRow extends Count {
  readonly workcenter: string | null;
  readonly order: number | null;
}

export interface MatrixColumn extends Count {
  readonly package: string | null;
}

/** `[row, column, lots, qty, holdQty]`; an empty cell is left out. */
export type MatrixCell = readonly [number, number, number, number, number];

export interface Matrix {
  readonly rows: readonly MatrixRow[];
  readonly columns: readonly MatrixColumn[];
  readonly cells: readonly MatrixCell[];
  readonly total: Count;
}

export interface HoldReason extends Count {
  readonly reason: string | null;
  readonly holdType: HoldType;
  readonly cumulativeShare: number;
}

export interface HoldPareto {
  readonly reasons: readonly HoldReason[];
  readonly total: Count;
}

export interface LotFields {
  readonly lotId: string;
  readonly workorder: string | null;
  readonly qty: number | null;
  readonly qty2: number | null;
  readonly workcenter: string | null;
  readonly workcenterOrder: number | null;
  readonly station: string | null;
  readonly package: string | null;
  readonly product: string | null;
  readonly productType: string | null;
  readonly spec: string | null;
  readonly specOrder: number | null;
  readonly status: LotStatus;
  readonly holdType: HoldType | null;
  readonly holdReason: string | null;
  readonly holdBy: string | null;
  readonly holdDept: string | null;
  readonly holdComment: string | null;
  readonly holdSince: string | null;
  readonly priority: string | null;
  readonly waferLot: string | null;
  readonly movedInAt: string | null;
  readonly ageDays: number | null;
  readonly startedAt: string | null;
  readonly dueAt: string | null;
}

export interface LotRow extends LotFields {
  readonly equipment: string | null;
}

export interface LotPage {
  readonly rows: readonly LotRow[];
  readonly page: number;
  readonly pageSize: number;
  readonly total: number;
  readonly totalPages: number;
}

/** A machine that a lot is on. */
export interface LotMachine {
  readonly resourceId: string;
  readonly name: string | null;
  readonly workcenter: string | null;
  readonly state: E10State | null;
}

export interface Lot extends LotFields {
  readonly extra: Readonly<Record<string, string | number | boolean | null>>;
  readonly equipment: readonly LotMachine[];
}

/** A stay of a lot at one step, its partial track-outs folded. */
export interface LotStep {
  readonly spec: string | null;
  readonly station: string | null;
  readonly equipment: string | null;
  readonly movedInAt: string | null;
  readonly trackedInAt: string | null;
  readonly trackedOutAt: string | null;
  readonly movedOutAt: string | null;
  readonly qtyIn: number | null;
  readonly qtyOut: number | null;
  /** Parts that were tracked out one by one. */
  readonly trackOuts: number;
}

export interface LotHistory {
  readonly lotId: string;
  /** Oldest first. */
  readonly steps: readonly LotStep[];
  /** The lot has more steps than the newest ones here. */
  readonly truncated: boolean;
}

export interface PlantTable {
  readonly table: string;
  readonly key: string | null;
  readonly periodSeconds: number;
  readonly freshForSeconds: number;
  readonly expireAfterSeconds: number;
  readonly required: boolean;
}

export interface Plant {
  readonly id: string;
  readonly title: string;
  readonly timeZone: string;
  readonly shiftDayStart: string;
  readonly tables: readonly PlantTable[];
  readonly workcenters: readonly { readonly workcenter: string; readonly group: string | null }[];
  readonly states: readonly { readonly state: E10State; readonly codes: readonly string[] }[];
  readonly holdTypes: { readonly nonQuality: readonly string[] };
  /** What the plant offers from its database. */
  readonly sourceQueries: readonly string[];
  readonly filters: { readonly lots: readonly string[]; readonly machines: readonly string[] };
}

/** RFC 9457 body of every coded failure. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly retryable: boolean;
  readonly retryAfterSeconds: number | null;
  readonly traceId: string;
}

/** `event: version` of /api/events: a table was published, or confirmed unchanged. */
export interface VersionEvent {
  readonly table: string;
  readonly version: number;
  readonly asOf: string | null;
  readonly rows: number;
}

/** `event: degraded` of /api/events: the codes that hold for a table from now on; none when it is well. */
export interface DegradedEvent {
  readonly table: string;
  readonly codes: readonly Code[];
  readonly nextAttemptAt: string | null;
}
