import type { BoardDeps } from '../data/board';
import { Live } from '../data/live';
import { MesApi } from '../data/mes-api';
import { PlantInfo } from '../data/plant-info';
import { Navigation } from './navigation';

const TIMEOUT_MS = 10_000;

/** What every page shares: one way to ask, one stream of news, one plant, one address. */
export interface Session {
  readonly deps: BoardDeps;
  readonly live: Live;
  readonly plant: PlantInfo;
  readonly navigation: Navigation;
}

const now = (): number => performance.now();
const wallClock = (): number => Date.now();
const random = (): number => Math.random();
const open = (url: string): EventSource => new EventSource(url);

export function openSession(window: Window): Session {
  const fetch = window.fetch.bind(window);
  const api = new MesApi({ fetch, now, timeoutMillis: TIMEOUT_MS });
  const deps: BoardDeps = { api, now, wallClock, random };
  return {
    deps,
    live: new Live({ now, wallClock, random, open }),
    plant: new PlantInfo(deps),
    navigation: new Navigation(window),
  };
}

export function startSession({ live, plant }: Session): void {
  live.start();
  plant.start();
}

export function closeSession({ live, plant, navigation }: Session): void {
  live.stop();
  plant.stop();
  navigation.stop();
}
