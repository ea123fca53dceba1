import { Context, Effect, Layer } from "effect"
import { PrinterWire } from "#core/hub/printing.ts"
import { Tokens } from "#core/security/tokens.ts"
import { BrokerAddress } from "#devices/mqtt/broker-address.ts"
import { readEscpos } from "#devices/simulators/escpos-decoder.ts"
import { startBox } from "#devices/simulators/virtual-printer-box.ts"
import { printsEffectivelyOnce } from "#test/contract/effectively-once.contract.ts"
import { wordsOn } from "#test/devices/encoders/on-paper.ts"
import { anyBroker, eventually, margaux } from "#test/devices/mqtt/broker-rig.ts"
import { hubSide, printerFor } from "#test/devices/mqtt/hub-double.ts"
import { scratchFolder } from "#test/devices/simulators/scratch-folder.ts"

printsEffectivelyOnce("over MQTT, agent and printer in one box", ({ gate, moment }) =>
  Effect.gen(function* () {
    const services = yield* Layer.build(hubSide(gate).pipe(Layer.provideMerge(anyBroker)))
    const deviceId = `grill-${crypto.randomUUID()}`
    const box = yield* startBox(
      "Grill",
      {
        url: Context.get(services, BrokerAddress).url,
        tenantId: margaux,
        deviceId,
        secret: Context.get(services, Tokens).deviceSecret(margaux, deviceId),
        directory: yield* scratchFolder,
        columns: 48,
        repeatMs: 200,
        moment,
      },
      1000,
    )
    yield* eventually("the printer is there", () => box.state().connected)
    return {
      printer: printerFor(deviceId),
      wire: Context.get(services, PrinterWire),
      papers: () =>
        box.machine.papers().map(({ bytes, complete }) => ({
          words: wordsOn(readEscpos(bytes, 48).items).join("\n"),
          complete,
        })),
      crash: Effect.andThen(box.apply({ power: "cut" }), box.apply({ power: "on" })),
    }
  }),
)
