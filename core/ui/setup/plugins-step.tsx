import { Failure } from "#core/ui/design/failure.tsx"
import { TickField } from "#core/ui/design/field.tsx"
import { useWords } from "#core/ui/i18n.ts"
import type { StepProps } from "./setup-form.tsx"
import { setupWords } from "./setup-words.ts"
import { type PluginChoices, whoNeeds } from "./use-plugin-choices.ts"

/** Ticks, and next to each what it brings along or why it cannot be left out. */
export const PluginsStep = ({
  draft,
  onDraft,
  plugins: { choices, failure },
}: StepProps & { readonly plugins: PluginChoices }) => {
  const words = useWords(setupWords)
  if (choices === undefined) return <Failure failure={failure} />
  const nameOf = (key: string) => choices.find((one) => one.key === key)?.name ?? key
  const set = (key: string, on: boolean) => {
    const plugins = new Set(draft.plugins)
    if (on) plugins.add(key)
    else plugins.delete(key)
    onDraft({ plugins })
  }
  return (
    <>
      <p>{words.pluginsHint}</p>
      <ul className="setup__plugins">
        {choices.map((choice) => {
          const needing = whoNeeds(choice.key, draft.plugins, choices)
          const comesAlong = needing.length > 0
          return (
            <li key={choice.key}>
              <TickField
                label={choice.name}
                checked={comesAlong || draft.plugins.has(choice.key)}
                disabled={comesAlong}
                onChange={(event) => set(choice.key, event.target.checked)}
                hint={
                  <>
                    {choice.description}
                    {choice.requires.length > 0 && (
                      <em>{words.needs(choice.requires.map(nameOf).join(", "))}</em>
                    )}
                    {comesAlong && (
                      <em>{words.comesAlong(needing.map(({ name }) => name).join(", "))}</em>
                    )}
                  </>
                }
              />
            </li>
          )
        })}
      </ul>
    </>
  )
}
