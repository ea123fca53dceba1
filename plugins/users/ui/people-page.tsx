import { useState } from "react"
import type { Account } from "#core/security/accounts.ts"
import type { Role } from "#core/security/roles.ts"
import { useOfficeQuery } from "#core/ui/admin/office-route.tsx"
import type { ListPage } from "#core/ui/admin/tenant-path.ts"
import { useClock } from "#core/ui/admin/use-clock.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Chip } from "#core/ui/design/chip.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import { TextField } from "#core/ui/design/field.tsx"
import { useLanguage, useWords } from "#core/ui/i18n.ts"
import { useMay } from "#core/ui/session/me.tsx"
import { useAsked } from "#core/ui/session/use-asked.ts"
import { peopleWords } from "./people-words.ts"
import { PersonSheet } from "./person-sheet.tsx"
import { roleNameAt } from "./role-name.ts"
import "#core/ui/admin/blocks.css"
import "./people.css"

/** Everybody who may sign in to this restaurant. */
const PeoplePage = () => {
  const words = useWords(peopleWords)
  const may = useMay()
  const people = useAsked<ListPage<Account>>("/plugins/users/users?size=200")
  const roles = useAsked<ListPage<Role>>("/plugins/users/roles?size=200")
  const [search, setSearch] = useOfficeQuery("search")
  const [open, setOpen] = useState<Account | "new">()
  const manages = may("users.manage")
  const wanted = search.trim().toLowerCase()
  const found = (people.value?.items ?? []).filter(({ fullName, username, role }) =>
    `${fullName} ${username} ${role}`.toLowerCase().includes(wanted),
  )
  return (
    <>
      <p className="office__lead">{words.lead}</p>
      <Failure failure={people.problem ?? roles.problem} onRetry={people.again} />
      <div className="row row--end">
        <TextField
          label={words.search}
          type="search"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        {manages && (
          <Button kind="primary" icon="add" onClick={() => setOpen("new")}>
            {words.add}
          </Button>
        )}
      </div>
      {!manages && <p className="quiet">{words.mayNot}</p>}
      {people.value !== undefined && found.length === 0 && <p role="status">{words.none}</p>}
      <ul className="people">
        {found.map((account) => (
          <li key={account.id} className="person">
            <Person account={account} roles={roles.value?.items ?? []} />
            {manages && (
              <Button
                icon="more"
                aria-label={words.edit(account.fullName)}
                onClick={() => setOpen(account)}
              />
            )}
          </li>
        ))}
      </ul>
      {open !== undefined && (
        <PersonSheet
          account={open === "new" ? undefined : open}
          roles={roles.value?.items ?? []}
          onClose={() => setOpen(undefined)}
          onDone={() => {
            setOpen(undefined)
            people.again()
          }}
        />
      )}
    </>
  )
}

export default PeoplePage

const Person = ({ account, roles }: { account: Account; roles: ReadonlyArray<Role> }) => {
  const words = useWords(peopleWords)
  const language = useLanguage()
  const clock = useClock()
  const { fullName, username, role, disabled, hasPin, lastLoginAt } = account
  return (
    <div className="person__text">
      <span className="row">
        <strong dir="auto">{fullName}</strong>
        <span className="quiet">{username}</span>
        <Chip icon="key">{roleNameAt(role, roles, language)}</Chip>
        {disabled && (
          <Chip tone="warn" icon="pause">
            {words.disabled}
          </Chip>
        )}
      </span>
      <span className="quiet small">
        {lastLoginAt === null ? words.never : words.lastSeen(clock.full(lastLoginAt))}
        {" · "}
        {hasPin ? words.pin : words.noPin}
        {account.instanceAdmin && ` · ${words.owner}`}
      </span>
    </div>
  )
}
