/** What the board is narrowed to. Values of one column are joined by or, columns by and. */

/** Column → wanted values; the empty value asks for rows that have none. No column maps to nothing. */
export type Filters = ReadonlyMap<string, readonly string[]>;

/** Every plant has these; `/api/plant` names its own beside them. */
export const LOT_FILTERS = [
  'workcenter',
  'package',
  'product',
  'status',
  'holdType',
  'holdReason',
  'lotId',
  'workorder',
] as const;

export const NO_FILTERS: Filters = new Map();

/** Columns in which an unescaped `*` stands for any text. */
const WILDCARD: ReadonlySet<string> = new Set(['lotId', 'workorder', 'product']);

/** The same filters with the values of one column replaced; none at all lifts the column. */
export function where(filters: Filters, column: string, values: readonly string[]): Filters {
  const next = new Map(filters);
  if (values.length === 0) next.delete(column);
  else next.set(column, [...new Set(values)]);
  return next;
}

export function without(filters: Filters, ...columns: string[]): Filters {
  return new Map([...filters].filter(([column]) => !columns.includes(column)));
}

/** The filters that a server accepting `columns` will understand; the rest would be a 400. */
export function accepted(filters: Filters, columns: readonly string[]): Filters {
  return new Map([...filters].filter(([column]) => columns.includes(column)));
}

/** Whether exactly these values are picked in every one of the columns. */
export function picks(filters: Filters, picked: Readonly<Record<string, string>>): boolean {
  return Object.entries(picked).every(([column, value]) => {
    const values = filters.get(column);
    return values?.length === 1 && values[0] === value;
  });
}

/** Narrows to the picked values, or lifts exactly this pick when it already holds. */
export function togglePick(filters: Filters, picked: Readonly<Record<string, string>>): Filters {
  const columns = Object.keys(picked);
  if (picks(filters, picked)) return without(filters, ...columns);
  return columns.reduce((next, column) => where(next, column, [picked[column]!]), filters);
}

/** A field's value as a filter value: null is the empty one, a star is no wildcard. */
export function filterValue(column: string, value: string | null): string {
  if (value === null) return '';
  return WILDCARD.has(column) ? value.replaceAll('*', String.raw`\*`) : value;
}

/** What a person typed as a pattern: text without a wildcard is looked for anywhere. */
export function patternOf(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  return hasWildcard(trimmed) ? trimmed : `*${trimmed}*`;
}

/** The text that {@link patternOf} made a pattern from. */
export function textOf(pattern: string): string {
  const inner = pattern.startsWith('*') && pattern.endsWith('*') ? pattern.slice(1, -1) : pattern;
  return inner !== '' && patternOf(inner) === pattern ? inner : pattern;
}

function hasWildcard(text: string): boolean {
  return /(^|[^\\])\*/.test(text);
}

/** Filters as repeated parameters in one fixed order, so equal filters make equal addresses. */
export function appendFilters(to: URLSearchParams, filters: Filters): void {
  const rank = (column: string): number => {
    const place = (LOT_FILTERS as readonly string[]).indexOf(column);
    return place < 0 ? LOT_FILTERS.length : place;
  };
  const columns = [...filters.keys()].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  for (const column of columns) {
    for (const value of filters.get(column) ?? []) to.append(column, value);
  }
}
