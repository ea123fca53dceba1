import { Button } from "#core/ui/design/button.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { type PairWords, pairWords } from "./pair-words.ts"
import type { Ended } from "./pairing.ts"

/** The way in ended here: why, and what can be done. */
export const Refused = ({ why, onAgain }: { why: Ended; onAgain: () => void }) => {
  const words = useWords(pairWords)
  const [text, advice] = sentenceOf(why, words)
  return (
    <section className="box" role="alert">
      <Icon name="close" size={48} />
      <h1>{text}</h1>
      {advice !== undefined && <p>{advice}</p>}
      <Button kind="primary" large icon="retry" onClick={onAgain}>
        {words.again}
      </Button>
    </section>
  )
}

/** @returns what happened, and what to do */
export const sentenceOf = (why: Ended, words: PairWords): readonly [string, string?] =>
  why.kind === "refused" ? (words.refusals[why.code] ?? [why.detail]) : words.over[why.kind]
