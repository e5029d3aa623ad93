import type { HoldPareto, Matrix, Summary } from '../model/contract';
import { EMPTY_PANEL, type Panel } from '../model/trust';
import { Feed, type FeedDeps, type Loaded } from './feed';
import type { TableReader } from './live';
import type { MesApi, Outcome } from './mes-api';
import {
  confirmedPanel,
  settled,
  shownOf,
  verdictOf,
  versionIn,
  type Confirmed,
  type Shown,
} from './panels';
import { basePaths, boardPaths, type Query } from './queries';
import { Store } from './store';

export interface BoardState {
  readonly summary: Panel<Summary>;
  readonly matrix: Panel<Matrix>;
  readonly hold: Panel<HoldPareto>;
  /** The unfiltered answers. */
  readonly baseMatrix: Panel<Matrix>;
  readonly baseHold: Panel<HoldPareto>;
}

type Name = keyof BoardState;
type Answers = { [name in Name]: Outcome<NonNullable<BoardState[name]['data']>> };

export interface BoardDeps extends FeedDeps {
  readonly api: MesApi;
  readonly wallClock: () => number;
}

const NAMES: readonly Name[] = ['summary', 'matrix', 'hold', 'baseMatrix', 'baseHold'];
/** Answers that straddle a publication are asked again this often before they are shown anyway. */
const ROUNDS = 2;

/**
 * The aggregates of the WIP overview. They change together: a reader never sees a summary of one
 * version beside a matrix of another, unless the server keeps publishing faster than it answers.
 */
export class Board implements TableReader {
  readonly table = 'lots';
  readonly state = new Store<BoardState>({
    summary: EMPTY_PANEL,
    matrix: EMPTY_PANEL,
    hold: EMPTY_PANEL,
    baseMatrix: EMPTY_PANEL,
    baseHold: EMPTY_PANEL,
  });
  readonly feed: Feed;
  readonly #deps: BoardDeps;
  #query: Query | null = null;
  #last: Answers | null = null;

  constructor(deps: BoardDeps) {
    this.#deps = deps;
    this.feed = new Feed((attempt, current) => this.#load(attempt, current), deps);
  }

  /** Narrows the board; what it showed stays until the answers are here. */
  show(query: Query): void {
    this.#query = query;
    this.feed.ask();
  }

  stop(): void {
    this.feed.stop();
    for (const name of NAMES) this.#deps.api.cancel(name);
  }

  shown(): readonly Shown[] {
    return shownOf(Object.values(this.state.value), this.table);
  }

  changed(): void {
    if (this.#query !== null) this.feed.changed();
  }

  renew(failedOnly: boolean): void {
    if (this.#query !== null) this.feed.renew(failedOnly);
  }

  confirmed(confirmed: Confirmed): void {
    const { summary, matrix, hold, baseMatrix, baseHold } = this.state.value;
    this.state.set({
      summary: confirmedPanel(summary, confirmed),
      matrix: confirmedPanel(matrix, confirmed),
      hold: confirmedPanel(hold, confirmed),
      baseMatrix: confirmedPanel(baseMatrix, confirmed),
      baseHold: confirmedPanel(baseHold, confirmed),
    });
  }

  async #load(attempt: number, current: () => boolean): Promise<Loaded> {
    const paths = pathsOf(this.#query!);
    const kept = attempt === 1 ? null : this.#last;
    let answers = await this.#ask(paths, attempt, kept, mayStay);
    for (let round = 0; round < ROUNDS && current(); round++) {
      const newest = newestOf(Object.values(answers));
      if (Object.values(answers).every((each) => isOf(each, newest))) break;
      answers = await this.#ask(paths, attempt, answers, (each) => isOf(each, newest));
    }
    if (!current()) return 'superseded';
    this.#last = answers;
    this.#show(answers);
    return verdictOf(Object.values(answers));
  }

  /** Asks each address once, except those whose former answer stays. */
  async #ask(
    paths: Record<Name, string>,
    attempt: number,
    former: Answers | null,
    stays: (answer: Outcome<unknown>) => boolean,
  ): Promise<Answers> {
    const asked = new Map<string, Promise<Outcome<unknown>>>();
    const entries = NAMES.map(async (name) => {
      const before = former?.[name];
      if (before && stays(before)) return [name, before];
      const path = paths[name];
      const running = asked.get(path) ?? this.#deps.api.get(name, path, attempt);
      asked.set(path, running);
      return [name, await running];
    });
    return Object.fromEntries(await Promise.all(entries)) as Answers;
  }

  #show(answers: Answers): void {
    const { summary, matrix, hold, baseMatrix, baseHold } = this.state.value;
    const at = this.#deps.wallClock();
    this.state.set({
      summary: settled(summary, answers.summary, at),
      matrix: settled(matrix, answers.matrix, at),
      hold: settled(hold, answers.hold, at),
      baseMatrix: settled(baseMatrix, answers.baseMatrix, at),
      baseHold: settled(baseHold, answers.baseHold, at),
    });
  }
}

function pathsOf(query: Query): Record<Name, string> {
  const base = basePaths(query);
  return { ...boardPaths(query), baseMatrix: base.matrix, baseHold: base.hold };
}

/** Whether a second attempt leaves it alone: an answer, or a failure that no attempt mends. */
function mayStay(outcome: Outcome<unknown>): boolean {
  return outcome.kind === 'ok' || (outcome.kind === 'failed' && outcome.retryAt === null);
}

function newestOf(outcomes: readonly Outcome<unknown>[]): number {
  return Math.max(0, ...outcomes.map((each) => versionIn(each, 'lots') ?? 0));
}

function isOf(outcome: Outcome<unknown>, newest: number): boolean {
  return (versionIn(outcome, 'lots') ?? newest) === newest;
}
