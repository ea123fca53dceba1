import { Removal } from "#core/ui/admin/removal.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { kitchenOfficeWords } from "./kitchen-office-words.ts"
import { usesSentence } from "./station-uses.ts"
import { type StoredStation, stationsPath } from "./stored.ts"
import { useStationUses } from "./use-station-uses.ts"

/** The end of a station that nothing names; else what does. */
export const StationRemoval = ({
  station,
  onDone,
}: {
  station: StoredStation
  onDone: () => void
}) => {
  const words = useWords(kitchenOfficeWords)
  const { uses, problem, again } = useStationUses(station.key)
  if (uses === undefined) return <Failure failure={problem} onRetry={again} />
  const named = usesSentence(uses, words.uses)
  return (
    <Removal
      path={`${stationsPath}/${station.id}`}
      words={{ ...words, removeHint: words.removeStationHint }}
      title={words.removeTitle(station.name)}
      inUse={named === "" ? undefined : words.inUse(named)}
      onDone={onDone}
    />
  )
}
