import type { Dictionary } from "#core/ui/i18n.ts"
import { isolated } from "#core/ui/isolated.ts"

const en = {
  voided: "This dish was voided.",
  by: (name: string, time: string) => `By ${isolated(name)} at ${time}.`,
  why: (reason: string) => `Why: ${isolated(reason)}`,
  notSaved: "What you changed is not saved:",
}

const fr: VoidedWords = {
  voided: "Ce plat a été annulé.",
  by: (name, time) => `Par ${isolated(name)} à ${time}.`,
  why: (reason) => `Pourquoi : ${isolated(reason)}`,
  notSaved: "Ce que vous avez changé n’est pas enregistré :",
}

type VoidedWords = typeof en

/** What the handheld says of a dish that somebody took back. */
export const voidedWords: Dictionary<VoidedWords> = { en, fr }
