import type { Paper, PaperProfile } from "#core/hub/paper.ts"
import type { PrinterProfiles } from "#core/hub/printer-profile.ts"
import type { Chit } from "#core/kitchen/chit.ts"
import type { Printer } from "#core/kitchen/menu.ts"

type Language = NonNullable<PaperProfile["language"]>

const mediaOf: Readonly<Partial<Record<Language, string>>> = {
  starprnt: "application/vnd.star.starprnt",
  starline: "application/vnd.star.line",
  png: "image/png",
  text: "text/plain",
}

/** What every Star printer draws or lays out by itself. */
export const plainMedia: ReadonlyArray<string> = ["image/png", "text/plain"]

export interface StarBody {
  readonly mediaType: string
  readonly bytes: Uint8Array
  readonly headers: Readonly<Record<string, string>>
}

/** Papers for Star printers, by what they understand. */
export const starPapers = (paper: Paper["Service"], profiles: PrinterProfiles["Service"]) => {
  const mediaTypes = ({ profile }: Printer): ReadonlyArray<string> => {
    const own = profile === undefined ? undefined : mediaOf[profiles.of(profile).language]
    return own === undefined ? plainMedia : [own, ...plainMedia]
  }
  return {
    /** Best first: the language of its profile, if that is one of Star's. */
    mediaTypes,
    /** Whether it was offered that kind; asking for none is asking for the best. */
    has: (printer: Printer, type: string | undefined): boolean =>
      type === undefined || mediaTypes(printer).includes(type),
    /** Nothing when it asks for a kind that it was not offered. */
    body: (
      chit: Chit,
      wanted: PaperProfile,
      mediaTypes: ReadonlyArray<string>,
      type: string | undefined,
    ): StarBody | undefined => {
      const mediaType = type === undefined ? mediaTypes[0] : mediaTypes.find((one) => one === type)
      const language = languages.find((one) => mediaOf[one] === mediaType)
      if (mediaType === undefined || language === undefined) return undefined
      const bytes = paper.encode(chit, { ...wanted, language })
      // Sound and drawer stand in the bytes of Star's own languages; for the others they are headers.
      const inHeaders = language === "png" || language === "text"
      return {
        mediaType,
        bytes,
        headers: {
          ...(inHeaders && wanted.buzzer === true ? { "x-star-buzzerstartpattern": "1" } : {}),
          ...(inHeaders && wanted.drawer === true ? { "x-star-cashdrawer": "start" } : {}),
        },
      }
    },
  }
}

export type StarPapers = ReturnType<typeof starPapers>

const languages: ReadonlyArray<Language> = ["starprnt", "starline", "png", "text"]

/** How a printer that nobody set up yet prints its claim ticket: the narrowest paper. */
export const unknownStar: PaperProfile = { columns: 32, encoder: "receipt" }
