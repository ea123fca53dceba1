import { Suspense, useEffect, useRef, useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { useMe } from "#core/ui/session/me.tsx"
import { useManifest } from "#core/ui/shell/manifest.tsx"
import { PartBoundary } from "#core/ui/shell/part-boundary.tsx"
import { AccountSheet } from "./account/account-sheet.tsx"
import { LeavingSheet } from "./leaving-sheet.tsx"
import { OfficeLink, useOfficePath } from "./office-route.tsx"
import { officeWords } from "./office-words.ts"
import { OperationBar } from "./plugins/operation-bar.tsx"
import { useOperations } from "./plugins/operations.tsx"
import { type Section, sectionAt, sectionsOf } from "./sections.ts"

/** Sections on the side of a tablet, behind a button on a phone; the section itself beside or below. */
export const OfficeFrame = () => {
  const words = useWords(officeWords)
  const me = useMe()
  const manifest = useManifest()
  const { ended } = useOperations()
  const { again } = manifest
  useEffect(() => {
    if (ended > 0) again()
  }, [ended, again])
  const path = useOfficePath()
  const [menu, setMenu] = useState(false)
  const [account, setAccount] = useState(false)
  const content = useRef<HTMLElement>(null)
  const sections = sectionsOf(manifest.value, words.overview)
  const section = sectionAt(sections, path)
  const label = section?.label ?? words.office
  useEffect(() => {
    document.title = `${label} · Heard`
  }, [label])

  // After a step to another page a screen reader and the Tab key go on where the new page begins.
  const shown = useRef(path)
  useEffect(() => {
    if (shown.current === path) return
    shown.current = path
    setMenu(false)
    content.current?.focus({ preventScroll: true })
  }, [path])

  const restaurant = me.memberships.find(({ tenantId }) => tenantId === me.tenantId)?.name
  return (
    <div className="office">
      <a className="office__skip button" href="#office-content">
        {words.skip}
      </a>
      <header className="office__side">
        <div className="office__brand">
          <span className="office__name" dir="auto">
            {restaurant ?? "Heard"}
          </span>
          <Button
            className="office__menu"
            kind="quiet"
            icon={menu ? "close" : "list"}
            aria-expanded={menu}
            aria-controls="office-sections"
            onClick={() => setMenu(!menu)}
          >
            {words.menu}
          </Button>
        </div>
        <div className="office__sections" id="office-sections" data-open={menu}>
          <nav aria-label={words.sections}>
            <ul>
              {sections.map((one) => (
                <li key={one.path}>
                  <OfficeLink
                    className="office__link"
                    href={one.path}
                    aria-current={one === section ? "page" : undefined}
                    onClick={() => setMenu(false)}
                  >
                    <Icon name={one.icon} />
                    {one.label}
                  </OfficeLink>
                </li>
              ))}
            </ul>
          </nav>
          <div className="office__foot">
            <a className="office__link" href="/">
              <Icon name="screen" />
              {words.startPage}
            </a>
            <button type="button" className="office__link" onClick={() => setAccount(true)}>
              <Icon name="lock" />
              <span className="office__who">
                <span dir="auto">{me.fullName ?? me.principal.name ?? words.account}</span>
                <small>{words.account}</small>
              </span>
            </button>
          </div>
        </div>
      </header>
      <main className="office__content" id="office-content" tabIndex={-1} ref={content}>
        <OperationBar />
        {section === undefined ? (
          manifest.value !== undefined && <NotHere />
        ) : (
          <SectionBody key={section.path} section={section} />
        )}
      </main>
      {account && <AccountSheet onClose={() => setAccount(false)} />}
      <LeavingSheet />
    </div>
  )
}

const SectionBody = ({ section }: { section: Section }) => {
  const words = useWords(officeWords)
  const { Component, label } = section
  return (
    <>
      <h1 className="office__title">{label}</h1>
      {Component === undefined ? (
        <p className="office__lead">{words.notBuilt}</p>
      ) : (
        <PartBoundary plugin={label}>
          <Suspense fallback={null}>
            <Component />
          </Suspense>
        </PartBoundary>
      )}
    </>
  )
}

const NotHere = () => {
  const words = useWords(officeWords)
  return (
    <div className="office__empty" role="status">
      <h1 className="office__title">{words.notHere}</h1>
      <p>{words.notHereHint}</p>
      <OfficeLink className="button" href="/admin">
        {words.backToOverview}
      </OfficeLink>
    </div>
  )
}
