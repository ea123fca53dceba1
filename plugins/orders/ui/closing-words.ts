import type { Dictionary } from "#core/ui/i18n.ts"
import { isolated } from "#core/ui/isolated.ts"

const en = {
  done: (number: string | undefined, table: string | undefined) =>
    `${table === undefined ? "" : `Table ${isolated(table)} · `}${number === undefined ? "The order" : `#${number}`} is closed`,
  isClosed: "This order is closed.",
  lately: "Closed lately",
  none: "Nothing was closed in the last twelve hours.",
}

const fr: ClosingWords = {
  done: (number, table) =>
    `${table === undefined ? "" : `Table ${isolated(table)} · `}${number === undefined ? "La commande" : `#${number}`} est close`,
  isClosed: "Cette commande est close.",
  lately: "Closes récemment",
  none: "Rien n’a été clos ces douze dernières heures.",
}

type ClosingWords = typeof en

/** What the handheld says of orders that are closed. */
export const closingWords: Dictionary<ClosingWords> = { en, fr }
