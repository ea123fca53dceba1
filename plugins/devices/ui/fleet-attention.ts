import type { Attention } from "#core/ui/admin/overview/attention.ts"
import type { Language } from "#core/ui/i18n.ts"
import { faultSentence } from "./fault-sentence.ts"
import {
  type DrivenPrinter,
  type Fault,
  type FleetDevice,
  faultsFirst,
  isAwaited,
} from "./fleet-device.ts"
import { fleetWords } from "./fleet-words.ts"

/** What of the fleet needs somebody: each device that has a fault, and how many were never here. */
export const fleetAttention = (
  devices: ReadonlyArray<FleetDevice>,
  printers: ReadonlyMap<string, DrivenPrinter>,
  language: Language,
): ReadonlyArray<Attention> => {
  const words = fleetWords[language]
  const nameOf = ({ name }: FleetDevice) => name ?? words.unnamed
  const wrong = faultsFirst(devices, nameOf).flatMap((device) => {
    const [fault, ...others] = device.faults
    if (fault === undefined) return []
    const printer = printers.get(device.deviceId)
    const sentence = (one: Fault) => faultSentence(one, nameOf(device), printer, language)
    const { what, todo } = sentence(fault)
    const papers = others.filter(({ code }) => code.startsWith("JOBS_"))
    return [
      {
        tone: toneOf(device, fault, printer),
        title: what,
        advice: [todo, ...papers.map((one) => sentence(one).what)].join(" "),
        href: `/admin/devices?device=${encodeURIComponent(device.deviceId)}`,
      },
    ]
  })
  const bad = wrong.filter(({ tone }) => tone === "bad")
  const shown = [...bad, ...wrong.filter(({ tone }) => tone !== "bad")].slice(0, mostShown)
  const more = wrong.length - shown.length
  const awaited = devices.filter(isAwaited).length
  const fleet = (title: string, advice: string): Attention => ({
    tone: "warn",
    title,
    advice,
    href: "/admin/devices",
  })
  return [
    ...shown,
    ...(more === 0 ? [] : [fleet(words.moreWrong(more), words.moreWrongAdvice)]),
    ...(awaited === 0 ? [] : [fleet(words.awaited(awaited), words.awaitedAdvice)]),
  ]
}

/** What keeps food from being cooked is worse than what is only late or odd; handhelds go home with waiters. */
const toneOf = (
  { kind }: FleetDevice,
  { code }: Fault,
  printer: DrivenPrinter | undefined,
): "bad" | "warn" => {
  if (printer?.standIn !== undefined) return "warn"
  if (code === "DEVICE_OFFLINE") return kind === "handheld" ? "warn" : "bad"
  return /^(?:PRINTER|JOBS)_/.test(code) && code !== "PRINTER_PAPER_LOW" ? "bad" : "warn"
}

/** A restaurant without power has one thing wrong, not thirty. */
const mostShown = 6
