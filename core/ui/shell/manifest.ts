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

/** Asked again now and then: a page appears and goes with its plugin. */
export const useManifest = (): Asked<PageManifest> =>
  useAsked<PageManifest>("/ui/manifest", manifestEveryMs)

const manifestEveryMs = 30_000
