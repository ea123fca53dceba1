import type { AskedKind } from "#core/plugins/lifecycle/operation.ts"
import { FieldGroup, TextField, TickField } from "#core/ui/design/field.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { useMe } from "#core/ui/session/me.tsx"
import type { ChangeChoice } from "./change-body.ts"
import { changeWords } from "./change-words.ts"

/** What has to be decided before this kind of change; nothing for most. */
export const ChangeOptions = ({
  kind,
  choice,
  onChoice,
}: {
  kind: AskedKind
  choice: ChangeChoice
  onChoice: (choice: ChangeChoice) => void
}) => {
  const words = useWords(changeWords)
  const me = useMe()
  const slug = me.memberships.find(({ tenantId }) => tenantId === me.tenantId)?.slug ?? ""
  const set = (change: Partial<ChangeChoice>) => onChoice({ ...choice, ...change })
  if (kind === "install")
    return (
      <>
        <FieldGroup label={words.firstEntries}>
          {(["default", "demo", "none"] as const).map((seed) => (
            <TickField
              key={seed}
              type="radio"
              name="seed"
              label={words.seed[seed]}
              checked={choice.seed === seed}
              onChange={() => set({ seed })}
            />
          ))}
        </FieldGroup>
        <TickField
          label={words.enableToo}
          checked={choice.enable}
          onChange={(event) => set({ enable: event.target.checked })}
        />
      </>
    )
  if (kind === "enable")
    return (
      <FieldGroup label={words.missed}>
        <TickField
          type="radio"
          name="events"
          label={words.catchUp}
          hint={words.catchUpHint}
          checked={choice.events === "catchUp"}
          onChange={() => set({ events: "catchUp" })}
        />
        <TickField
          type="radio"
          name="events"
          label={words.skip}
          hint={words.skipHint}
          checked={choice.events === "skip"}
          onChange={() => set({ events: "skip" })}
        />
      </FieldGroup>
    )
  if (kind !== "uninstall") return null
  return (
    <>
      <FieldGroup label={words.data}>
        <TickField
          type="radio"
          name="data"
          label={words.keep}
          hint={words.keepHint}
          checked={choice.data === "keep"}
          onChange={() => set({ data: "keep" })}
        />
        <TickField
          type="radio"
          name="data"
          label={words.purge}
          hint={words.purgeHint}
          checked={choice.data === "purge"}
          onChange={() => set({ data: "purge" })}
        />
      </FieldGroup>
      {choice.data === "purge" && (
        <TextField
          label={words.confirm(slug)}
          hint={words.confirmHint}
          value={choice.confirm}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => set({ confirm: event.target.value })}
        />
      )}
    </>
  )
}
