import { useEffect, useMemo, useState } from "react"
import type { Screen, Station } from "#core/kitchen/menu.ts"
import type { ListPage } from "#core/ui/admin/tenant-path.ts"
import { useView, type View } from "#core/ui/hub/use-view.ts"
import { useApi } from "#core/ui/session/use-api.ts"

type MenuItem = ({ readonly type: "screen" } & Screen) | ({ readonly type: "station" } & Station)

interface Told {
  readonly screens: ReadonlyArray<Screen>
  readonly stations: ReadonlyArray<Station>
}

export interface Screens extends Told {
  /** False until the hub said which there are. */
  readonly known: boolean
  /** Why it does not say. */
  readonly problem: Error | undefined
}

/**
 * The restaurant's screens and stations: as the menu's picture has them, which follows every change, and while a
 * restaurant has its menu switched off, as the kitchen display itself does.
 *
 * @param asked the screen that this device is to be
 */
export const useScreens = (asked: string | null): Screens => {
  const menu = useView<MenuItem>("menu")
  const inMenu = useMemo(() => split([...menu.items.values()]), [menu.items])
  const { told, problem } = useWithoutMenu(menu, asked)
  const refused = menu.problem !== undefined
  return {
    // What the menu said last stands until somebody says more.
    ...(told ?? inMenu),
    known: refused ? told !== undefined : menu.known,
    problem: refused ? problem : undefined,
  }
}

interface Answer {
  readonly told?: Told
  readonly problem?: Error
  /** After which of the menu's refusals it was told. */
  readonly to?: View<MenuItem>
}

/** A refused menu is asked for again and again, and the kitchen display along with it until it names the screen asked for. */
const useWithoutMenu = (menu: View<MenuItem>, asked: string | null): Answer => {
  const api = useApi()
  const [answer, setAnswer] = useState<Answer>({})
  const { told, to } = answer
  useEffect(() => {
    if (menu.problem === undefined) return setAnswer({})
    if (to === menu || told?.screens.some(({ id }) => id === asked)) return
    let over = false
    Promise.all([
      api.get<ListPage<Screen>>("/plugins/kds/screens?size=200"),
      api.get<ListPage<Station>>("/plugins/kds/stations?size=200"),
    ]).then(
      ([screens, stations]) =>
        over || setAnswer({ told: { screens: screens.items, stations: stations.items }, to: menu }),
      // What it said last stands until it says more.
      (problem: Error) =>
        over || setAnswer((before) => (before.told === undefined ? { problem } : before)),
    )
    return () => {
      over = true
    }
  }, [menu, asked, told, to, api])
  return answer
}

const split = (items: ReadonlyArray<MenuItem>): Told => ({
  screens: items.filter((item) => item.type === "screen"),
  stations: items.filter((item) => item.type === "station"),
})
