import type { FormEvent } from "react"
import type { Account, AccountChange } from "#core/security/accounts.ts"
import type { Role } from "#core/security/roles.ts"
import { Removal } from "#core/ui/admin/removal.tsx"
import { SaveRow } from "#core/ui/admin/save-row.tsx"
import { useDeed } from "#core/ui/admin/use-deed.ts"
import { Failure } from "#core/ui/design/failure.tsx"
import { ChoiceField, TextField, TickField } from "#core/ui/design/field.tsx"
import { Form } from "#core/ui/design/form.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { useLanguage, useWords } from "#core/ui/i18n.ts"
import { roleName } from "#core/ui/role-name.ts"
import { ApiRefusal } from "#core/ui/session/api.ts"
import { besideFields, problemAt, sentenceOf } from "#core/ui/session/refusal-sentence.ts"
import { peopleWords } from "./people-words.ts"

/** One person: new, or to be changed. A field that is left alone is not sent. */
export const PersonSheet = ({
  account,
  roles,
  onClose,
  onDone,
}: {
  account: Account | undefined
  roles: ReadonlyArray<Role>
  onClose: () => void
  onDone: () => void
}) => {
  const words = useWords(peopleWords)
  const language = useLanguage()
  const { run, busy, failure } = useDeed(onDone)
  const isNew = account === undefined
  const problemOf = (path: (typeof shown)[number]) => {
    const said = problemAt(failure, path)
    if (said === undefined || failure === undefined || language === "en") return said
    // The hub says in English what is wrong exactly; what kind of thing it is has words in every language.
    const { text, advice = "" } = sentenceOf(failure, language)
    return failure instanceof ApiRefusal && aboutOne.has(failure.code) ? `${text} ${advice}` : said
  }

  const save = (event: FormEvent<HTMLFormElement>) => {
    const fields = new FormData(event.currentTarget)
    const path = "/plugins/users/users"
    return isNew
      ? run("POST", path, newAccount(fields))
      : run("PATCH", `${path}/${account.id}`, changeOf(account, fields), { ifMatch: account.rev })
  }

  return (
    <Sheet title={isNew ? words.addTitle : account.fullName} onClose={onClose}>
      <Form onSubmit={save}>
        <TextField
          label={words.fullName}
          name="fullName"
          required
          maxLength={120}
          dir="auto"
          autoComplete="off"
          defaultValue={account?.fullName ?? ""}
          problem={problemOf("fullName")}
          {...(isNew && { "data-first": true })}
        />
        <TextField
          label={words.username}
          hint={words.usernameHint}
          name="username"
          required
          maxLength={64}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          defaultValue={account?.username ?? ""}
          problem={problemOf("username")}
        />
        <ChoiceField
          label={words.role}
          name="role"
          choices={roles.map((role) => ({ value: role.key, label: roleName(role, language) }))}
          defaultValue={account?.role ?? "waiter"}
          problem={problemOf("role")}
        />
        <TextField
          label={isNew ? words.password : words.newPassword}
          hint={isNew ? words.passwordHint : words.newPasswordHint}
          name="password"
          type="password"
          required={isNew}
          minLength={8}
          maxLength={256}
          autoComplete="new-password"
          problem={problemOf("password")}
        />
        <TextField
          label={words.pinLabel}
          hint={isNew ? words.pinHint : words.newPinHint}
          name="pin"
          type="password"
          inputMode="numeric"
          pattern="[0-9]{4,8}"
          minLength={4}
          maxLength={8}
          autoComplete="off"
          problem={problemOf("pin")}
        />
        {account?.hasPin === true && <TickField label={words.takePin} name="takePin" />}
        {!isNew && (
          <TickField label={words.disable} name="disabled" defaultChecked={account.disabled} />
        )}
        <Failure failure={besideFields(failure, ...shown)} />
        <SaveRow words={words} busy={busy} onCancel={onClose} />
      </Form>
      {!isNew && (
        <Removal
          path={`/plugins/users/users/${account.id}`}
          words={words}
          title={words.removeTitle(account.fullName)}
          onDone={onDone}
        />
      )}
    </Sheet>
  )
}

/** Fields beside which what is wrong with them is said. */
const shown = ["fullName", "username", "role", "password", "pin"] as const

/** Codes of a problem with one field alone. */
const aboutOne: ReadonlySet<string> = new Set(["USERNAME_TAKEN", "PASSWORD_WEAK", "PIN_TAKEN"])

const textOf = (fields: FormData, name: string): string => String(fields.get(name) ?? "").trim()

const newAccount = (fields: FormData): object => {
  const pin = textOf(fields, "pin")
  return {
    fullName: textOf(fields, "fullName"),
    username: textOf(fields, "username"),
    role: textOf(fields, "role"),
    password: String(fields.get("password")),
    ...(pin !== "" && { pin }),
  }
}

const changeOf = (before: Account, fields: FormData): AccountChange => {
  const fullName = textOf(fields, "fullName")
  const username = textOf(fields, "username")
  const role = textOf(fields, "role")
  const disabled = fields.get("disabled") !== null
  const password = String(fields.get("password") ?? "")
  const pin = textOf(fields, "pin")
  return {
    ...(fullName !== before.fullName && { fullName }),
    ...(username !== before.username && { username }),
    ...(role !== before.role && { role }),
    ...(disabled !== before.disabled && { disabled }),
    ...(password !== "" && { password }),
    ...(pin !== "" ? { pin } : fields.get("takePin") !== null && { pin: null }),
  }
}
