import { useMemo } from "react"
import type { Role } from "#core/security/roles.ts"
import type { ListPage } from "#core/ui/admin/tenant-path.ts"
import type { Choice } from "#core/ui/design/field.tsx"
import { nameIn, useLanguage } from "#core/ui/i18n.ts"
import { roleName } from "#core/ui/role-name.ts"
import { useMay } from "#core/ui/session/me.tsx"
import { useAsked } from "#core/ui/session/use-asked.ts"

interface Named {
  readonly id: string
  readonly name: string
}

interface Station extends Named {
  readonly key: string
  /** By language. */
  readonly names?: Readonly<Record<string, string>>
}

export interface Places {
  readonly stations: ReadonlyArray<Choice>
  readonly screens: ReadonlyArray<Choice>
  readonly printers: ReadonlyArray<Choice>
  readonly roles: ReadonlyArray<Choice>
  /** The name of what an id or key stands for, or that itself. */
  readonly station: (key: string | undefined) => string | undefined
  readonly screen: (id: string | undefined) => string | undefined
  readonly printer: (id: string | undefined) => string | undefined
}

/** Where devices can stand, as far as this person may see it and its plugin is there. */
export const usePlaces = (): Places => {
  const may = useMay()
  const language = useLanguage()
  const list = (path: string, permission: string) =>
    may(permission) ? `/plugins/${path}?size=200` : undefined
  const stations = useAsked<ListPage<Station>>(list("kds/stations", "kds.read"))
  const screens = useAsked<ListPage<Named>>(list("kds/screens", "kds.read"))
  const printers = useAsked<ListPage<Named>>(list("printer/printers", "printer.read"))
  const roles = useAsked<ListPage<Role>>(list("users/roles", "users.read"))
  return useMemo(() => {
    const byKey = (stations.value?.items ?? []).map((station) => ({
      value: station.key,
      label: nameIn(language, station),
    }))
    const byScreen = choices(screens.value?.items)
    const byPrinter = choices(printers.value?.items)
    return {
      stations: byKey,
      screens: byScreen,
      printers: byPrinter,
      roles: (roles.value?.items ?? []).map((role) => ({
        value: role.key,
        label: roleName(role, language),
      })),
      station: (key) => labelOf(byKey, key),
      screen: (id) => labelOf(byScreen, id),
      printer: (id) => labelOf(byPrinter, id),
    }
  }, [stations.value, screens.value, printers.value, roles.value, language])
}

const choices = (items: ReadonlyArray<Named> | undefined): ReadonlyArray<Choice> =>
  (items ?? []).map(({ id, name }) => ({ value: id, label: name }))

const labelOf = (known: ReadonlyArray<Choice>, value: string | undefined): string | undefined =>
  known.find((choice) => choice.value === value)?.label ?? value
