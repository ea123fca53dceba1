import { createContext, type ReactNode, useContext } from "react"
import { type Asked, useAsked } from "#core/ui/session/use-asked.ts"

export interface ManifestPage {
  readonly path: string
  readonly plugin: string
  readonly component: string
  readonly title: string
  readonly nav?: { readonly label: string; readonly icon: string; readonly order?: number }
}

/** Pages of this restaurant that this person may open, in their language. */
export interface PageManifest {
  readonly pages: ReadonlyArray<ManifestPage>
}

const ManifestContext = createContext<Asked<PageManifest> | undefined>(undefined)

/** Asks now and then, once for everybody below: a page appears and goes with its plugin. */
export const ManifestProvider = ({ children }: { children: ReactNode }) => (
  <ManifestContext value={useAsked<PageManifest>("/ui/manifest", manifestEveryMs)}>
    {children}
  </ManifestContext>
)

export const useManifest = (): Asked<PageManifest> => {
  const manifest = useContext(ManifestContext)
  if (manifest === undefined) throw new Error("useManifest outside ManifestProvider")
  return manifest
}

const manifestEveryMs = 60_000
