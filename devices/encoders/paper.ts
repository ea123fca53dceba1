import { Effect, Layer } from "effect"
import { copiesOf, Paper, type PaperProfile } from "#core/hub/paper.ts"
import { type PrinterProfile, PrinterProfiles } from "#core/hub/printer-profile.ts"
import type { Chit } from "#core/kitchen/chit.ts"
import { printerProfilesLayer } from "#devices/profiles/profile-files.ts"
import { burntDots, rollPng } from "#devices/simulators/paper-roll.ts"
import { readPaper } from "#devices/simulators/read-paper.ts"
import { layoutChit } from "./chit-layout.ts"
import { pdfOf, pngOf } from "./dots-file.ts"
import type { PaperLine } from "./paper-line.ts"
import { encodeAsText } from "./plain-text.ts"
import { dotsAcross, type Press, pressOf } from "./press.ts"
import { stepsOf } from "./print-step.ts"
import { encodeSteps } from "./written.ts"

/** Chits to bytes by printer profile and language, and to the picture of the paper those bytes make. */
export const paperLayer: Layer.Layer<Paper | PrinterProfiles> = Layer.effect(
  Paper,
  Effect.map(PrinterProfiles, (profiles) =>
    Paper.of({
      encode: (chit, wanted) => {
        const press = pressFor(profiles, wanted)
        switch (wanted.language) {
          case "png":
            return pngOf(
              burntDots(readPaper(written(chit, wanted, press), press), dotsAcross(press)),
            )
          case "text":
            return encodeAsText(linesOf(chit, wanted, press))
          default:
            return written(chit, wanted, press)
        }
      },
      preview: (chit, wanted) => {
        const press = pressFor(profiles, wanted)
        return rollPng(readPaper(written(chit, wanted, press), press), dotsAcross(press))
      },
      previewPdf: (chit, wanted) => {
        const press = pressFor(profiles, wanted)
        const dots = burntDots(readPaper(written(chit, wanted, press), press), dotsAcross(press))
        return pdfOf(dots, press.profile.dpi ?? 203)
      },
    }),
  ),
).pipe(Layer.provideMerge(printerProfilesLayer))

const pressFor = (profiles: PrinterProfiles["Service"], wanted: PaperProfile): Press =>
  pressOf(profileFor(profiles, wanted), wanted.columns)

/**
 * The printer's own profile; where it is told to speak another language, the generic one of that language. Pictures and
 * plain text are those of the paper that the generic printer makes.
 */
const profileFor = (
  profiles: PrinterProfiles["Service"],
  { profile: key, language }: PaperProfile,
): PrinterProfile => {
  const own = profiles.of(key)
  if (language === undefined || language === own.language) return own
  return profiles.of(`generic-${language === "png" || language === "text" ? "escpos" : language}`)
}

const written = (chit: Chit, wanted: PaperProfile, press: Press): Uint8Array =>
  encodeSteps(stepsOf(linesOf(chit, wanted, press), press, chit.language), press, wanted.encoder)

/** Sound once and first, so that somebody comes; then each paper with what its printer puts on top. */
const linesOf = (chit: Chit, wanted: PaperProfile, press: Press): ReadonlyArray<PaperLine> => [
  ...(wanted.buzzer === true ? [{ kind: "buzzer" as const }] : []),
  ...(wanted.drawer === true ? [{ kind: "drawer" as const }] : []),
  ...copiesOf(chit, wanted).flatMap(
    (copy): ReadonlyArray<PaperLine> => [
      ...(wanted.logo === undefined ? [] : [{ kind: "logo" as const, png: wanted.logo }]),
      ...layoutChit(copy, press.columns),
    ],
  ),
]
