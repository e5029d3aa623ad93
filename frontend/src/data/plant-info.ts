import type { Plant } from '../model/contract';
import { EMPTY_PANEL, type Panel } from '../model/trust';
import type { BoardDeps } from './board';
import { Feed, type Loaded } from './feed';
import { settled, verdictOf } from './panels';
import { Store } from './store';

/** Title, zone, tables and filters of the plant; asked until it is known. */
export class PlantInfo {
  readonly state = new Store<Panel<Plant>>(EMPTY_PANEL);
  readonly feed: Feed;
  readonly #deps: BoardDeps;

  constructor(deps: BoardDeps) {
    this.#deps = deps;
    this.feed = new Feed((attempt, current) => this.#load(attempt, current), deps);
  }

  start(): void {
    this.feed.ask();
  }

  /** Asks now if it is still unknown. */
  renew(): void {
    if (this.state.value.data === null) this.feed.renew();
  }

  stop(): void {
    this.feed.stop();
    this.#deps.api.cancel('plant');
  }

  async #load(attempt: number, current: () => boolean): Promise<Loaded> {
    const outcome = await this.#deps.api.get<Plant>('plant', '/api/plant', attempt);
    if (!current()) return 'superseded';
    this.state.set(settled(this.state.value, outcome, this.#deps.wallClock()));
    return verdictOf([outcome]);
  }
}
