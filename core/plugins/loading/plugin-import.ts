import { pathToFileURL } from "node:url"

/** Longest that a module of a plugin may take to load, in milliseconds. */
export const importWithinMs = 5_000

/**
 * Loads a module of a plugin. One that waits for something for ever (`await` at its top) is given up; one that computes
 * for ever cannot be, for it holds the only thread.
 *
 * @throws whatever the module throws, or a sentence that says that it did not load in time
 */
export const importModule = async (
  file: string,
  withinMs = importWithinMs,
): Promise<Readonly<Record<string, unknown>>> => {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => late.reject(new Error(`It did not load within ${withinMs / 1_000} s`)),
    withinMs,
  )
  try {
    return await Promise.race([import(pathToFileURL(file).href), late.promise])
  } finally {
    clearTimeout(timer)
  }
}
