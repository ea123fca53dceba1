import { useState } from "react"
import type { Role } from "#core/security/roles.ts"
import { type ListPage, useTenantPath } from "#core/ui/admin/tenant-path.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { useLanguage, useWords } from "#core/ui/i18n.ts"
import { roleName } from "#core/ui/role-name.ts"
import { useMay } from "#core/ui/session/me.tsx"
import { useAsked } from "#core/ui/session/use-asked.ts"
import type { Permission } from "./permission-groups.ts"
import { RoleSheet } from "./role-sheet.tsx"
import { type RoleWords, roleWords } from "./role-words.ts"
import "#core/ui/admin/blocks.css"
import "./people.css"

/** What the roles of this restaurant may do. */
const RolesPage = () => {
  const words = useWords(roleWords)
  const language = useLanguage()
  const may = useMay()
  const tenant = useTenantPath()
  const roles = useAsked<ListPage<Role>>("/plugins/users/roles?size=200")
  const catalogue = useAsked<{ readonly items: ReadonlyArray<Permission> }>(
    `${tenant}/permissions?size=200`,
  )
  const [open, setOpen] = useState<Role | "new">()
  const manages = may("users.manage")
  return (
    <>
      <p className="office__lead">{words.lead}</p>
      <Failure
        failure={roles.problem ?? catalogue.problem}
        onRetry={() => {
          roles.again()
          catalogue.again()
        }}
      />
      {manages ? (
        <Button kind="primary" icon="add" className="roles__add" onClick={() => setOpen("new")}>
          {words.add}
        </Button>
      ) : (
        <p className="quiet">{words.mayNot}</p>
      )}
      <ul className="people">
        {roles.value?.items.map((role) => (
          <li key={role.key} className="person">
            <div className="person__text">
              <span className="row">
                <Icon name="key" />
                <strong dir="auto">{roleName(role, language)}</strong>
                <span className="quiet">{role.key}</span>
              </span>
              <span className="quiet small">
                {summaryOf(role, words)}
                {role.builtIn && ` · ${words.builtIn}`}
              </span>
            </div>
            {manages && role.key !== "owner" && (
              <Button
                icon="more"
                aria-label={words.edit(roleName(role, language))}
                onClick={() => setOpen(role)}
              />
            )}
          </li>
        ))}
      </ul>
      {open !== undefined && catalogue.value !== undefined && (
        <RoleSheet
          role={open === "new" ? undefined : open}
          catalogue={catalogue.value.items}
          onClose={() => setOpen(undefined)}
          onDone={() => {
            setOpen(undefined)
            roles.again()
          }}
        />
      )}
    </>
  )
}

export default RolesPage

const summaryOf = ({ permissions }: Role, words: RoleWords): string => {
  if (permissions.includes("*")) return words.everything
  return permissions.length === 0 ? words.nothing : words.count(permissions.length)
}
