import type { OrderView } from "#core/kitchen/order-view.ts"
import { type Language, useLanguage } from "#core/ui/i18n.ts"
import { isolated } from "#core/ui/isolated.ts"
import { ordersOfficeWords } from "./orders-office-words.ts"

type Named = Pick<OrderView, "number" | "table" | "type">

/** `#42 · Table 12`, `n° 42 · À emporter` */
export const useOrderName = (): ((order: Named) => string) => {
  const language = useLanguage()
  return (order) => orderName(order, language)
}

const orderName = ({ number, table, type }: Named, language: Language): string => {
  const words = ordersOfficeWords[language]
  const where = table === undefined ? words.type[type] : words.table(isolated(table))
  return `${language === "fr" ? "n° " : "#"}${number} · ${where}`
}
