import { describe, expect, it } from "@effect/vitest"
import fc from "fast-check"
import { accessFile, passwordFile } from "#devices/mqtt/mosquitto/broker-files.ts"
import { packetMeter } from "#devices/mqtt/packet-meter.ts"
import {
  clientIdOf,
  type DeviceAddress,
  deviceAddress,
  downTopic,
  parseUpTopic,
  parseUserName,
  upLeaves,
  upTopic,
  userNameOf,
} from "#devices/mqtt/topic.ts"

const fitting = (tenantId: string, deviceId: string): DeviceAddress => {
  const address = deviceAddress(tenantId, deviceId)
  if (address === undefined) throw new Error(`${tenantId}/${deviceId} should fit`)
  return address
}

describe("topics", () => {
  it("[TOPIC-1] an id that would reach into another's topics is no address", () => {
    const unfit = ["", "a/b", "+", "a+", "#", "x#", "a\u0000", "a\nb", "a\u200eb", "x".repeat(65)]
    for (const id of unfit) {
      expect(deviceAddress("tenant", id), JSON.stringify(id)).toBeUndefined()
      expect(deviceAddress(id, "grill"), JSON.stringify(id)).toBeUndefined()
    }
    expect(deviceAddress("a.b", "c")).toBeUndefined()
  })

  it("[TOPIC-2] what a device says is read back as it was built, for any ids that fit", () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        fc.constantFrom(...upLeaves),
        (tenant, device, leaf) => {
          const address = deviceAddress(tenant, device)
          if (address === undefined) return
          expect(parseUpTopic(upTopic(address, leaf))).toEqual({ address, leaf })
          expect(parseUserName(userNameOf(address))).toEqual(address)
          expect(parseUpTopic(downTopic(address, "job"))).toBeUndefined()
        },
      ),
    )
  })

  it("[TOPIC-1] two devices never share a client id", () => {
    const part = fc.stringMatching(/^[a.b]{1,4}$/)
    fc.assert(
      fc.property(part, part, part, part, (t1, d1, t2, d2) => {
        const [one, other] = [deviceAddress(t1, d1), deviceAddress(t2, d2)]
        if (one === undefined || other === undefined) return
        const same = t1 === t2 && d1 === d2
        expect(clientIdOf(one) === clientIdOf(other)).toBe(same)
      }),
    )
  })

  it("[TOPIC-3] the list for an outside broker grants by user name, and the hub's state by line", () => {
    const accounts = {
      hub: { userName: "hub", hash: "$7$h" },
      devices: [{ address: fitting("t1", "grill"), hash: "$7$g" }],
      readers: [{ userName: "reader.t1", hash: "$7$r", tenantId: "t1", prefix: "homeassistant" }],
    }
    const list = accessFile(accounts)
    for (const leaf of upLeaves) expect(list).toContain(`pattern write heard/v1/%u/up/${leaf}\n`)
    expect(list).not.toContain("up/#")
    expect(list).toContain("pattern read heard/v1/%u/down/#")
    expect(list).toContain("user t1/grill\ntopic read heard/v1/t1/hub/state")
    expect(list).toContain("user reader.t1\ntopic read homeassistant/+/t1/#\n")
    expect(passwordFile(accounts)).toBe("hub:$7$h\nt1/grill:$7$g\nreader.t1:$7$r\n")
  })
})

describe("the meter of packets", () => {
  const packet = (length: number) => {
    const header = [0x30]
    let rest = length
    do {
      header.push((rest % 128) + (rest >= 128 ? 0x80 : 0))
      rest = Math.floor(rest / 128)
    } while (rest > 0)
    return Buffer.concat([Buffer.from(header), Buffer.alloc(length)])
  }

  it("[MQTT-11] lets packets up to the limit through, however they are cut up", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 996 }), { maxLength: 20 }),
        fc.integer({ min: 1, max: 50 }),
        (lengths, step) => {
          const fits = packetMeter(1000)
          const bytes = Buffer.concat(lengths.map(packet))
          for (let at = 0; at < bytes.length; at += step)
            expect(fits(bytes.subarray(at, at + step))).toBe(true)
        },
      ),
    )
  })

  it("[MQTT-11] refuses a larger one by its announcement alone", () => {
    const fits = packetMeter(1000)
    expect(fits(packet(10))).toBe(true)
    expect(fits(packet(998).subarray(0, 3))).toBe(false)
    expect(fits(packet(1))).toBe(false)
  })

  it("[MQTT-11] refuses a length of more than four bytes", () => {
    expect(packetMeter(2 ** 40)(Buffer.from([0x30, 0x80, 0x80, 0x80, 0x80]))).toBe(false)
  })
})
