import { Result } from "effect"
import { columnsOf, type PrinterProfile } from "#core/hub/printer-profile.ts"
import type { Chit } from "#core/kitchen/chit.ts"
import type { Columns } from "#core/kitchen/menu.ts"
import { layoutChit } from "#devices/encoders/chit-layout.ts"
import { encodeWithEscpos } from "#devices/encoders/escpos-encoder.ts"
import { type Press, pressOf } from "#devices/encoders/press.ts"
import { type PrintStep, stepsOf } from "#devices/encoders/print-step.ts"
import { encodeWithReceiptEncoder } from "#devices/encoders/receipt-encoder.ts"
import { encodeSteps } from "#devices/encoders/written.ts"
import { profilesOf, readProfiles } from "#devices/profiles/profile-files.ts"

/** The profiles that ship with the hub. */
export const profiles = profilesOf(Result.getOrThrow(readProfiles("devices/profiles")))

/** Every profile with every number of columns that it can be set to. */
export const everyPress: ReadonlyArray<Press> = profiles.list.flatMap((profile) =>
  columnsOf(profile).map((columns) => pressOf(profile, columns)),
)

/** As the hub does. */
export const encodeFor = (chit: Chit, press: Press): Uint8Array =>
  encodeSteps(stepsFor(chit, press), press)

export const pressNamed = (key: string, columns?: Columns): Press => {
  const profile: PrinterProfile = profiles.of(key)
  return pressOf(profile, columns ?? profile.columns)
}

export const generic = (columns: Columns): Press => pressNamed("generic-escpos", columns)

export const stepsFor = (chit: Chit, press: Press): ReadonlyArray<PrintStep> =>
  stepsOf(layoutChit(chit, press.columns), press, chit.language)

export const encodeReceipt = (chit: Chit, press: Press): Uint8Array =>
  encodeWithReceiptEncoder(stepsFor(chit, press), press)

export const encodeEscpos = (chit: Chit, press: Press): Uint8Array =>
  encodeWithEscpos(stepsFor(chit, press), press)
