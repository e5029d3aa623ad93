import { en } from './en';

export type Key = keyof typeof en;

/** A complete set of words in one language. */
export type Words = Readonly<Record<Key, string>>;

/** Names of the `{slots}` in a text. */
type Slots<Text> = Text extends `${string}{${infer Slot}}${infer Rest}`
  ? Slot | Slots<Rest>
  : never;

type Fill<K extends Key> = [Slots<(typeof en)[K]>] extends [never]
  ? []
  : [Readonly<Record<Slots<(typeof en)[K]>, string | number>>];

/** Says a text; a text with slots cannot be asked for without filling them. */
export type Translate = <K extends Key>(key: K, ...fill: Fill<K>) => string;

export function translator(words: Words): Translate {
  return (key, ...fill) => {
    const slots: Readonly<Record<string, string | number>> = fill[0] ?? {};
    return words[key].replace(/\{(\w+)\}/g, (_, slot: string) => String(slots[slot] ?? ''));
  };
}
