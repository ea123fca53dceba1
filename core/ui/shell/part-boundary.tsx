import { Component, type ReactNode } from "react"
import { Icon } from "#core/ui/design/icon.tsx"
import { useWords } from "#core/ui/i18n.ts"

/** A plugin's part of a page that broke says whose it is; everything around it lives on. */
export class PartBoundary extends Component<
  { readonly plugin: string; readonly children: ReactNode },
  { readonly failure?: Error }
> {
  override state: { readonly failure?: Error } = {}

  static getDerivedStateFromError(failure: Error) {
    return { failure }
  }

  override render() {
    const { failure } = this.state
    return failure === undefined ? (
      this.props.children
    ) : (
      <BrokenPart plugin={this.props.plugin} failure={failure} />
    )
  }
}

const BrokenPart = ({ plugin, failure }: { plugin: string; failure: Error }) => {
  const words = useWords(dictionary)
  return (
    <div className="part-broken" role="note">
      <Icon name="alert" />
      <span>{words.broken(plugin)}</span>
      <details>
        <summary>{words.details}</summary>
        <pre>{failure.stack ?? failure.message}</pre>
      </details>
    </div>
  )
}

const dictionary = {
  en: {
    broken: (plugin: string) => `The plugin “${plugin}” could not show its part here.`,
    details: "For whoever repairs it",
  },
  fr: {
    broken: (plugin: string) => `Le module « ${plugin} » n’a pas pu afficher sa partie ici.`,
    details: "Pour la personne qui répare",
  },
}
