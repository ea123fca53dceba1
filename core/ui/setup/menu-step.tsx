import { FieldGroup, TickField } from "#core/ui/design/field.tsx"
import { useWords } from "#core/ui/i18n.ts"
import type { StepProps } from "./setup-form.tsx"
import { setupWords } from "./setup-words.ts"

/** An example to try things out with, or an empty restaurant. */
export const MenuStep = ({ draft, onDraft }: StepProps) => {
  const words = useWords(setupWords)
  return (
    <FieldGroup label={<span className="only-read">{words.steps.menu}</span>}>
      <TickField
        type="radio"
        name="seed"
        label={words.demo}
        hint={words.demoHint}
        checked={draft.seed === "demo"}
        onChange={() => onDraft({ seed: "demo" })}
      />
      <TickField
        type="radio"
        name="seed"
        label={words.empty}
        hint={words.emptyHint}
        checked={draft.seed === "default"}
        onChange={() => onDraft({ seed: "default" })}
      />
    </FieldGroup>
  )
}
