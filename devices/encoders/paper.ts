import { Effect, Layer } from "effect"
import { Paper, type PaperProfile } from "#core/hub/paper.ts"
import { type PrinterProfile, PrinterProfiles } from "#core/hub/printer-profile.ts"
import type { Chit } from "#core/kitchen/chit.ts"
import { printerProfilesLayer } from "#devices/profiles/profile-files.ts"
import { burntDots, rollPng } from "#devices/simulators/paper-roll.ts"
import { readPaper } from "#devices/simulators/read-paper.ts"
import { layoutChit } from "./chit-layout.ts"
import { pdfOf } from "./dots-file.ts"
import type { PaperLine } from "./paper-line.ts"
import { dotsAcross, type Press, pressOf } from "./press.ts"
import { stepsOf } from "./print-step.ts"
import { encodeSteps } from "./written.ts"

/** Chits to bytes by printer profile and language, and to the picture of the paper those bytes make. */
export const paperLayer: Layer.Layer<Paper | PrinterProfiles> = Layer.effect(
  Paper,
  Effect.map(PrinterProfiles, (profiles) => {
    const pressFor = (wanted: PaperProfile): Press =>
      pressOf(profileFor(profiles, wanted), wanted.columns)
    const seen = (chit: Chit, wanted: PaperProfile) => {
      const press = pressFor(wanted)
      return { press, read: readPaper(written(chit, wanted, press), press) }
    }
    return Paper.of({
      encode: (chit, wanted) => written(chit, wanted, pressFor(wanted)),
      preview: (chit, wanted) => {
        const { press, read } = seen(chit, wanted)
        return rollPng(read, dotsAcross(press))
      },
      previewPdf: (chit, wanted) => {
        const { press, read } = seen(chit, wanted)
        return pdfOf(burntDots(read, dotsAcross(press)), press.profile.dpi ?? 203)
      },
    })
  }),
).pipe(Layer.provideMerge(printerProfilesLayer))

/** The printer's own profile; where it is told to speak another language, the generic one of that language. */
const profileFor = (
  profiles: PrinterProfiles["Service"],
  { profile: key, language }: PaperProfile,
): PrinterProfile => {
  const own = profiles.of(key)
  return language === undefined || language === own.language
    ? own
    : (profiles.find(`generic-${language}`) ?? own)
}

const written = (chit: Chit, wanted: PaperProfile, press: Press): Uint8Array =>
  encodeSteps(stepsOf(linesOf(chit, wanted, press), press, chit.language), press, wanted.encoder)

/** Sound first, so that somebody comes; then what the printer puts on top of every paper. */
const linesOf = (chit: Chit, wanted: PaperProfile, press: Press): ReadonlyArray<PaperLine> => [
  ...(wanted.buzzer === true ? [{ kind: "buzzer" as const }] : []),
  ...(wanted.drawer === true ? [{ kind: "drawer" as const }] : []),
  ...(wanted.logo === undefined ? [] : [{ kind: "logo" as const, png: wanted.logo }]),
  ...layoutChit(chit, press.columns),
]
