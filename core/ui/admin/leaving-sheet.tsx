import { Button } from "#core/ui/design/button.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { leave, stay, useIsLeaving } from "./leaving.ts"

/** Asks whoever goes to another section while something is not saved. */
export const LeavingSheet = () => {
  const words = useWords(dictionary)
  if (!useIsLeaving()) return null
  return (
    <Sheet title={words.title} onClose={stay}>
      <div className="stack">
        <p>{words.hint}</p>
        <div className="row">
          <Button kind="primary" data-first onClick={stay}>
            {words.stay}
          </Button>
          <Button kind="danger" onClick={leave}>
            {words.leave}
          </Button>
        </div>
      </div>
    </Sheet>
  )
}

const dictionary = {
  en: {
    title: "Leave without saving?",
    hint: "What you changed on this page would be lost.",
    stay: "Stay here",
    leave: "Leave without saving",
  },
  fr: {
    title: "Quitter sans enregistrer ?",
    hint: "Ce que vous avez modifié sur cette page serait perdu.",
    stay: "Rester ici",
    leave: "Quitter sans enregistrer",
  },
}
