import { Icon } from "#core/ui/design/icon.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { screensFollow } from "#core/ui/session/chosen-tenant.ts"
import { iconOf } from "#core/ui/shell/icon-of.ts"
import { useManifest } from "#core/ui/shell/manifest.tsx"
import { overviewWords } from "./overview-words.ts"

/** The screens of the restaurant that this person may open, and the page with a code for every device. */
export const ScreenLinks = () => {
  const words = useWords(overviewWords)
  const { value } = useManifest()
  const screens = (value?.pages ?? []).filter(
    ({ path, nav }) => nav !== undefined && !path.startsWith("/admin"),
  )
  // Under the name of another restaurant than theirs the ways there would mislead.
  if (screens.length === 0 || !screensFollow()) return null
  return (
    <section className="stack stack--tight" aria-label={words.screens}>
      <h2>{words.screens}</h2>
      <p className="quiet">{words.screensHint}</p>
      <div className="screen-links">
        {screens.map(({ path, title, nav }) => (
          <a key={path} className="button" href={path}>
            <Icon name={iconOf(nav?.icon)} />
            {title}
          </a>
        ))}
        <a className="button" href="/">
          <Icon name="phone" />
          {words.devices}
        </a>
      </div>
    </section>
  )
}
