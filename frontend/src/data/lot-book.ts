import type { LotPage, LotRow, Meta } from '../model/contract';
import { EMPTY_PANEL, type Panel } from '../model/trust';
import type { BoardDeps } from './board';
import { Feed, type Loaded } from './feed';
import type { TableReader } from './live';
import type { Ok, Outcome } from './mes-api';
import { confirmedPanel, settled, shownOf, verdictOf, type Confirmed, type Shown } from './panels';
import { lotsPath, type Query } from './queries';
import { Store } from './store';

/** Rows of a long list, as far as they have come. */
export interface LotRows {
  readonly total: number;
  row(index: number): LotRow | null;
}

const PAGE_SIZE = 100;
/** Pages kept beside the visible ones; the farthest go first. */
const KEPT_PAGES = 20;
const ROUNDS = 2;
const SCROLL_SETTLE_MS = 60;

/**
 * The lot list, page by page as it is scrolled. All pages in it are of one version: when a newer
 * one comes, the visible pages are fetched first and then replace everything.
 */
export class LotBook implements TableReader {
  readonly table = 'lots';
  readonly state = new Store<Panel<LotRows>>(EMPTY_PANEL);
  readonly feed: Feed;
  readonly #deps: BoardDeps;
  #query: Query | null = null;
  #sort = '';
  #pages = new Map<number, readonly LotRow[]>();
  #visible: readonly number[] = [1];
  #outdated = true;
  #scroll: ReturnType<typeof setTimeout> | null = null;

  constructor(deps: BoardDeps) {
    this.#deps = deps;
    this.feed = new Feed((attempt, current) => this.#load(attempt, current), deps);
  }

  /** Shows another list from its top; the former rows stay until its first answer. */
  open(query: Query, sort: string): void {
    this.#query = query;
    this.#sort = sort;
    this.#visible = [1];
    this.#outdated = true;
    this.feed.ask();
  }

  /** Tells which rows are in sight, from `first` to before `end`. */
  see(first: number, end: number): void {
    const from = Math.floor(first / PAGE_SIZE) + 1;
    const to = Math.max(from, Math.ceil(end / PAGE_SIZE));
    this.#visible = Array.from({ length: to - from + 1 }, (_, offset) => from + offset);
    if (this.#scroll !== null) clearTimeout(this.#scroll);
    if (this.#outdated || this.#missing().length === 0) return;
    this.#scroll = setTimeout(() => this.feed.ask(), SCROLL_SETTLE_MS);
  }

  stop(): void {
    this.feed.stop();
    if (this.#scroll !== null) clearTimeout(this.#scroll);
    for (const slot of this.#visible.keys()) this.#deps.api.cancel(`lots:${slot}`);
  }

  shown(): readonly Shown[] {
    return shownOf([this.state.value], this.table);
  }

  changed(): void {
    if (this.#query === null) return;
    this.#outdated = true;
    this.feed.changed();
  }

  renew(failedOnly: boolean): void {
    if (this.#query === null) return;
    if (!failedOnly) this.#outdated = true;
    this.feed.renew(failedOnly);
  }

  confirmed(confirmed: Confirmed): void {
    this.state.set(confirmedPanel(this.state.value, confirmed));
  }

  async #load(attempt: number, current: () => boolean): Promise<Loaded> {
    const fresh = new Map<number, Outcome<LotPage>>();
    let renew = this.#outdated;
    for (let round = 0; round <= ROUNDS; round++) {
      const newest = newestOf([...fresh.values()]);
      const wanted = (renew ? this.#visible : this.#missing()).filter(
        (page) => versionOf(fresh.get(page)) < newest || !fresh.has(page),
      );
      if (wanted.length === 0) break;
      await Promise.all(
        wanted.map(async (page, slot) => {
          const path = lotsPath(this.#query!, this.#sort, page, PAGE_SIZE);
          fresh.set(page, await this.#deps.api.get<LotPage>(`lots:${slot}`, path, attempt));
        }),
      );
      if (!current()) return 'superseded';
      const verdict = verdictOf([...fresh.values()]);
      if (verdict !== 'done') return this.#fail(verdict, fresh);
      renew ||= newestOf([...fresh.values()]) !== (this.shown()[0]?.version ?? 0);
    }
    this.#keep(fresh, renew);
    return 'done';
  }

  #fail(verdict: Loaded, fresh: ReadonlyMap<number, Outcome<LotPage>>): Loaded {
    const failed = [...fresh.values()].find((outcome) => outcome.kind === 'failed');
    if (verdict !== 'superseded' && failed)
      this.state.set(settled(this.state.value, failed, this.#deps.wallClock()));
    return verdict;
  }

  #keep(fresh: ReadonlyMap<number, Outcome<LotPage>>, renew: boolean): void {
    const pages = new Map(renew ? [] : this.#pages);
    const answers = [...fresh].filter((each): each is [number, Ok<LotPage>] => isOk(each[1]));
    for (const [number, { data }] of answers) pages.set(number, data.rows);
    const nearest = [...pages.keys()].sort((a, b) => this.#distance(a) - this.#distance(b));
    for (const page of nearest.slice(KEPT_PAGES)) pages.delete(page);
    this.#pages = pages;
    this.#outdated = false;
    const last = answers.at(-1)?.[1];
    const total = last?.data.total ?? this.state.value.data?.total ?? 0;
    const { meta, confirmedAt } = last ?? this.state.value;
    this.state.set({
      data: { total, row: (index) => rowAt(pages, index) },
      meta: meta as Meta,
      confirmedAt,
      failure: null,
      failedAt: 0,
    });
  }

  /** Visible pages that are not here, as far as the list goes. */
  #missing(): readonly number[] {
    const total = this.state.value.data?.total ?? 0;
    const last = Math.max(1, Math.ceil(total / PAGE_SIZE));
    return this.#visible.filter((page) => page <= last && !this.#pages.has(page));
  }

  #distance(page: number): number {
    return Math.abs(page - (this.#visible[0] ?? 1));
  }
}

function rowAt(pages: ReadonlyMap<number, readonly LotRow[]>, index: number): LotRow | null {
  return pages.get(Math.floor(index / PAGE_SIZE) + 1)?.[index % PAGE_SIZE] ?? null;
}

function isOk(outcome: Outcome<LotPage>): outcome is Ok<LotPage> {
  return outcome.kind === 'ok';
}

function versionOf(outcome: Outcome<LotPage> | undefined): number {
  return outcome?.kind === 'ok' ? (outcome.meta.versions['lots'] ?? 0) : 0;
}

function newestOf(outcomes: readonly Outcome<LotPage>[]): number {
  return Math.max(0, ...outcomes.map(versionOf));
}
