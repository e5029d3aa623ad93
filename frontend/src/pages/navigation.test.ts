import { expect, test } from 'vitest';
import { Navigation } from './navigation';

/** The part of a window that holds an address, with a history one can step back in. */
class Address extends EventTarget {
  readonly entries: string[];
  readonly history = {
    pushState: (_: unknown, __: string, url: string): number => this.entries.push(url),
    replaceState: (_: unknown, __: string, url: string): void => {
      this.entries[this.entries.length - 1] = url;
    },
  };
  constructor(start: string) {
    super();
    this.entries = [start];
  }
  get location(): URL {
    return new URL(this.entries.at(-1)!, 'http://andon');
  }
  back(): void {
    this.entries.pop();
    this.dispatchEvent(new Event('popstate'));
  }
}
const at = (start: string): { address: Address; navigation: Navigation } => {
  const address = new Address(start);
  return { address, navigation: new Navigation(address as unknown as Window) };
};

test('every step is in the address, and back returns to the one before', () => {
  const { address, navigation } = at('/?workcenter=DICING');
  navigation.go({ lot: 'A/1' });
  expect(address.entries.at(-1)).toBe('/?workcenter=DICING&lot=A%2F1');
  address.back();
  expect(navigation.place.value.lot).toBeNull();
  expect(navigation.place.value.filters.get('workcenter')).toEqual(['DICING']);
});

test('going where one is makes no step', () => {
  const { address, navigation } = at('/?sort=-qty');
  navigation.go({ sort: '-qty' });
  expect(address.entries).toHaveLength(1);
});

test('typing replaces the step instead of adding one a letter', () => {
  const { address, navigation } = at('/');
  navigation.go({ filters: new Map([['lotId', ['*A*']]]) }, true);
  navigation.go({ filters: new Map([['lotId', ['*A3*']]]) }, true);
  expect(address.entries).toEqual(['/?lotId=*A3*']);
});

test('a tab keeps language and theme and leaves filters behind', () => {
  const { navigation } = at('/?lang=zh-TW&theme=dark&package=A&lot=1');
  expect(navigation.href('holds')).toBe('/?view=holds&lang=zh-TW&theme=dark');
  navigation.follow('/?view=holds&lang=zh-TW&theme=dark');
  expect(navigation.place.value).toMatchObject({ view: 'holds', lot: null, theme: 'dark' });
});

test('a stopped navigation no longer follows the address', () => {
  const { address, navigation } = at('/');
  navigation.go({ lot: 'A' });
  navigation.stop();
  address.back();
  expect(navigation.place.value.lot).toBe('A');
});
