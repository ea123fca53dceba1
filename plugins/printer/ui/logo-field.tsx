import { useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { TextField } from "#core/ui/design/field.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { logoOf } from "./printer-draft.ts"
import { printerWords } from "./printer-words.ts"

/** The picture on top of each paper. */
export const LogoField = ({
  logo,
  onChange,
  problem,
}: {
  /** PNG, base64; empty: none. */
  logo: string
  onChange: (logo: string) => void
  problem: string | undefined
}) => {
  const words = useWords(printerWords)
  const [wrong, setWrong] = useState(false)
  const read = async (file: File | undefined) => {
    if (file === undefined) return
    const read = await logoOf(file)
    setWrong(read === undefined)
    if (read !== undefined) onChange(read)
  }
  return (
    <div className="stack stack--tight">
      <TextField
        label={words.logo}
        type="file"
        accept="image/png"
        problem={wrong ? words.logoWrong : problem}
        onChange={({ target }) => void read(target.files?.[0])}
      />
      {logo !== "" && (
        <div className="row">
          <img
            className="printers__logo"
            src={`data:image/png;base64,${logo}`}
            alt={words.logoNow}
          />
          <Button icon="close" onClick={() => onChange("")}>
            {words.logoRemove}
          </Button>
        </div>
      )}
    </div>
  )
}
