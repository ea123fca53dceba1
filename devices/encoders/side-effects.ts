import type { PrinterProfile } from "#core/hub/printer-profile.ts"
import type { TextRun } from "./paper-line.ts"

/**
 * Opens the cash drawer: a pulse of 100 ms. Without both of its times the printer takes the next two bytes for them.
 *
 * @see Epson ESC/POS, ESC p m t1 t2 (of 2 ms); Star, ESC BEL n1 n2 (of 10 ms), then BEL or SUB for the drawer
 */
export const drawerKick = ({ language, drawer }: PrinterProfile): Array<number> => {
  if (language === "escpos") return [0x1b, 0x70, drawer === "pin5" ? 1 : 0, 50, 250]
  return [0x1b, 0x07, 10, 50, drawer === "pin5" ? 0x1a : 0x07]
}

/** Makes itself heard as the profile says. */
export const bellOf = ({ language, buzzer }: PrinterProfile): Array<number> => {
  switch (buzzer.by) {
    case "none":
    case "epos":
      return []
    case "esc-b":
      return [0x1b, 0x42, buzzer.times, buzzer.tenths]
    case "drawer-kick": {
      // Half a second each, as long as a pulse can be.
      const pulse =
        language === "escpos"
          ? [0x1b, 0x70, buzzer.pin === 5 ? 1 : 0, 255, 255]
          : [0x1b, 0x07, 50, 50, buzzer.pin === 5 ? 0x1a : 0x07]
      return Array.from({ length: buzzer.times }, () => pulse).flat()
    }
    case "esc-(-a":
      return [0x1b, 0x28, 0x41, 3, 0, 97, buzzer.pattern, buzzer.times]
    case "star":
      return [0x1b, 0x1d, 0x07, buzzer.channel, buzzer.on, buzzer.off]
  }
}

/**
 * `ESC !` for printers that have no other command of size: sets font, emphasis and size at once, whatever was before.
 *
 * @param run undefined: plain
 * @see Epson ESC/POS, ESC ! n: bit 0 font, 3 emphasis, 4 double height, 5 double width
 */
export const printMode = (run: TextRun | undefined, font: number): Array<number> => [
  0x1b,
  0x21,
  (font & 1) |
    (run?.bold === true ? 8 : 0) |
    (run?.height === 2 ? 16 : 0) |
    (run?.width === 2 ? 32 : 0),
]
