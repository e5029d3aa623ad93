import { Store } from '../data/store';
import { readPlace, writePlace, type Place } from '../model/place';

/** The address bar as the one home of where a person is. */
export class Navigation {
  readonly place: Store<Place>;
  readonly #window: Window;
  readonly #onpop = (): void => this.place.set(readPlace(this.#window.location.search));

  constructor(window: Window) {
    this.#window = window;
    this.place = new Store(readPlace(window.location.search));
    window.addEventListener('popstate', this.#onpop);
  }

  /** Goes to a place; "back" returns to the present one unless `replace`. */
  go(change: Partial<Place>, replace = false): void {
    const place = { ...this.place.value, ...change };
    const search = writePlace(place);
    if (search === writePlace(this.place.value)) return;
    const address = this.#window.location.pathname + search;
    this.#window.history[replace ? 'replaceState' : 'pushState'](null, '', address);
    this.place.set(place);
  }

  /** The address of a page that keeps language and theme. */
  href(view: string | null): string {
    const { lang, theme } = this.place.value;
    return this.#window.location.pathname + writePlace({ ...readPlace(''), view, lang, theme });
  }

  /** Goes to an address of {@link href}. */
  follow(href: string): void {
    this.go(readPlace(new URL(href, this.#window.location.href).search));
  }

  stop(): void {
    this.#window.removeEventListener('popstate', this.#onpop);
  }
}
