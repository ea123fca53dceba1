import { useHubStatus } from "#core/ui/hub/hub-provider.tsx"
import { useNow } from "#core/ui/hub/use-now.ts"
import { useLanguage, useWords } from "#core/ui/i18n.ts"
import { clockTime, span } from "#core/ui/span.ts"
import { Button } from "./button.tsx"
import { Icon } from "./icon.tsx"
import "./live-bar.css"

/**
 * A screen never lies silently: whenever what is shown is not proven to be the truth, this says so in red, over the
 * full width, with the time since when. While live it takes no room.
 */
export const LiveBar = () => {
  const { status, notLiveSince, bye } = useHubStatus()
  const words = useWords(dictionary)
  if (status === "live") return null
  if (status === "connecting") {
    return (
      <div className="live-bar live-bar--connecting" role="status">
        <Icon name="online" />
        {words.connecting}
      </div>
    )
  }
  return (
    <div className="live-bar" role="alert">
      <Icon name="offline" size={28} />
      <strong className="live-bar__title">{words.notLive}</strong>
      {notLiveSince !== undefined && <Since at={notLiveSince} />}
      <span className="live-bar__hint">{words.byes[bye?.code ?? ""] ?? words.hint}</span>
      {bye?.code === "REPLACED" && (
        <Button onClick={() => location.reload()}>{words.takeOver}</Button>
      )}
      {(bye?.code === "DEVICE_REVOKED" || bye?.code === "DEVICE_REPLACED") && (
        <a className="button" href="/pair">
          {words.pair}
        </a>
      )}
    </div>
  )
}

const Since = ({ at }: { at: number }) => {
  const words = useWords(dictionary)
  const language = useLanguage()
  const now = useNow()
  return (
    <span className="live-bar__since">
      {words.since(clockTime(at, language))}
      {/* Counting up is for the eye: read aloud every second it would be noise. */}
      <span aria-hidden="true"> · {span(now - at)}</span>
    </span>
  )
}

const dictionary = {
  en: {
    connecting: "Connecting to the hub…",
    notLive: "NOT LIVE",
    since: (time: string) => `since ${time}`,
    hint: "This is the last known picture. New orders may be missing.",
    byes: {
      REPLACED: "The same screen was opened in another window of this device.",
      DEVICE_SUSPENDED: "A manager suspended this device. It comes back by itself when it may.",
      DEVICE_REVOKED: "A manager took this device out. It can only come back as a new one.",
      DEVICE_REPLACED: "Another machine has taken the place of this device.",
      AUTH_INVALID: "The hub does not let this device in now. It is tried again.",
    } as Readonly<Record<string, string>>,
    pair: "Pair it anew",
    takeOver: "Use this one",
  },
  fr: {
    connecting: "Connexion au serveur…",
    notLive: "PAS EN DIRECT",
    since: (time: string) => `depuis ${time}`,
    hint: "Dernière image connue. Des commandes peuvent manquer.",
    byes: {
      REPLACED: "Le même écran a été ouvert dans une autre fenêtre de cet appareil.",
      DEVICE_SUSPENDED:
        "Un responsable a suspendu cet appareil. Il revient tout seul dès qu’il le peut.",
      DEVICE_REVOKED: "Un responsable a retiré cet appareil. Il ne revient que comme un nouveau.",
      DEVICE_REPLACED: "Une autre machine a pris la place de cet appareil.",
      AUTH_INVALID: "Le serveur ne laisse pas entrer cet appareil pour l’instant. Nouvel essai.",
    } as Readonly<Record<string, string>>,
    pair: "L’associer de nouveau",
    takeOver: "Utiliser celle-ci",
  },
}
