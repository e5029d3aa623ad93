import type { BoardDeps } from '../data/board';
import { lines } from '../data/event-line';
import { Live } from '../data/live';
import { MesApi } from '../data/mes-api';
import { PlantInfo } from '../data/plant-info';
import { openTabs } from '../data/tabs';
import { Navigation } from './navigation';
import { onReturn } from './return';

/** A question may wait 2 s for a connection and run 10 s: its code comes, and not our own time-out. */
const TIMEOUT_MS = { memory: 10_000, database: 14_000 };

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

export function openSession(window: Window & typeof globalThis): Session {
  const fetch = window.fetch.bind(window);
  const online = (): boolean => window.navigator.onLine;
  const tabs = openTabs(window);
  const api = new MesApi({ fetch, online, now, random, tabs, timeoutMillis: TIMEOUT_MS });
  const deps: BoardDeps = { api, now, wallClock, random };
  const open = lines({ fetch, online });
  const alive = (): void => api.alive();
  const live = new Live({ now, wallClock, random, open, tabs, alive });
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
    frozen: () => live.stop(),
    thawed: () => live.start(),
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
