/**
 * Doubles with each attempt up to the cap, minus up to a half by chance, so that what failed together does not come back
 * together.
 *
 * @param attempt the one that failed, from 1
 * @param random from 0 to 1
 * @returns milliseconds
 */
export const retryDelay = (
  { baseMs, capMs }: { readonly baseMs: number; readonly capMs: number },
  attempt: number,
  random: number,
): number => Math.round(Math.min(capMs, baseMs * 2 ** Math.min(attempt - 1, 30)) * (1 - random / 2))
