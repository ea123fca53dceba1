import { OfficeLink } from "#core/ui/admin/office-route.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { useWords } from "#core/ui/i18n.ts"
import type { Attention } from "./attention.ts"
import { overviewWords } from "./overview-words.ts"

/** Each with the way to where it is mended. */
export const AttentionList = ({ items }: { items: ReadonlyArray<Attention> }) => {
  const words = useWords(overviewWords)
  return (
    <section className="stack" aria-label={words.attention}>
      <h2>{words.attention}</h2>
      <ul className="stack stack--tight">
        {items.map((item) => {
          // The screens of the restaurant are pages of their own.
          const To = item.href.startsWith("/admin") ? OfficeLink : "a"
          return (
            <li key={item.href + item.title}>
              <To className={`attention attention--${item.tone}`} href={item.href}>
                <Icon name={item.tone === "news" ? "bolt" : "alert"} />
                <span className="attention__text">
                  <strong>{item.title}</strong>
                  <span>{item.advice}</span>
                </span>
                <Icon name="next" />
              </To>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
