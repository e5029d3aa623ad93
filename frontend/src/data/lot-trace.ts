import type { Lot, LotHistory } from '../model/contract';
import { EMPTY_PANEL, type Panel } from '../model/trust';
import type { BoardDeps } from './board';
import { Feed, type Loaded } from './feed';
import { settled, verdictOf } from './panels';
import { lotHistoryPath } from './queries';
import { Store } from './store';

/** A former answer that stood in for the database is asked for anew after this long, and up to
 *  half as long again. */
const STALE_MS = 30_000;

/**
 * The way of the opened lot through the plant, from the database: asked for once, and again when
 * the lot has moved, never at every version.
 */
export class LotTrace {
  readonly state = new Store<Panel<LotHistory>>(EMPTY_PANEL);
  readonly feed: Feed;
  readonly #deps: BoardDeps;
  #lotId: string | null = null;
  #whereabouts: string | null = null;
  #again: ReturnType<typeof setTimeout> | null = null;

  constructor(deps: BoardDeps) {
    this.#deps = deps;
    this.feed = new Feed((attempt, current) => this.#load(attempt, current), deps);
  }

  /** Follows a lot, or none. */
  open(lotId: string | null): void {
    if (lotId === this.#lotId) return;
    this.#lotId = lotId;
    this.#whereabouts = null;
    this.#forget();
    this.state.set(EMPTY_PANEL);
    if (lotId === null) this.#deps.api.cancel('trace');
    else this.feed.ask();
  }

  /** Tells what memory knows of the lot; where that differs from before, its trace has grown. */
  follow(lot: Lot): void {
    if (lot.lotId !== this.#lotId) return;
    const machines = lot.equipment.map(({ resourceId }) => resourceId);
    const whereabouts = JSON.stringify([lot.spec, lot.station, lot.movedInAt, lot.qty, machines]);
    if (this.#whereabouts !== null && whereabouts !== this.#whereabouts) this.feed.changed();
    this.#whereabouts = whereabouts;
  }

  stop(): void {
    this.feed.stop();
    this.#forget();
    this.#deps.api.cancel('trace');
  }

  async #load(attempt: number, current: () => boolean): Promise<Loaded> {
    if (this.#lotId === null) return 'done';
    this.#forget();
    const path = lotHistoryPath(this.#lotId);
    const outcome = await this.#deps.api.get<LotHistory>('trace', path, attempt, 'database');
    if (!current()) return 'superseded';
    this.state.set(settled(this.state.value, outcome, this.#deps.wallClock()));
    if (outcome.kind === 'ok' && outcome.meta.stale) {
      const wait = STALE_MS * (1 + this.#deps.random() / 2);
      this.#again = setTimeout(() => this.feed.changed(), wait);
    }
    return verdictOf([outcome]);
  }

  #forget(): void {
    if (this.#again !== null) clearTimeout(this.#again);
    this.#again = null;
  }
}
