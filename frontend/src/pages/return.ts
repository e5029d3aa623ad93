export interface Returns {
  /** The browser has a network again. */
  online(): void;
  /** The page is in sight again, perhaps after the computer slept. */
  seen(): void;
}

/** Tells when network or person come back, until the returned function is called. */
export function onReturn(window: Window, { online, seen }: Returns): () => void {
  const { document } = window;
  const look = (): void => {
    if (document.visibilityState === 'visible') seen();
  };
  window.addEventListener('online', online);
  document.addEventListener('visibilitychange', look);
  return () => {
    window.removeEventListener('online', online);
    document.removeEventListener('visibilitychange', look);
  };
}
