import { Icon } from "#core/ui/design/icon.tsx"
import type { View } from "#core/ui/hub/use-view.ts"
import { useWords } from "#core/ui/i18n.ts"
import "./page-message.css"

/** Whether a view has no picture because its plugin does not run in this restaurant. */
export const isSwitchedOff = ({ problem }: View<unknown>): boolean =>
  problem?.code === "PLUGIN_NOT_ENABLED"

/** A page whose plugin does not run in this restaurant. It comes back by itself as soon as the plugin does. */
export const SwitchedOff = ({ name }: { name: string }) => {
  const words = useWords(dictionary)
  return (
    <main className="page-message" role="status">
      <Icon name="pause" size={48} />
      <h1>{words.title(name)}</h1>
      <p>{words.hint}</p>
      <a className="button button--large" href="/">
        {words.start}
      </a>
    </main>
  )
}

const dictionary = {
  en: {
    title: (name: string) => `${name} is switched off`,
    hint: "The manager switched this part of the restaurant off. The page comes back by itself when it is switched on again.",
    start: "To the start page",
  },
  fr: {
    title: (name: string) => `${name} : désactivé`,
    hint: "Le responsable a désactivé cette partie du restaurant. La page revient d’elle-même dès qu’elle est réactivée.",
    start: "Vers la page d’accueil",
  },
}
