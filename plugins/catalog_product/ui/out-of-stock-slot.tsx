import { useMemo, useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { Chip } from "#core/ui/design/chip.tsx"
import { useView } from "#core/ui/hub/use-view.ts"
import { useLanguage, useWords } from "#core/ui/i18n.ts"
import { cardOf, type MenuItem } from "#core/ui/menu-card.ts"
import { StockSheet } from "./stock-sheet.tsx"
import { stockWords } from "./stock-words.ts"
import "./out-of-stock.css"

/** In the bar of a kitchen screen and beside the handheld's menu: how many dishes are out of stock, and the way to say it. */
const OutOfStockSlot = ({ stations }: { stations?: ReadonlyArray<string> }) => {
  const words = useWords(stockWords)
  const language = useLanguage()
  const { items } = useView<MenuItem>("menu")
  const card = useMemo(() => cardOf(items, language), [items, language])
  const out = [...card.products.values()].filter(({ available }) => !available).length
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button
        kind="quiet"
        className="out-of-stock"
        aria-label={words.button(out)}
        onClick={() => setOpen(true)}
      >
        <span aria-hidden="true">{words.short}</span>
        {out > 0 && <Chip tone="warn">{out}</Chip>}
      </Button>
      {open && <StockSheet card={card} stations={stations ?? []} onClose={() => setOpen(false)} />}
    </>
  )
}

export default OutOfStockSlot
