import { UnshownAlarm } from "#core/ui/shell/unshown-alarm.tsx"
import { useStationName } from "./card-context.tsx"

/** What the waiter must tell the cooks, because no screen does. */
export const KitchenAlarm = () => <UnshownAlarm stationName={useStationName()} />
