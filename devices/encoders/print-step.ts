import { layoutWarning } from "./chit-layout.ts"
import type { PageText } from "./code-page.ts"
import { bandsOf, centred, type Dots } from "./dots.ts"
import { logoDots } from "./logo-dots.ts"
import { type PaperLine, run, type TextRun, wrap } from "./paper-line.ts"
import { boxOf, spelledOut } from "./plain-letters.ts"
import { dotsAcross, type Press } from "./press.ts"
import { printable } from "./printable-text.ts"
import { drawAhead, rasterLine } from "./raster-line.ts"
import { barcodeDots, type Fitted, fitBarcode, fitQr, qrDots } from "./symbols.ts"

/** A run that the printer can spell, cut where its code page changes. */
export interface SpelledRun extends TextRun {
  readonly parts: ReadonlyArray<PageText>
}

/** What one printer does for a line of paper; every language writes each of these in its own bytes. */
export type PrintStep =
  | { readonly kind: "text"; readonly runs: ReadonlyArray<SpelledRun> }
  /** At most 240 rows, as wide as the paper. */
  | { readonly kind: "dots"; readonly dots: Dots }
  | ({ readonly kind: "qr" | "barcode"; readonly text: string } & Fitted)
  | { readonly kind: "feed"; readonly lines: number }
  | { readonly kind: "gap"; readonly dots: number }
  | { readonly kind: "cut"; readonly how: "full" | "partial" }
  | { readonly kind: "buzzer" }
  | { readonly kind: "drawer" }

/**
 * Lines as this printer can print them: what its code pages lack is drawn, and where it cannot draw, spelled as well as
 * it can and said so on top; a code that it does not make is drawn, and one that does not fit is text.
 */
export const stepsOf = (
  lines: ReadonlyArray<PaperLine>,
  press: Press,
  language: string,
): ReadonlyArray<PrintStep> => {
  const lacking = { any: false }
  if (press.profile.raster !== "none")
    drawAhead(drawnIn(lines, press), press.columns, press.font.cell)
  const steps = lines.flatMap((line) => stepsOfLine(line, press, lacking))
  return lacking.any
    ? [
        ...layoutWarning(language, press.columns, boxOf(press.pages)).flatMap((line) =>
          stepsOfLine(line, press, lacking),
        ),
        ...steps,
      ]
    : steps
}

const drawnIn = (lines: ReadonlyArray<PaperLine>, { pages }: Press) =>
  lines.flatMap((line) =>
    line.kind === "text" && !line.runs.every(({ text }) => pages.spells(text)) ? [line.runs] : [],
  )

const stepsOfLine = (
  line: PaperLine,
  press: Press,
  lacking: { any: boolean },
): ReadonlyArray<PrintStep> => {
  const { profile } = press
  switch (line.kind) {
    case "text":
      return [textStep(line.runs, press, lacking)]
    case "gap":
      return [line]
    case "cut":
      return [
        ...(profile.feed > 0 ? [{ kind: "feed" as const, lines: profile.feed }] : []),
        ...(profile.cut === "none" ? [] : [{ kind: "cut" as const, how: profile.cut }]),
      ]
    case "logo": {
      const logo = profile.raster === "none" ? undefined : logoDots(line.png, dotsAcross(press))
      return logo === undefined ? [] : [...drawn(logo, press), { kind: "gap", dots: 16 }]
    }
    case "qr": {
      const fitted = fitQr(line.text, dotsAcross(press))
      // Printers read the bytes of a code as Latin-1, so letters beyond ASCII are drawn, where they are UTF-8.
      const how =
        profile.qr === "native" && !/^[\x20-\x7e]+$/.test(line.text) ? "drawn" : profile.qr
      if (fitted === undefined || how === "none" || profile.raster === "none")
        return asText(line.text, press, lacking)
      return how === "native"
        ? [{ kind: "qr", text: line.text, ...fitted }]
        : [...drawn(qrDots(line.text, fitted), press), oneLine]
    }
    case "barcode": {
      const fitted = fitBarcode(line.text, dotsAcross(press))
      if (fitted === undefined || profile.barcode === "none")
        return asText(line.text, press, lacking)
      return profile.barcode === "native"
        ? [{ kind: "barcode", text: line.text, ...fitted }]
        : [...drawn(barcodeDots(line.text, fitted), press), oneLine]
    }
    case "buzzer":
      return profile.buzzer.by === "none" ? [] : [line]
    case "drawer":
      return profile.drawer === "none" ? [] : [line]
  }
}

/** Readers want white around a code. */
const oneLine: PrintStep = { kind: "feed", lines: 1 }

const textStep = (
  runs: ReadonlyArray<TextRun>,
  { profile, pages, columns, font }: Press,
  lacking: { any: boolean },
): PrintStep => {
  if (runs.every(({ text }) => pages.spells(text)))
    return { kind: "text", runs: runs.map((spelled) => inParts(onBlack(spelled))) }
  if (profile.raster !== "none") return { kind: "dots", dots: rasterLine(runs, columns, font.cell) }
  return {
    kind: "text",
    runs: runs.map((wanted) => {
      const { text, whole } = spelledOut(wanted.text, pages)
      if (!whole) lacking.any = true
      return inParts(onBlack({ ...wanted, text }))
    }),
  }

  function inParts(spelled: TextRun): SpelledRun {
    return { ...spelled, parts: pages.split(spelled.text) }
  }
  /** Where there is no white on black, its edges are stars: `*NO*`, `***** VOID *****`. */
  function onBlack(wanted: TextRun): TextRun {
    return profile.inverse === false && wanted.inverse
      ? { ...wanted, inverse: false, text: starred(wanted.text) }
      : wanted
  }
}

const starred = (text: string): string =>
  text.replace(/^ +| +$/g, (spaces) => "*".repeat(spaces.length))

const drawn = (dots: Dots, press: Press): ReadonlyArray<PrintStep> =>
  // Printers exist that read the height of a picture from one byte.
  bandsOf(centred(dots, dotsAcross(press)), 240).map((band) => ({ kind: "dots", dots: band }))

const asText = (text: string, press: Press, lacking: { any: boolean }): ReadonlyArray<PrintStep> =>
  wrap([run(printable(text))], press.columns).flatMap((line) => stepsOfLine(line, press, lacking))
