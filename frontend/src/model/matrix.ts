/** Workcenter × package as it is drawn: the order of the unfiltered matrix, the figures of this one. */
import type { Count, Matrix } from './contract';
import { heatStep, type HeatStep } from './heat';
import { unitFor, type Unit } from './numbers';

/** A cell is marked when more than this many percent of its pieces are on hold. */
export const HOLD_PERCENT_MAX = 12;

export interface Heading {
  /** Null is the row or column of lots that name none. */
  readonly name: string | null;
  readonly lots: number;
  readonly qty: number;
}

export interface MatrixView {
  readonly rows: readonly Heading[];
  readonly columns: readonly Heading[];
  readonly total: Count;
  readonly unit: Unit;
  /** Quantity of the largest cell. */
  readonly largest: number;
  cell(row: number, column: number): CellView | null;
}

export interface CellView {
  readonly lots: number;
  readonly qty: number;
  readonly holdQty: number;
  readonly step: HeatStep;
  readonly abnormal: boolean;
}

/** Orders `shown` by the rows and columns of `base`; what only `shown` knows comes last. */
export function matrixView(shown: Matrix, base: Matrix): MatrixView {
  const rows = arranged(shown.rows.map(named), base.rows.map(named));
  const columns = arranged(shown.columns.map(packaged), base.columns.map(packaged));
  const largest = shown.cells.reduce((most, cell) => Math.max(most, cell[3]), 0);
  const width = columns.headings.length;
  const cells = new Map<number, CellView>();
  for (const [row, column, lots, qty, holdQty] of shown.cells) {
    const place = rows.places[row]! * width + columns.places[column]!;
    const abnormal = holdQty * 100 > qty * HOLD_PERCENT_MAX;
    cells.set(place, { lots, qty, holdQty, step: heatStep(qty, largest), abnormal });
  }
  const widest = base.cells.reduce((most, cell) => Math.max(most, cell[3]), largest);
  return {
    rows: rows.headings,
    columns: columns.headings,
    total: shown.total,
    unit: unitFor(widest),
    largest,
    cell: (row, column) => cells.get(row * width + column) ?? null,
  };
}

interface Arranged {
  readonly headings: readonly Heading[];
  /** Place of each shown heading among them. */
  readonly places: readonly number[];
}

function arranged(shown: readonly Heading[], base: readonly Heading[]): Arranged {
  const found = new Map(shown.map((heading) => [heading.name, heading]));
  const names = new Set([...base, ...shown].map(({ name }) => name));
  const headings = [...names].map((name) => found.get(name) ?? { name, lots: 0, qty: 0 });
  const places = new Map(headings.map(({ name }, place) => [name, place]));
  return { headings, places: shown.map(({ name }) => places.get(name)!) };
}

function named(row: Matrix['rows'][number]): Heading {
  return { name: row.workcenter, lots: row.lots, qty: row.qty };
}

function packaged(column: Matrix['columns'][number]): Heading {
  return { name: column.package, lots: column.lots, qty: column.qty };
}
