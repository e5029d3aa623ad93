import type { Lot } from '../model/contract';
import { EMPTY_PANEL, type Panel } from '../model/trust';
import type { BoardDeps } from './board';
import { Feed, type Loaded } from './feed';
import type { TableReader } from './live';
import { confirmedPanel, settled, shownOf, verdictOf, type Confirmed, type Shown } from './panels';
import { lotPath } from './queries';
import { Store } from './store';

/** The lot opened beside the list, followed from version to version. */
export class LotDetail implements TableReader {
  readonly table = 'lots';
  readonly state = new Store<Panel<Lot>>(EMPTY_PANEL);
  readonly feed: Feed;
  readonly #deps: BoardDeps;
  #lotId: string | null = null;

  constructor(deps: BoardDeps) {
    this.#deps = deps;
    this.feed = new Feed((attempt, current) => this.#load(attempt, current), deps);
  }

  /** Opens a lot, or closes the panel with null. */
  open(lotId: string | null): void {
    if (lotId === this.#lotId) return;
    this.#lotId = lotId;
    this.state.set(EMPTY_PANEL);
    if (lotId === null) this.#deps.api.cancel('lot');
    else this.feed.ask();
  }

  stop(): void {
    this.feed.stop();
    this.#deps.api.cancel('lot');
  }

  shown(): readonly Shown[] {
    return shownOf([this.state.value], this.table);
  }

  changed(): void {
    if (this.#lotId !== null) this.feed.changed();
  }

  renew(failedOnly: boolean): void {
    if (this.#lotId !== null) this.feed.renew(failedOnly);
  }

  confirmed(confirmed: Confirmed): void {
    this.state.set(confirmedPanel(this.state.value, confirmed));
  }

  async #load(attempt: number, current: () => boolean): Promise<Loaded> {
    if (this.#lotId === null) return 'done';
    const outcome = await this.#deps.api.get<Lot>('lot', lotPath(this.#lotId), attempt);
    if (!current()) return 'superseded';
    this.state.set(settled(this.state.value, outcome, this.#deps.wallClock()));
    return verdictOf([outcome]);
  }
}
