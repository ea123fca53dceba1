import { Effect } from "effect"
import { v7 as uuid } from "uuid"
import { DeviceCredentials } from "#core/security/device-credentials.ts"
import { DeviceRegister } from "#core/security/device-register.ts"
import { type AskedFrom, Pairings } from "#core/security/pairings.ts"
import type { AccessServices } from "#test/contract/people.contract.ts"
import { codeOf, type House } from "./two-houses.ts"

export type DeviceServices = AccessServices | DeviceCredentials | DeviceRegister | Pairings

/** An address that nobody else asks from. */
export const somewhere = (): AskedFrom => ({
  address: `2001:db8::${uuid().slice(-4)}`,
  origin: "http://10.0.0.2:8080",
})

/** A tablet's code, approved as a new device. */
export const paired = Effect.fnUntraced(function* (
  house: House,
  kind: "kds" | "handheld" | "printerAgent",
  role?: string,
) {
  const [pairings, register] = [yield* Pairings, yield* DeviceRegister]
  const from = somewhere()
  const asked = yield* pairings.ask({ kind, name: "Tablet" }, from)
  const deviceId = uuid()
  yield* register.enrol(house.owner, { deviceId, kind, ...(role === undefined ? {} : { role }) })
  yield* pairings.approve(house.owner, asked.userCode, { deviceId, name: "Grill 1" })
  return yield* pairings.poll(asked.deviceCode, from)
})

export const connects = Effect.fnUntraced(function* (
  { tenantId }: { readonly tenantId: string },
  deviceId: string,
  secret: string | undefined,
  address = "10.0.0.7",
) {
  const credentials = yield* DeviceCredentials
  return yield* codeOf(credentials.verify(tenantId, deviceId, secret ?? "", address))
})
