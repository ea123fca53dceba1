import { Component, type ReactNode } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { useWords } from "#core/ui/i18n.ts"
import "./page-message.css"

/** A page that broke says so and offers the way back, instead of a white screen in the middle of service. */
export class PageBoundary extends Component<
  { readonly children: ReactNode },
  { readonly failure?: Error }
> {
  override state: { readonly failure?: Error } = {}

  static getDerivedStateFromError(failure: Error) {
    return { failure }
  }

  override render() {
    const { failure } = this.state
    return failure === undefined ? this.props.children : <Broken failure={failure} />
  }
}

const Broken = ({ failure }: { failure: Error }) => {
  const words = useWords(dictionary)
  return (
    <main className="page-message" role="alert">
      <Icon name="alert" size={48} />
      <h1>{words.title}</h1>
      <p>{words.hint}</p>
      <Button kind="primary" large onClick={() => location.reload()}>
        {words.reload}
      </Button>
      <details>
        <summary>{words.details}</summary>
        <pre>{failure.stack ?? failure.message}</pre>
      </details>
    </main>
  )
}

const dictionary = {
  en: {
    title: "This screen stopped",
    hint: "Orders are safe in the hub. Load the screen again to go on.",
    reload: "Load again",
    details: "For whoever repairs it",
  },
  fr: {
    title: "Cet écran s’est arrêté",
    hint: "Les commandes sont en sécurité dans le serveur. Rechargez l’écran pour continuer.",
    reload: "Recharger",
    details: "Pour la personne qui répare",
  },
}
