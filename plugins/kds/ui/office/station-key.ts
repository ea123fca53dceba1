import { slugOf } from "#core/ui/setup/guesses.ts"

/** As the hub takes it. */
export const keyPattern = "[a-z][a-z0-9_\\-]{0,31}"

/**
 * The short name that a station gets from its name: `Garde-manger` becomes `garde-manger`. What has no Latin letter to
 * begin with is `station` and its number, and nothing is called as another is.
 */
export const stationKeyOf = (name: string, taken: ReadonlyArray<string>): string => {
  const latin = slugOf(name).replace(/^[^a-z]+/, "")
  const stem = (latin === "" ? "station" : latin).slice(0, longestStem).replace(/-+$/, "")
  for (let n = 1; ; n++) {
    const key = n === 1 ? stem : `${stem}-${n}`
    if (!taken.includes(key)) return key
  }
}

/** 32 with a number behind it. */
const longestStem = 28
