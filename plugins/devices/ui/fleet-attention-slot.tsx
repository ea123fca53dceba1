import { useMemo } from "react"
import { type TellAttention, useTellAttention } from "#core/ui/admin/overview/told-attention.ts"
import { useLanguage } from "#core/ui/i18n.ts"
import { fleetAttention } from "./fleet-attention.ts"
import { useDrivenPrinters, useFleet } from "./use-fleet.ts"

/** Tells the back office's first page which devices need somebody. */
const FleetAttentionSlot = ({ onAttention }: { onAttention: TellAttention }) => {
  const language = useLanguage()
  const { devices } = useFleet()
  const printers = useDrivenPrinters()
  const found = useMemo(
    () => devices && fleetAttention(devices, printers, language),
    [devices, printers, language],
  )
  useTellAttention(onAttention, "devices", found)
  return null
}

export default FleetAttentionSlot
