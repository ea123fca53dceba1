import type { Files, NewPlugin } from "./plugin-template.ts"

/** A page of the back office, below the plugin's folder. */
export const pageFiles = ({ key, name, file, component, parts }: NewPlugin): Files => {
  if (!parts.has("ui")) return {}
  const list = `${component}Page`
  return {
    [`ui/${file}-page.tsx`]: parts.has("migrations")
      ? `
import { Failure } from "#core/ui/design/failure.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { useAsked } from "#core/ui/session/use-asked.ts"
import "#core/ui/admin/blocks.css"

interface Note {
  readonly id: string
  readonly name: string
}

const ${list} = () => {
  const words = useWords(dictionary)
  const { value, problem, again } = useAsked<{ readonly items: ReadonlyArray<Note> }>(
    "/plugins/${key}/notes?size=200",
  )
  return (
    <section className="block" aria-label={words.title}>
      <h2>{words.title}</h2>
      <Failure failure={problem} onRetry={again} />
      {value?.items.length === 0 && <p className="quiet">{words.none}</p>}
      <ul>
        {value?.items.map(({ id, name }) => (
          <li key={id} dir="auto">
            {name}
          </li>
        ))}
      </ul>
    </section>
  )
}

export default ${list}

const dictionary = {
  en: { title: "${name}", none: "Nothing is noted yet." },
  fr: { title: "${name}", none: "Rien n’est encore noté." },
}
`
      : `
import { useWords } from "#core/ui/i18n.ts"
import "#core/ui/admin/blocks.css"

const ${list} = () => {
  const words = useWords(dictionary)
  return (
    <section className="block" aria-label={words.title}>
      <h2>{words.title}</h2>
      <p className="quiet">{words.none}</p>
    </section>
  )
}

export default ${list}

const dictionary = {
  en: { title: "${name}", none: "Nothing is here yet." },
  fr: { title: "${name}", none: "Il n’y a encore rien ici." },
}
`,
  }
}
