import type { Press } from "#devices/encoders/press.ts"
import type { ReadPaper } from "./byte-walk.ts"
import { readEpos } from "./epos-decoder.ts"
import { readEscpos } from "./escpos-decoder.ts"
import { machineOf } from "./printer-machine.ts"
import { readStar } from "./star-decoder.ts"

/** What a printer of that model puts on paper for these bytes. */
export const readPaper = (bytes: Uint8Array, { profile, columns }: Press): ReadPaper => {
  const machine = machineOf(profile, columns)
  switch (profile.language) {
    case "escpos":
      return readEscpos(bytes, machine)
    case "starprnt":
    case "starline":
      return readStar(bytes, profile.language, machine)
    case "epos":
      return readEpos(bytes, machine)
  }
}
