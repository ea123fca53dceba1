import { useEffect } from "react"
import { useView } from "#core/ui/hub/use-view.ts"
import { pairedDevice } from "#core/ui/session/paired-device.ts"

/**
 * A manager may give this tablet another screen than it shows: it goes there, once for each change. What somebody chose
 * here by hand meanwhile is not taken back.
 */
export const useGivenScreen = (shown: string | null): void => {
  const own = pairedDevice("kds")
  const place = useView<{ readonly screenId?: string }>(
    own === undefined ? undefined : `self/${own}`,
  ).items.get(own ?? "")
  const given = place?.screenId
  useEffect(() => {
    if (own === undefined || given === undefined) return
    const heard = `heard.given.${own}`
    const before = localStorage.getItem(heard)
    localStorage.setItem(heard, given)
    const isNews = before === null ? shown === null : before !== given
    if (isNews && given !== shown) location.replace(`/kds?screen=${encodeURIComponent(given)}`)
  }, [own, given, shown])
}
