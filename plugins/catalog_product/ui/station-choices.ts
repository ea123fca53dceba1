import type { Station } from "#core/kitchen/menu.ts"
import type { Choice } from "#core/ui/design/field.tsx"
import { type Language, nameIn } from "#core/ui/i18n.ts"

/** Where something may be cooked; the first choice is no word of its own. */
export const stationChoices = (
  stations: Iterable<Station>,
  language: Language,
  none: string,
): ReadonlyArray<Choice> => [
  { value: "", label: none },
  ...Array.from(stations, (station) => ({ value: station.key, label: nameIn(language, station) })),
]
