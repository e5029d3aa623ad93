/** Addresses of the answers a page is made of. */
import { appendFilters, without, type Filters } from '../model/filters';

/** What a page is narrowed to, in a form the server accepts. */
export interface Query {
  readonly filters: Filters;
  readonly includeDummy: boolean;
}

const STATUS = ['status', 'holdType'];

/** Each panel leaves out its own axis, so what was not picked stays in sight. */
export const boardPaths = (query: Query): Record<'summary' | 'matrix' | 'hold', string> => ({
  summary: path('summary', without(query.filters, ...STATUS), query),
  matrix: path('matrix', without(query.filters, 'workcenter', 'package'), query),
  hold: path('hold', without(query.filters, ...STATUS, 'holdReason'), query),
});

/** The unfiltered answers: the order of rows and columns, and what can be picked. */
export const basePaths = (query: Query): Record<'matrix' | 'hold', string> => ({
  matrix: path('matrix', new Map(), query),
  hold: path('hold', new Map(), query),
});

export function lotsPath(query: Query, sort: string, page: number, pageSize: number): string {
  const parameters = new URLSearchParams();
  appendFilters(parameters, query.filters);
  if (query.includeDummy) parameters.set('includeDummy', 'true');
  parameters.set('sort', sort);
  parameters.set('page', String(page));
  parameters.set('pageSize', String(pageSize));
  return `/api/wip/lots?${parameters.toString()}`;
}

export function lotPath(lotId: string): string {
  return `/api/wip/lot/${encodeURIComponent(lotId)}`;
}

export function lotHistoryPath(lotId: string): string {
  return `${lotPath(lotId)}/history`;
}

function path(name: string, filters: Filters, { includeDummy }: Query): string {
  const parameters = new URLSearchParams();
  appendFilters(parameters, filters);
  if (includeDummy) parameters.set('includeDummy', 'true');
  const text = parameters.toString();
  return `/api/wip/overview/${name}${text === '' ? '' : `?${text}`}`;
}
