import { useMemo } from "react"
import type { Attention } from "#core/ui/admin/overview/attention.ts"
import { type TellAttention, useTellAttention } from "#core/ui/admin/overview/told-attention.ts"
import { useView } from "#core/ui/hub/use-view.ts"
import { useWords } from "#core/ui/i18n.ts"

/** A row of the view `alarms`; those of printers are told by their devices. */
interface Alarm {
  readonly kind: "notShown" | "printer"
  readonly number: string
  readonly table?: string
  readonly since: string
}

/** Tells the back office's first page of tickets that no cook sees. */
const UnshownAttentionSlot = ({ onAttention }: { onAttention: TellAttention }) => {
  const words = useWords(dictionary)
  const { items, known } = useView<Alarm>("alarms")
  const found = useMemo((): ReadonlyArray<Attention> | undefined => {
    if (!known) return undefined
    const [oldest, ...others] = [...items.values()]
      .filter(({ kind }) => kind === "notShown")
      .sort((one, other) => one.since.localeCompare(other.since))
    if (oldest === undefined) return []
    return [
      {
        tone: "lost",
        title: words.title(others.length + 1),
        advice: words.advice(oldest),
        href: "/kds",
      },
    ]
  }, [items, known, words])
  useTellAttention(onAttention, "kds", found)
  return null
}

export default UnshownAttentionSlot

const dictionary = {
  en: {
    title: (n: number) => (n === 1 ? "No cook sees 1 ticket" : `No cook sees ${n} tickets`),
    advice: ({ number, table }: Alarm) =>
      `No. ${number}${table === undefined ? "" : ` (table ${table})`} waits longest. Tell the cooks, and look at their screen or printer.`,
  },
  fr: {
    title: (n: number) =>
      n === 1
        ? "1 bon n’est vu par personne en cuisine"
        : `${n} bons ne sont vus par personne en cuisine`,
    advice: ({ number, table }: Alarm) =>
      `Le n° ${number}${table === undefined ? "" : ` (table ${table})`} attend depuis le plus longtemps. Prévenez la cuisine, et regardez son écran ou son imprimante.`,
  },
}
