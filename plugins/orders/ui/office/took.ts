import type { OrderView } from "#core/kitchen/order-view.ts"
import type { Language } from "#core/ui/i18n.ts"

/**
 * How long an order took, or takes until now.
 *
 * @param now milliseconds since 1970
 * @returns milliseconds; undefined of one that became part of another: nobody wrote down when
 */
export const tookMs = (
  {
    status,
    placedAt,
    closedAt,
    cancelledAt,
  }: Pick<OrderView, "status" | "placedAt" | "closedAt" | "cancelledAt">,
  now: number,
): number | undefined => {
  const end = status === "open" ? now : Date.parse(closedAt ?? cancelledAt ?? "")
  return Number.isNaN(end) ? undefined : Math.max(0, end - Date.parse(placedAt))
}

/** As people say how long something took: `34 min`, `1 h 12 min`. */
export const tookWords = (ms: number, language: Language): string => {
  const minutes = Math.floor(ms / 60_000)
  const hours = Math.floor(minutes / 60)
  if (minutes < 1) return underAMinute[language]
  if (hours < 1) return `${minutes} min`
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`
}

const underAMinute: Readonly<Record<Language, string>> = {
  en: "under 1 min",
  fr: "moins d’1 min",
}
