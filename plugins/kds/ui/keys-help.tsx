import { Sheet } from "#core/ui/design/sheet.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { kitchenWords } from "./words.ts"
import "./keys-help.css"

/** The legend of the keyboard or bump bar. */
export const KeysHelp = ({ onClose }: { onClose: () => void }) => {
  const words = useWords(kitchenWords)
  return (
    <Sheet title={words.help} onClose={onClose}>
      <dl className="keys-help">
        {Object.values(words.keys).map(([keys, meaning]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  )
}
