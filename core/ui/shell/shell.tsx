import { Suspense, useEffect } from "react"
import { HubProvider } from "#core/ui/hub/hub-provider.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { deviceOf } from "#core/ui/session/device.ts"
import { SessionGate } from "#core/ui/session/session-gate.tsx"
import { PageBoundary } from "./page-boundary.tsx"
import { type Page, pageAt } from "./pages.ts"
import "./page-message.css"

/** Picks the page by the path. Pages are separate machines in a kitchen: going to another one is a full load. */
export const Shell = () => {
  const page = pageAt(location.pathname)
  return <PageBoundary>{page === undefined ? <NotFound /> : <Frame page={page} />}</PageBoundary>
}

const Frame = ({ page }: { page: Page }) => {
  useEffect(() => {
    document.title = page.title === "Heard" ? "Heard" : `${page.title} · Heard`
  }, [page])
  const content = (
    <Suspense fallback={null}>
      <page.Component />
    </Suspense>
  )
  if (page.needs === "nothing") return content
  const visitor = page.needs === "visitor" ? { visitor: content } : {}
  return (
    <SessionGate device={deviceFor(page.needs)} {...visitor}>
      {(session) => <HubProvider session={session}>{content}</HubProvider>}
    </SessionGate>
  )
}

const deviceFor = (needs: Exclude<Page["needs"], "nothing">) =>
  needs === "visitor" || needs === "person"
    ? undefined
    : deviceOf(needs, new URLSearchParams(location.search).get("screen"))

const NotFound = () => {
  const words = useWords(dictionary)
  return (
    <main className="page-message">
      <h1>{words.title}</h1>
      <p>{words.hint}</p>
      <a className="button button--large" href="/">
        {words.start}
      </a>
    </main>
  )
}

const dictionary = {
  en: {
    title: "There is no such page here",
    hint: "It may belong to a part that is not switched on.",
    start: "To the start page",
  },
  fr: {
    title: "Cette page n’existe pas",
    hint: "Elle appartient peut-être à une partie non activée.",
    start: "Vers la page d’accueil",
  },
}
