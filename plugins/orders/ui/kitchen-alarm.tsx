import { UnshownLine } from "#core/ui/shell/unshown-line.tsx"
import { useStationName } from "./card-context.tsx"

/** What the waiter must tell the cooks, because no screen does. */
export const KitchenAlarm = () => <UnshownLine stationName={useStationName()} />
