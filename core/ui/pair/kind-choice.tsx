import { useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { TextField } from "#core/ui/design/field.tsx"
import { Icon, type IconName } from "#core/ui/design/icon.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { pairWords } from "./pair-words.ts"
import { type Ask, type PairKind, pairKinds } from "./pairing.ts"

/** Somebody in a kitchen says what this thing on the wall is. */
export const KindChoice = ({
  onChoose,
  onClaim,
}: {
  onChoose: (ask: Ask) => void
  onClaim: () => void
}) => {
  const words = useWords(pairWords)
  const [name, setName] = useState("")
  return (
    <section className="box">
      <h1>{words.title}</h1>
      <p className="pair__lead">{words.lead}</p>
      <TextField
        label={words.name}
        hint={words.nameHint}
        value={name}
        maxLength={120}
        dir="auto"
        autoComplete="off"
        onChange={({ target }) => setName(target.value)}
      />
      <ul className="pair__kinds">
        {pairKinds.map((kind) => {
          const [title, hint] = words.kinds[kind]
          return (
            <li key={kind}>
              <button type="button" onClick={() => onChoose({ kind, name: name.trim() })}>
                <Icon name={icons[kind]} size={36} />
                <span>
                  <b>{title}</b>
                  {hint}
                </span>
              </button>
            </li>
          )
        })}
      </ul>
      <Button icon="key" onClick={onClaim}>
        {words.haveCode}
      </Button>
    </section>
  )
}

const icons: Readonly<Record<PairKind, IconName>> = {
  kds: "flame",
  handheld: "phone",
  board: "screen",
}
