import { drawn, isSilence, waitAfter, type Failure, type Lane } from '../model/failure';
import { takeTurn, type Closing, type Tabs } from './tabs';

/** Whether a request may go now. */
export type Pass =
  | { readonly kind: 'open' }
  /** It waited for another one's success. */
  | { readonly kind: 'released' }
  /** It goes for all, as their next attempt: whatever comes of it, `done` lets the others go on. */
  | {
      readonly kind: 'probe';
      readonly attempt: number;
      readonly failure: Failure;
      readonly done: () => void;
    }
  | { readonly kind: 'closed'; readonly failure: Failure; readonly until: number };

export interface GateDeps {
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** In [0, 1). */
  readonly random: () => number;
  readonly tabs: Tabs;
}

/** The tab that met the refusal itself probes first; the others come this much later. */
const BEHIND_MS = 250;
/** A told outcome may arrive this long after the turn of the tab that tells it. */
const GRACE_MS = 300;
/** A probe ends by its time-out, at most 14 s; a tab that stands still for longer is not waited for. */
const PATIENCE_MS = 15_000;

export interface Refusal {
  readonly attempt: number;
  /** Every request of the lane would fare the same. */
  readonly concerned: boolean;
  /** The request went for all. */
  readonly probed: boolean;
}

interface Closed {
  readonly failure: Failure;
  /** Monotonic milliseconds. */
  readonly until: number;
  /** Probes that have failed in a row, and the refusal that began it. */
  readonly failures: number;
}

/**
 * Lets a lane's requests through until the server refuses them all alike. Then none goes before
 * the wait is over, and after it one request of one tab probes, while every other request of every
 * tab waits for its outcome: all go, or all wait again.
 */
export class Gate {
  readonly #lane: Lane;
  readonly #deps: GateDeps;
  #closed: Closed | null = null;
  #turn: Promise<void> | null = null;
  #told: (() => void) | null = null;

  constructor(lane: Lane, deps: GateDeps) {
    this.#lane = lane;
    this.#deps = deps;
    deps.tabs.hear((message) => {
      if (!('lane' in message) || message.lane !== lane) return;
      if (message.kind === 'opened') this.#closed = null;
      else this.#hear(message);
      this.#told?.();
    });
  }

  /** At once while the lane is open or closed; a promise only when a probe is due. */
  enter(): Pass | Promise<Pass> {
    return this.#present() ?? this.#waitOrProbe();
  }

  /**
   * Takes the failure of a request to heart.
   * @return monotonic milliseconds of the next attempt, or null when the gate stays open
   */
  refused(failure: Failure, { attempt, concerned, probed }: Refusal): number | null {
    const unwell = probed && failure.kind !== 'problem';
    const failures = (this.#closed?.failures ?? 0) + (probed || this.#closed === null ? 1 : 0);
    const wait = concerned || unwell ? waitAfter(failure, Math.max(attempt, failures)) : null;
    if (wait === null) {
      if (probed) this.opened();
      return null;
    }
    const { now, random, tabs } = this.#deps;
    const standing = this.#closed?.until ?? 0;
    const until = now() + wait.least <= standing ? standing : now() + drawn(wait, random());
    this.#closed = { failure, until, failures };
    const closing = { failure, millis: until - now(), failures };
    tabs.tell({ kind: 'closed', lane: this.#lane, ...closing });
    return until;
  }

  /** The probe went through. */
  opened(): void {
    if (this.#closed === null) return;
    this.#closed = null;
    this.#deps.tabs.tell({ kind: 'opened', lane: this.#lane });
  }

  /** There is a sign of the server's life: silence need not be waited out. */
  alive(): void {
    if (this.#closed && isSilence(this.#closed.failure))
      this.#closed = { ...this.#closed, until: this.#deps.now() };
  }

  /** What holds without asking anyone; null when a probe is due. */
  #present(): Pass | null {
    if (this.#closed === null) return { kind: 'open' };
    const { failure, until } = this.#closed;
    return this.#deps.now() < until ? { kind: 'closed', failure, until } : null;
  }

  async #waitOrProbe(): Promise<Pass> {
    while (this.#turn !== null) await this.#turn;
    const present = this.#present();
    if (present !== null) return present.kind === 'open' ? { kind: 'released' } : present;
    let finish!: () => void;
    this.#turn = new Promise((resolve) => {
      finish = () => {
        this.#turn = null;
        resolve();
      };
    });
    const turn = await takeTurn(this.#deps.tabs, `andon-probe-${this.#lane}`, PATIENCE_MS);
    if (turn.waited) await this.#grace();
    const done = (): void => {
      turn.end();
      finish();
    };
    const now = this.#present();
    if (now === null) {
      const { failure, failures } = this.#closed!;
      return { kind: 'probe', attempt: failures + 1, failure, done };
    }
    done();
    return now.kind === 'open' ? { kind: 'released' } : now;
  }

  /** Waits for the outcome that another tab tells; it may have told it during the wait. */
  async #grace(): Promise<void> {
    if (this.#present() !== null) return;
    await new Promise<void>((resolve) => {
      this.#told = resolve;
      setTimeout(resolve, GRACE_MS);
    });
    this.#told = null;
  }

  #hear({ failure, millis, failures }: Closing): void {
    const heard = this.#deps.now() + millis + BEHIND_MS;
    const until = Math.max(heard, this.#closed?.until ?? 0);
    this.#closed = { failure, until, failures };
  }
}
