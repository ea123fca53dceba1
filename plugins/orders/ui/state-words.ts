import type { Dictionary } from "#core/ui/i18n.ts"
import type { Progress } from "./line-progress.ts"
import type { TableStateName } from "./table-state.ts"

/** How far a dish is, in a word. */
export const progressWords = {
  en: {
    queued: "Queued",
    heard: "Heard",
    shown: "Shown",
    started: "Cooking",
    ready: "Ready",
    served: "Served",
    draft: "Not sent",
    held: "Held",
    voided: "Void",
  },
  fr: {
    queued: "En file",
    heard: "Reçu",
    shown: "Affiché",
    started: "En cours",
    ready: "Prêt",
    served: "Servi",
    draft: "Pas envoyé",
    held: "En attente",
    voided: "Annulé",
  },
} satisfies Dictionary<Record<Progress, string>>

/** How a table stands, in a word. */
export const tableStateWords = {
  en: {
    ready: "Ready",
    late: "Too long",
    queued: "Queued",
    ordered: "Ordered",
    held: "Held",
    served: "Served",
    seated: "Seated",
    free: "Free",
  },
  fr: {
    ready: "Prêt",
    late: "Trop long",
    queued: "En file",
    ordered: "En cuisine",
    held: "En attente",
    served: "Servi",
    seated: "Installée",
    free: "Libre",
  },
} satisfies Dictionary<Record<TableStateName, string>>
