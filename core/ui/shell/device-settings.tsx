import { type ReactNode, useId } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { chooseTextSize, textSizes, useTextSize } from "#core/ui/design/text-size.ts"
import { chooseTheme, themes, useTheme } from "#core/ui/design/theme.ts"
import { chooseLanguage, languages, ownNames, useLanguage, useWords } from "#core/ui/i18n.ts"
import { useSession } from "#core/ui/session/session-gate.tsx"
import "./device-settings.css"

/** What belongs to this device alone: language, colours, text size. `children` adds the page's own. */
export const DeviceSettings = ({
  onClose,
  children,
}: {
  onClose: () => void
  children?: ReactNode
}) => {
  const words = useWords(dictionary)
  const language = useLanguage()
  const theme = useTheme()
  const textSize = useTextSize()
  const session = useSession()
  return (
    <Sheet title={words.title} onClose={onClose}>
      <div className="device-settings">
        <Choice title={words.language}>
          {languages.map((one) => (
            <Button key={one} aria-pressed={one === language} onClick={() => chooseLanguage(one)}>
              {ownNames[one]}
            </Button>
          ))}
        </Choice>
        <Choice title={words.colours}>
          {themes.map((one) => (
            <Button key={one} aria-pressed={one === theme} onClick={() => chooseTheme(one)}>
              {words[one]}
            </Button>
          ))}
        </Choice>
        <Choice title={words.textSize}>
          {textSizes.map((one) => (
            <Button key={one} aria-pressed={one === textSize} onClick={() => chooseTextSize(one)}>
              {one} %
            </Button>
          ))}
        </Choice>
        {children}
        <Choice title={words.device}>
          <a className="button" href="/">
            {words.startPage}
          </a>
          <Button kind="danger" onClick={session.signOut}>
            {words.signOut}
          </Button>
        </Choice>
      </div>
    </Sheet>
  )
}

const Choice = ({ title, children }: { title: string; children: ReactNode }) => {
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <div className="device-settings__row">{children}</div>
    </section>
  )
}

const dictionary = {
  en: {
    title: "This device",
    language: "Language",
    colours: "Colours",
    auto: "Automatic",
    light: "Light",
    dark: "Dark",
    textSize: "Text size",
    device: "Device",
    startPage: "Start page",
    signOut: "Sign out",
  },
  fr: {
    title: "Cet appareil",
    language: "Langue",
    colours: "Couleurs",
    auto: "Automatique",
    light: "Clair",
    dark: "Sombre",
    textSize: "Taille du texte",
    device: "Appareil",
    startPage: "Page d’accueil",
    signOut: "Se déconnecter",
  },
}
