import { useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import { Form } from "#core/ui/design/form.tsx"
import { Notice } from "#core/ui/design/notice.tsx"
import { useUnsaved } from "#core/ui/design/unsaved.ts"
import { useWords } from "#core/ui/i18n.ts"
import { ApiRefusal } from "#core/ui/session/api.ts"
import { useMay } from "#core/ui/session/me.tsx"
import { problemAt } from "#core/ui/session/refusal-sentence.ts"
import { useApi } from "#core/ui/session/use-api.ts"
import { HoursPart } from "./hours-part.tsx"
import { IdentityPart } from "./identity-part.tsx"
import { NumbersPart } from "./numbers-part.tsx"
import { draftOf, type RestaurantDraft, type StoredRestaurant } from "./restaurant-draft.ts"
import { restaurantWords } from "./restaurant-words.ts"
import { TaxesPart } from "./taxes-part.tsx"

/** Saved as a whole: what somebody else changed meanwhile is never overwritten unseen. */
export const RestaurantForm = ({
  stored,
  onReload,
}: {
  stored: StoredRestaurant
  onReload: () => void
}) => {
  const words = useWords(restaurantWords)
  const api = useApi()
  const may = useMay()
  const [base, setBase] = useState(stored)
  const [draft, setDraft] = useState<RestaurantDraft>(draftOf(stored))
  const [failure, setFailure] = useState<Error>()
  const [phase, setPhase] = useState<"still" | "saving" | "saved">("still")
  const changed = JSON.stringify(draft) !== JSON.stringify(draftOf(base))
  useUnsaved(() => changed)
  const readOnly = !may("config.write")

  const save = async () => {
    setPhase("saving")
    setFailure(undefined)
    try {
      const options = { ifMatch: base.rev }
      const path = "/plugins/config/restaurant"
      const next = await api.send<StoredRestaurant>("PUT", path, draft, options)
      setBase(next)
      setDraft(draftOf(next))
      setPhase("saved")
    } catch (reason) {
      setFailure(reason as Error)
      setPhase("still")
    }
  }
  const props = {
    draft,
    onDraft: (change: Partial<RestaurantDraft>) => {
      setDraft((now) => ({ ...now, ...change }))
      setPhase("still")
    },
    problemAt: (path: string) => problemAt(failure, path),
  }
  const outdated = failure instanceof ApiRefusal && failure.code === "REVISION_CONFLICT"
  return (
    <Form onSubmit={save} noValidate>
      {readOnly && <p className="quiet">{words.mayNot}</p>}
      <fieldset className="stack restaurant__all" disabled={readOnly}>
        <IdentityPart {...props} slug={base.slug} />
        <HoursPart {...props} />
        <TaxesPart {...props} />
        <NumbersPart {...props} />
      </fieldset>
      <Failure failure={failure} />
      {outdated && <Button onClick={onReload}>{words.reload}</Button>}
      {phase === "saved" && (
        <Notice tone="ok" live>
          {words.saved}
        </Notice>
      )}
      {changed && (
        <div className="row restaurant__save">
          <Button kind="primary" type="submit" disabled={phase === "saving"}>
            {phase === "saving" ? words.saving : words.save}
          </Button>
          <span className="quiet">{words.unsaved}</span>
        </div>
      )}
    </Form>
  )
}
