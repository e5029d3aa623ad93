import type { BoardDeps } from '../data/board';
import { Live } from '../data/live';
import { MesApi } from '../data/mes-api';
import { PlantInfo } from '../data/plant-info';
import { Navigation } from './navigation';
import { onReturn } from './return';

const TIMEOUT_MS = 10_000;

/** What every page shares: one way to ask, one stream of news, one plant, one address. */
export interface Session {
  readonly deps: BoardDeps;
  readonly live: Live;
  readonly plant: PlantInfo;
  readonly navigation: Navigation;
  /** Stops listening for the return of network and person. */
  readonly deaf: () => void;
}

const now = (): number => performance.now();
const wallClock = (): number => Date.now();
const random = (): number => Math.random();
const open = (url: string): EventSource => new EventSource(url);

export function openSession(window: Window): Session {
  const fetch = window.fetch.bind(window);
  const api = new MesApi({ fetch, now, timeoutMillis: TIMEOUT_MS });
  const deps: BoardDeps = { api, now, wallClock, random };
  const live = new Live({ now, wallClock, random, open });
  const plant = new PlantInfo(deps);
  const deaf = onReturn(window, {
    online: () => {
      live.online();
      plant.renew();
    },
    seen: () => {
      live.seen();
      plant.renew();
    },
  });
  return { deps, live, plant, navigation: new Navigation(window), deaf };
}

export function startSession({ live, plant }: Session): void {
  live.start();
  plant.start();
}

export function closeSession({ live, plant, navigation, deaf }: Session): void {
  deaf();
  live.stop();
  plant.stop();
  navigation.stop();
}
