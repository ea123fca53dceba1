import { useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { ButtonRow } from "#core/ui/design/button-row.tsx"
import { TickField } from "#core/ui/design/field.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { chooseTheme, themes, useTheme } from "#core/ui/design/theme.ts"
import { chooseLanguage, languages, ownNames, useLanguage, useWords } from "#core/ui/i18n.ts"
import { roleName } from "#core/ui/role-name.ts"
import { chooseTenant } from "#core/ui/session/chosen-tenant.ts"
import { useMe } from "#core/ui/session/me.tsx"
import { useSession } from "#core/ui/session/session-gate.tsx"
import { accountWords } from "./account-words.ts"
import { PasswordForm } from "./password-form.tsx"

/** Who is signed in, in which restaurant, and the way out. */
export const AccountSheet = ({ onClose }: { onClose: () => void }) => {
  const words = useWords(accountWords)
  const me = useMe()
  const session = useSession()
  const language = useLanguage()
  const [changing, setChanging] = useState(false)
  return (
    <Sheet title={me.fullName ?? me.principal.name ?? words.title} onClose={onClose}>
      <div className="stack">
        {me.role !== null && (
          <p className="quiet">{words.role(roleName({ key: me.role }, language))}</p>
        )}
        <RestaurantChoice />
        <DeviceChoices />
        {changing ? (
          <PasswordForm onClose={() => setChanging(false)} />
        ) : (
          <Button icon="key" onClick={() => setChanging(true)}>
            {words.changePassword}
          </Button>
        )}
        <Button kind="danger" icon="leave" onClick={() => session.signOut()}>
          {words.signOut}
        </Button>
      </div>
    </Sheet>
  )
}

/** Only for people who work in several; everything on the page belongs to one, so the page begins anew. */
const RestaurantChoice = () => {
  const words = useWords(accountWords)
  const me = useMe()
  const language = useLanguage()
  const { memberships } = me
  if (memberships.length < 2) return null
  return (
    <fieldset className="field-group">
      <legend className="field__label">{words.restaurant}</legend>
      {memberships.map(({ tenantId, name, role }) => (
        <TickField
          key={tenantId}
          type="radio"
          name="restaurant"
          label={<span dir="auto">{name}</span>}
          hint={words.role(roleName({ key: role }, language))}
          checked={tenantId === me.tenantId}
          onChange={() => {
            chooseTenant(tenantId, me.tenantId)
            location.assign("/admin")
          }}
        />
      ))}
    </fieldset>
  )
}

const DeviceChoices = () => {
  const words = useWords(accountWords)
  const language = useLanguage()
  const theme = useTheme()
  return (
    <>
      <ButtonRow label={words.language}>
        {languages.map((one) => (
          <Button key={one} aria-pressed={one === language} onClick={() => chooseLanguage(one)}>
            {ownNames[one]}
          </Button>
        ))}
      </ButtonRow>
      <ButtonRow label={words.colours}>
        {themes.map((one) => (
          <Button key={one} aria-pressed={one === theme} onClick={() => chooseTheme(one)}>
            {words[one]}
          </Button>
        ))}
      </ButtonRow>
    </>
  )
}
