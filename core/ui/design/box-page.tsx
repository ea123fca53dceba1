import type { ReactNode } from "react"
import { chooseLanguage, languages, ownNames, useLanguage } from "#core/ui/i18n.ts"
import { Button } from "./button.tsx"
import { ButtonRow } from "./button-row.tsx"
import "./box-page.css"

/** A page for somebody who is nobody here yet: the choice of language, and one `box` after the other. */
export const BoxPage = ({ wide = false, children }: { wide?: boolean; children: ReactNode }) => {
  const language = useLanguage()
  return (
    <main className="box-page" data-wide={wide}>
      <ButtonRow label="Language · Langue">
        {languages.map((one) => (
          <Button
            key={one}
            kind="quiet"
            aria-pressed={one === language}
            onClick={() => chooseLanguage(one)}
          >
            {ownNames[one]}
          </Button>
        ))}
      </ButtonRow>
      {children}
    </main>
  )
}
