/** A value that tells its readers when it is replaced; Svelte's `$store` reads it as it is. */
export class Store<T> {
  #value: T;
  readonly #readers = new Set<(value: T) => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  set(value: T): void {
    this.#value = value;
    for (const reader of this.#readers) reader(value);
  }

  update(change: Partial<T>): void {
    this.set({ ...this.#value, ...change });
  }

  /** Calls `reader` at once and at every change, until the returned function is called. */
  subscribe(reader: (value: T) => void): () => void {
    this.#readers.add(reader);
    reader(this.#value);
    return () => this.#readers.delete(reader);
  }
}
