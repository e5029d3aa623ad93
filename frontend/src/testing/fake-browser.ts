import type { Tabs, TabMessage } from '../data/tabs';

interface Wish {
  readonly tab: FakeTab;
  readonly grant: () => void;
}

interface Held {
  readonly tab: FakeTab;
  readonly robbed: (error: DOMException) => void;
}

/** A browser's locks and channel between its tabs, by the rules of the Web Locks API. */
export class FakeBrowser {
  readonly tabs: FakeTab[] = [];
  readonly #held = new Map<string, Held>();
  readonly #wishes = new Map<string, Wish[]>();

  open(): FakeTab {
    const tab = new FakeTab(this, String(this.tabs.length));
    this.tabs.push(tab);
    return tab;
  }

  /** Who holds a lock; null when nobody does. */
  holder(name: string): FakeTab | null {
    return this.#held.get(name)?.tab ?? null;
  }

  request(
    tab: FakeTab,
    name: string,
    { ifAvailable = false, steal = false, signal }: LockOptions,
    use: LockGrantedCallback<unknown>,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const grant = (): void => {
        const held: Held = { tab, robbed: reject };
        this.#held.set(name, held);
        const used = Promise.resolve().then(() => use({ name, mode: 'exclusive' }));
        void used.then((value) => {
          resolve(value);
          if (this.#held.get(name) === held) this.#release(name);
        });
      };
      const holder = this.#held.get(name);
      if (holder === undefined) grant();
      else if (steal) {
        holder.robbed(new DOMException('', 'AbortError'));
        grant();
      } else if (ifAvailable) resolve(use(null));
      else {
        const wish = { tab, grant };
        this.#wishes.set(name, [...(this.#wishes.get(name) ?? []), wish]);
        signal?.addEventListener('abort', () => {
          this.#wishes.set(
            name,
            this.#wishes.get(name)!.filter((each) => each !== wish),
          );
          reject(new DOMException('', 'AbortError'));
        });
      }
    });
  }

  /** What the browser does when a tab is gone: its locks and wishes go with it. */
  forget(tab: FakeTab): void {
    this.tabs.splice(this.tabs.indexOf(tab), 1);
    for (const [name, wishes] of this.#wishes)
      this.#wishes.set(
        name,
        wishes.filter((each) => each.tab !== tab),
      );
    for (const [name, held] of this.#held) if (held.tab === tab) this.#release(name);
  }

  #release(name: string): void {
    this.#held.delete(name);
    const [next, ...rest] = this.#wishes.get(name) ?? [];
    this.#wishes.set(name, rest);
    next?.grant();
  }
}

/** One tab; a frozen one hears nothing until it is thawed, a crashed one nothing for ever. */
export class FakeTab implements Tabs {
  readonly id: string;
  readonly told: TabMessage[] = [];
  readonly #browser: FakeBrowser;
  readonly #readers = new Set<(message: TabMessage) => void>();
  #frozen = false;
  #unheard: TabMessage[] = [];

  constructor(browser: FakeBrowser, id: string) {
    this.#browser = browser;
    this.id = id;
  }

  readonly locks = {
    request: (name: string, options: LockOptions, use: LockGrantedCallback<unknown>) =>
      this.#browser.request(this, name, options, use),
  } as Tabs['locks'];

  tell(message: TabMessage): void {
    if (this.#frozen || !this.#browser.tabs.includes(this)) return;
    this.told.push(message);
    for (const tab of this.#browser.tabs) if (tab !== this) tab.#hear(structuredClone(message));
  }

  hear(reader: (message: TabMessage) => void): () => void {
    this.#readers.add(reader);
    return () => this.#readers.delete(reader);
  }

  freeze(): void {
    this.#frozen = true;
  }

  thaw(): void {
    this.#frozen = false;
    for (const message of this.#unheard.splice(0)) this.#hear(message);
  }

  crash(): void {
    this.#browser.forget(this);
    this.#readers.clear();
  }

  #hear(message: TabMessage): void {
    if (this.#frozen) this.#unheard.push(message);
    else queueMicrotask(() => this.#readers.forEach((reader) => reader(message)));
  }
}
