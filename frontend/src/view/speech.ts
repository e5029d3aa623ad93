import { createContext } from 'svelte';
import type { Speech } from '../i18n';

/** The speech of the tree below the page; a function, because the language can change. */
export const [useSpeech, provideSpeech] = createContext<() => Speech>();
