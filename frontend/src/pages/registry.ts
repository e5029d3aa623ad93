import type { Component } from 'svelte';
import type { Key } from '../i18n';
import type { Plant } from '../model/contract';
import type { PlantClock } from '../model/times';
import type { Verdict } from '../model/trust';
import type { Session } from './session';
import WipOverview from './WipOverview.svelte';

/** What the shell gives to a page. */
export interface PageProps {
  readonly session: Session;
  readonly clock: PlantClock;
  /** Null until the plant is known. */
  readonly plant: Plant | null;
  /** Monotonic milliseconds, moved on every second. */
  readonly now: number;
  /** Tells the shell how far the page's figures can be trusted. */
  readonly onverdict: (verdict: Verdict) => void;
}

export interface Page {
  /** `view=` in the address; the first page needs none. */
  readonly id: string;
  readonly tab: Key & `page.${string}`;
  readonly title: Key & `page.${string}`;
  readonly component: Component<PageProps>;
}

/** Every page there is, in the order of the tabs. */
export const PAGES: readonly [Page, ...Page[]] = [
  { id: 'wip', tab: 'page.wip', title: 'page.wip.title', component: WipOverview },
];
