import type { Press } from "#devices/encoders/press.ts"
import type { ReadPaper } from "./byte-walk.ts"
import { readEscpos } from "./escpos-decoder.ts"
import { machineOf } from "./printer-machine.ts"

/** What a printer of that model puts on paper for these bytes. */
export const readPaper = (bytes: Uint8Array, { profile, columns }: Press): ReadPaper =>
  readEscpos(bytes, machineOf(profile, columns))
