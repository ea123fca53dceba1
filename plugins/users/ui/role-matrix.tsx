import { useOperations } from "#core/ui/admin/plugins/operations.tsx"
import { TickField } from "#core/ui/design/field.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { useMay } from "#core/ui/session/me.tsx"
import { groupsOf, type Permission, type PermissionGroup, wildcardOf } from "./permission-groups.ts"
import { roleWords } from "./role-words.ts"

/** Permissions by plugin. Nobody gives what they do not have: such a tick cannot be touched, and says why. */
export const RoleMatrix = ({
  catalogue,
  granted,
  onGranted,
}: {
  catalogue: ReadonlyArray<Permission>
  granted: ReadonlySet<string>
  onGranted: (granted: ReadonlySet<string>) => void
}) => (
  <div className="stack">
    {groupsOf(catalogue).map((group) => (
      <Group key={group.plugin} group={group} granted={granted} onGranted={onGranted} />
    ))}
  </div>
)

const Group = ({
  group,
  granted,
  onGranted,
}: {
  group: PermissionGroup
  granted: ReadonlySet<string>
  onGranted: (granted: ReadonlySet<string>) => void
}) => {
  const words = useWords(roleWords)
  const may = useMay()
  const { plugin, permissions } = group
  const { nameOf } = useOperations()
  const title = plugin === "core" ? words.core : nameOf(plugin)
  const everything = wildcardOf(plugin)
  const whole = granted.has(everything)
  const set = (code: string, on: boolean) => {
    const next = new Set(granted)
    if (on) next.add(code)
    else next.delete(code)
    onGranted(next)
  }
  const hasAll = permissions.every(({ code }) => may(code))
  return (
    <fieldset className="field-group matrix__group">
      <legend className="field__label">{title}</legend>
      <TickField
        label={words.all}
        hint={hasAll ? words.allHint : words.notYours}
        checked={whole}
        disabled={!hasAll}
        onChange={({ target }) => set(everything, target.checked)}
      />
      {!whole && (
        <div className="matrix__codes">
          {permissions.map(({ code, label }) => {
            const mine = may(code)
            return (
              <TickField
                key={code}
                label={label}
                hint={mine ? <code className="code">{code}</code> : words.notYours}
                checked={granted.has(code)}
                disabled={!mine}
                onChange={({ target }) => set(code, target.checked)}
              />
            )
          })}
        </div>
      )}
    </fieldset>
  )
}
