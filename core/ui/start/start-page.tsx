import { useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { Chip } from "#core/ui/design/chip.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { LiveBar } from "#core/ui/design/live-bar.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { useSession } from "#core/ui/session/session-gate.tsx"
import { SignIn } from "#core/ui/session/sign-in.tsx"
import { DeviceSettings } from "#core/ui/shell/device-settings.tsx"
import { pages } from "#core/ui/shell/pages.ts"
import { AddressChoice } from "./address-choice.tsx"
import { Door } from "./door.tsx"
import { ScreenDoors } from "./screen-doors.tsx"
import { startWords } from "./start-words.ts"
import { useSetupIsOpen, useSystemInfo } from "./system-info.ts"
import "./start-page.css"

/** What is what, and a QR code for every device that is to become part of the restaurant. */
const StartPage = () => {
  const words = useWords(startWords)
  const info = useSystemInfo()
  const session = useSession()
  const state = session.state()
  const signedIn = state.kind === "signedIn" ? state : undefined
  const access = signedIn?.access
  const setUp = useSetupIsOpen(signedIn === undefined)
  const known = info instanceof Error ? undefined : info
  const addresses = known?.addresses ?? []
  const [chosen, setChosen] = useState<string>()
  const [settings, setSettings] = useState(false)
  const address = chosen ?? addresses[0] ?? location.origin
  const door = { address, access }
  const has = (path: string) => pages.some((page) => page.path === path)
  return (
    <main className="start">
      {signedIn !== undefined && <LiveBar />}
      <header className="start__head">
        <div>
          <h1>Heard</h1>
          <p className="start__tagline">{words.tagline}</p>
        </div>
        <div className="start__facts">
          {known?.demo === true && <Chip tone="accent">{words.demo}</Chip>}
          {signedIn !== undefined && <Chip>{words.signedInAs(signedIn.tenant)}</Chip>}
          {known?.version !== undefined && <span className="start__version">v{known.version}</span>}
          {signedIn !== undefined && (
            <a className="button" href="/admin">
              <Icon name="gauge" />
              {words.office}
            </a>
          )}
          <Button
            kind="quiet"
            icon="more"
            aria-label={words.settings}
            onClick={() => setSettings(true)}
          />
        </div>
      </header>
      <p className="start__about">{words.about}</p>
      {info instanceof Error && (
        <p className="start__problem" role="alert">
          <Icon name="alert" /> {words.unreachable}
        </p>
      )}
      {known !== undefined && addresses.length === 0 && isLoopback(location.hostname) && (
        <p className="start__problem">
          <Icon name="alert" /> {words.onlyHere}
        </p>
      )}
      <AddressChoice addresses={addresses} chosen={address} onChoose={setChosen} />
      {signedIn === undefined && setUp ? (
        <p className="start__problem">
          <Icon name="alert" /> {words.notSetUp}
        </p>
      ) : signedIn === undefined ? (
        <SignIn session={session} device={false} />
      ) : (
        <ScreenDoors address={address} access={access} />
      )}
      <section className="start__doors">
        {has("/handheld") && (
          <Door
            {...door}
            icon="phone"
            path="/handheld"
            title={words.handheld}
            hint={words.handheldHint}
          />
        )}
        {has("/board") && (
          <Door {...door} icon="screen" path="/board" title={words.board} hint={words.boardHint} />
        )}
        {known?.demo === true && has("/virtual-printers") && (
          <Door
            address={address}
            access={undefined}
            icon="printer"
            path="/virtual-printers"
            title={words.printers}
            hint={words.printersHint}
          />
        )}
      </section>
      {access !== undefined && <p className="start__key">{words.holdsKey}</p>}
      {settings && <DeviceSettings onClose={() => setSettings(false)} />}
    </main>
  )
}

export default StartPage

const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "[::1]" || host.startsWith("127.")
