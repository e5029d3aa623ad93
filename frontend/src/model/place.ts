/** Where a person is on the board: everything that a reload, a link or "back" has to restore. */
import { appendFilters, NO_FILTERS, type Filters } from './filters';
import { LOT_COLUMNS } from './lot-columns';

export interface Place {
  /** Page id; the first page has none in its address. */
  readonly view: string | null;
  readonly filters: Filters;
  readonly includeDummy: boolean;
  /** `-ageDays,lotId`; null is the list's own order. */
  readonly sort: string | null;
  /** The lot opened beside the list. */
  readonly lot: string | null;
  /** Override of the remembered language and theme. */
  readonly lang: string | null;
  readonly theme: string | null;
}

export const START: Place = {
  view: null,
  filters: NO_FILTERS,
  includeDummy: false,
  sort: null,
  lot: null,
  lang: null,
  theme: null,
};

const OWN: ReadonlySet<string> = new Set(['view', 'includeDummy', 'sort', 'lot', 'lang', 'theme']);
const SORTABLE: ReadonlySet<string> = new Set(LOT_COLUMNS);

/** Reads a query string; every parameter that is not the page's own is a filter. */
export function readPlace(search: string): Place {
  const query = new URLSearchParams(search);
  const filters = new Map<string, string[]>();
  for (const [name, value] of query) {
    if (OWN.has(name)) continue;
    const values = filters.get(name) ?? [];
    if (!values.includes(value)) values.push(value);
    filters.set(name, values);
  }
  return {
    view: query.get('view'),
    filters,
    includeDummy: query.get('includeDummy') === 'true',
    sort: knownSort(query.get('sort') ?? ''),
    lot: query.get('lot'),
    lang: query.get('lang'),
    theme: query.get('theme'),
  };
}

/** The keys of a sort text that the list has; the others would be a 400. */
function knownSort(text: string): string | null {
  const keys = text.split(',').filter((key) => SORTABLE.has(key.replace(/^-/, '')));
  return keys.length === 0 ? null : keys.join(',');
}

/** The query string of a place, with its `?`; empty at the start. */
export function writePlace(place: Place): string {
  const query = new URLSearchParams();
  if (place.view !== null) query.set('view', place.view);
  appendFilters(query, place.filters);
  if (place.includeDummy) query.set('includeDummy', 'true');
  for (const name of ['sort', 'lot', 'lang', 'theme'] as const) {
    const value = place[name];
    if (value !== null) query.set(name, value);
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** First key of a sort text. */
export function sortKey(sort: string): { column: string; descending: boolean } {
  const key = sort.split(',')[0] ?? '';
  return key.startsWith('-')
    ? { column: key.slice(1), descending: true }
    : { column: key, descending: false };
}

/** The sort after a click on a heading: its own first direction, then the other one. */
export function nextSort(present: string, column: string, descendingFirst: boolean): string {
  const key = sortKey(present);
  const descending = key.column === column ? !key.descending : descendingFirst;
  return `${descending ? '-' : ''}${column}`;
}
