import { Icon } from "#core/ui/design/icon.tsx"
import { nameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import { handheldWords } from "./handheld-words.ts"
import type { ShownLine } from "./shown-order.ts"
import "./modifier-list.css"

type Modifier = Pick<ShownLine["modifiers"][number], "name" | "kind" | "quantity"> &
  Partial<Pick<ShownLine["modifiers"][number], "names" | "optionId">>

/** What is special about a dish; an allergy stands apart from everything else. */
export const ModifierList = ({
  modifiers,
  note,
}: {
  modifiers: ReadonlyArray<Modifier>
  note: string | undefined
}) => {
  const words = useWords(handheldWords)
  const language = useLanguage()
  if (modifiers.length === 0 && note === undefined) return null
  return (
    <span className="modifiers">
      {modifiers.map((modifier) => (
        <span
          key={modifier.optionId ?? modifier.name}
          className={`modifier modifier--${modifier.kind}`}
          dir="auto"
        >
          {modifier.kind === "remove" && !saysSo(modifier.name) && <b>{words.without} </b>}
          {modifier.kind === "allergen" && (
            <>
              <Icon name="alert" size={14} />
              <b>{words.allergy} </b>
            </>
          )}
          {modifier.kind === "add" && <b aria-hidden="true">+ </b>}
          {modifier.quantity > 1 && `${modifier.quantity} × `}
          {nameIn(language, modifier)}
        </span>
      ))}
      {note !== undefined && (
        <span className="modifier modifier--free" dir="auto">
          “{note}”
        </span>
      )}
    </span>
  )
}

/** Many menus write "No onion" themselves. */
const saysSo = (name: string): boolean => /^(no|without|sans|pas de)\s/i.test(name)
