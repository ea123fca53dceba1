import { createContext, useContext } from "react"
import { nameIn, useLanguage } from "#core/ui/i18n.ts"
import { cardOf, type MenuCard } from "#core/ui/menu-card.ts"
import { money } from "#core/ui/money.ts"

export const CardContext = createContext<MenuCard>(cardOf(new Map(), "en"))

export const useCard = (): MenuCard => useContext(CardContext)

/** @returns an amount in minor units as text */
export const useMoney = (): ((amount: number) => string) => {
  const { currency } = useCard()
  const language = useLanguage()
  return (amount) => money(amount, currency, language)
}

export const useStationName = (): ((key: string) => string) => {
  const card = useCard()
  const language = useLanguage()
  return (key) => {
    const station = card.stations.get(key)
    return station === undefined ? key : nameIn(language, station)
  }
}
