import { type FormEvent, useEffect, useRef, useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import { Notice } from "#core/ui/design/notice.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { ApiRefusal } from "#core/ui/session/api.ts"
import { problemAt } from "#core/ui/session/refusal-sentence.ts"
import { forgetDraft, keepDraft, keptDraft } from "./kept-draft.ts"
import { MenuStep } from "./menu-step.tsx"
import { openRestaurant } from "./open-restaurant.ts"
import { PluginsStep } from "./plugins-step.tsx"
import { RestaurantStep } from "./restaurant-step.tsx"
import { type SetupDraft, setupSteps, stepOf } from "./setup-draft.ts"
import { forgetSetupToken } from "./setup-token.ts"
import { setupWords } from "./setup-words.ts"
import { usePluginChoices } from "./use-plugin-choices.ts"
import { useStep } from "./use-step.ts"
import { YouStep } from "./you-step.tsx"

/** What every step shows and changes. */
export interface StepProps {
  readonly draft: SetupDraft
  readonly onDraft: (change: Partial<SetupDraft>) => void
  /** What the hub found wrong, by the path in the body. */
  readonly problemAt: (path: string) => string | undefined
}

export const SetupForm = ({ token, onWrongToken }: { token: string; onWrongToken: () => void }) => {
  const words = useWords(setupWords)
  const plugins = usePluginChoices()
  const [draft, setDraft] = useState<SetupDraft>(keptDraft)
  const [restored] = useState(draft.fullName !== "")
  useEffect(() => keepDraft(draft), [draft])
  const { step, go } = useStep(draft)
  const [failure, setFailure] = useState<Error>()
  const [opening, setOpening] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  const at = setupSteps.indexOf(step)
  const next = setupSteps[at + 1]
  const chosen = plugins.choices
  useEffect(() => {
    if (chosen === undefined) return
    const recommended = chosen.filter((one) => one.recommended).map(({ key }) => key)
    setDraft((now) => (now.plugins.size > 0 ? now : { ...now, plugins: new Set(recommended) }))
  }, [chosen])

  const shown = useRef(step)
  useEffect(() => {
    if (shown.current === step) return
    shown.current = step
    scrollTo(0, 0)
    heading.current?.focus()
  }, [step])
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (next !== undefined) return go(next)
    setOpening(true)
    setFailure(undefined)
    try {
      await openRestaurant(token, draft)
      forgetSetupToken()
      forgetDraft()
      location.assign("/admin")
    } catch (reason) {
      setOpening(false)
      setFailure(reason as Error)
      if (!(reason instanceof ApiRefusal)) return
      if (reason.code === "SETUP_TOKEN_INVALID") {
        forgetSetupToken()
        onWrongToken()
      }
      const [first] = reason.issues
      if (first !== undefined) go(stepOf(first.path))
    }
  }
  const props: StepProps = {
    draft,
    onDraft: (change) => {
      setDraft((now) => ({ ...now, ...change }))
      // What the hub found wrong was about what stood there before.
      setFailure(undefined)
    },
    problemAt: (path) => problemAt(failure, path),
  }

  return (
    <form className="box setup__form" onSubmit={submit}>
      <header>
        <p className="setup__lead">{at === 0 ? words.lead : draft.name}</p>
        <h1>{words.title}</h1>
      </header>
      <div className="setup__progress">
        <span>{words.progress(at + 1, setupSteps.length)}</span>
        <progress
          value={at + 1}
          max={setupSteps.length}
          aria-label={words.progress(at + 1, setupSteps.length)}
        />
      </div>
      <h2 tabIndex={-1} ref={heading}>
        {words.steps[step]}
      </h2>
      <Failure failure={failure} />
      {step === "restaurant" && <RestaurantStep {...props} />}
      {step === "you" && restored && <Notice icon="lock">{words.passwordAgain}</Notice>}
      {step === "you" && <YouStep {...props} />}
      {step === "plugins" && <PluginsStep {...props} plugins={plugins} />}
      {step === "menu" && <MenuStep {...props} />}
      {opening && (
        <Notice live icon="clock">
          {words.openingHint}
        </Notice>
      )}
      <footer className="setup__foot">
        {at > 0 && (
          <Button large disabled={opening} onClick={() => go(setupSteps[at - 1] ?? "restaurant")}>
            {words.back}
          </Button>
        )}
        <Button kind="primary" type="submit" large disabled={opening}>
          {next !== undefined ? words.next : opening ? words.opening : words.open}
        </Button>
      </footer>
    </form>
  )
}
