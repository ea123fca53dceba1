import { type FormEvent, useState } from "react"
import type { Role } from "#core/security/roles.ts"
import { SaveRow } from "#core/ui/admin/save-row.tsx"
import { useDeed } from "#core/ui/admin/use-deed.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import { TextField } from "#core/ui/design/field.tsx"
import { Form } from "#core/ui/design/form.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { useLanguage, useWords } from "#core/ui/i18n.ts"
import { roleName } from "#core/ui/role-name.ts"
import { problemAt } from "#core/ui/session/refusal-sentence.ts"
import { inertOf, type Permission } from "./permission-groups.ts"
import { RoleMatrix } from "./role-matrix.tsx"
import { roleWords } from "./role-words.ts"

/** One role: its name and what it may do. */
export const RoleSheet = ({
  role,
  catalogue,
  onClose,
  onDone,
}: {
  role: Role | undefined
  catalogue: ReadonlyArray<Permission>
  onClose: () => void
  onDone: () => void
}) => {
  const words = useWords(roleWords)
  const language = useLanguage()
  const [granted, setGranted] = useState<ReadonlySet<string>>(() => new Set(role?.permissions))
  const { run, busy, failure } = useDeed(onDone)
  const inert = inertOf(granted, catalogue)

  const save = (event: FormEvent<HTMLFormElement>) => {
    const fields = new FormData(event.currentTarget)
    const name = String(fields.get("name")).trim()
    const permissions = [...granted]
    if (role === undefined)
      return run("POST", "/plugins/users/roles", { key: fields.get("key"), name, permissions })
    return run("PATCH", `/plugins/users/roles/${role.key}`, { name, permissions })
  }

  return (
    <Sheet
      wide
      title={role === undefined ? words.addTitle : roleName(role, language)}
      onClose={onClose}
    >
      <Form onSubmit={save}>
        <div className="row row--end">
          <TextField
            label={words.name}
            name="name"
            required
            maxLength={120}
            dir="auto"
            defaultValue={role?.name ?? ""}
            problem={problemAt(failure, "name")}
          />
          {role === undefined && (
            <TextField
              label={words.key}
              hint={words.keyHint}
              name="key"
              required
              pattern="[a-z][a-z0-9_]{1,39}"
              autoCapitalize="none"
              spellCheck={false}
              problem={problemAt(failure, "key")}
            />
          )}
        </div>
        <RoleMatrix catalogue={catalogue} granted={granted} onGranted={setGranted} />
        {inert.length > 0 && (
          <p className="quiet small">
            + {words.count(inert.length)} {words.inert}
          </p>
        )}
        <Failure failure={failure} />
        <div className="row row--apart">
          <SaveRow words={words} busy={busy} onCancel={onClose} />
          {role?.builtIn === false && (
            <Button
              kind="danger"
              disabled={busy}
              onClick={() => run("DELETE", `/plugins/users/roles/${role.key}`)}
            >
              {words.remove}
            </Button>
          )}
        </div>
      </Form>
    </Sheet>
  )
}
