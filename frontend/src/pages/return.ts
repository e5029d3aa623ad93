export interface Returns {
  /** The browser has a network again. */
  online(): void;
  /** The page is in sight again, perhaps after the computer slept. */
  seen(): void;
  /** The browser is about to hold the page still. */
  frozen(): void;
  /** The page runs again after it was held still. */
  thawed(): void;
}

/** Tells when network, person or time come back, until the returned function is called. */
export function onReturn(window: Window, { online, seen, frozen, thawed }: Returns): () => void {
  const { document } = window;
  const look = (): void => {
    if (document.visibilityState === 'visible') seen();
  };
  window.addEventListener('online', online);
  document.addEventListener('visibilitychange', look);
  document.addEventListener('freeze', frozen);
  document.addEventListener('resume', thawed);
  return () => {
    window.removeEventListener('online', online);
    document.removeEventListener('visibilitychange', look);
    document.removeEventListener('freeze', frozen);
    document.removeEventListener('resume', thawed);
  };
}
