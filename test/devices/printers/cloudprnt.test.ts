import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { Outage } from "#core/hub/gate.ts"
import { nextToSend } from "#core/kitchen/printer-queue.ts"
import { starOutcome, starWord } from "#devices/printers/cloudprnt/star-status.ts"
import { jobToken } from "#devices/printers/pull/job-token.ts"
import { cloudPrntPrinter } from "#devices/simulators/cloudprnt-printer.ts"
import { readPaper } from "#devices/simulators/read-paper.ts"
import { makeVirtualPrinter } from "#devices/simulators/virtual-printer.ts"
import {
  ack,
  device,
  enqueue,
  handedOver,
  jobId,
  printer,
  result,
  seconds,
} from "#test/core/kitchen/printer-story.ts"
import { wordsOn } from "#test/devices/encoders/on-paper.ts"
import { pressNamed } from "#test/devices/encoders/on-press.ts"
import { eventually } from "#test/devices/mqtt/broker-rig.ts"
import { askedHub } from "./asked-hub.ts"
import { mac, quick } from "./pull-rig.ts"

const starPrnt = "application/vnd.star.starprnt"

describe("a Star printer that asks over HTTP", () => {
  it.live("[CLOUD-1] is offered what its model prints, best first, and gets it as it asks", () =>
    Effect.gen(function* () {
      const hub = yield* askedHub("cloudprnt")
      expect((yield* hub.poll()).json).toMatchObject({ jobReady: false })
      const job = yield* hub.send()
      const token = jobToken(job, 16)
      expect((yield* hub.poll()).json).toMatchObject({
        jobReady: true,
        jobToken: token,
        mediaTypes: [starPrnt, "image/png", "text/plain"],
      })
      const native = yield* hub.get({ token, type: starPrnt })
      const words = wordsOn(readPaper(native.bytes, pressNamed("star-mc-print3")).items).join("\n")
      expect(words).toContain("Burger")
      const png = yield* hub.get({ token, type: "image/png" })
      expect([png.headers.get("content-type"), png.bytes.subarray(1, 4).toString()]).toEqual([
        "image/png",
        "PNG",
      ])
      expect((yield* hub.get({ token, type: "text/plain" })).text).toContain("Burger")
      expect((yield* hub.get({ token, type: "application/pdf" })).status).toBe(415)
      expect((yield* hub.get({ token, code: "200 OK" }, "DELETE")).status).toBe(200)
      expect(hub.results()).toEqual([["printed", "cloudprnt"]])
    }),
  )

  it.live("[PULL-11] is not believed that it printed what it did not fetch", () =>
    Effect.gen(function* () {
      const hub = yield* askedHub("cloudprnt")
      const token = jobToken(yield* hub.send(), 16)
      yield* hub.poll()
      expect((yield* hub.get({ token, code: "200 OK" }, "DELETE")).status).toBe(404)
      expect(hub.results()).toEqual([])
      expect((yield* hub.poll()).json).toMatchObject({ jobReady: true, jobToken: token })
      const { tenantId, deviceId } = hub.device
      expect(hub.hub.troubles.of(tenantId, deviceId)).toMatchObject([{ code: "JOB_UNKNOWN" }])
    }),
  )

  it.live("[PULL-12] is not believed that it printed what it got in no form", () =>
    Effect.gen(function* () {
      const hub = yield* askedHub("cloudprnt")
      const token = jobToken(yield* hub.send(), 16)
      yield* hub.poll()
      for (const query of [{ token, type: "application/x" }, { type: "application/x" }])
        expect((yield* hub.get(query)).status).toBe(415)
      expect((yield* hub.get({ token, code: "200 OK" }, "DELETE")).status).toBe(404)
      expect(hub.results()).toEqual([])
      expect((yield* hub.poll()).json).toMatchObject({ jobReady: true, jobToken: token })
      expect((yield* hub.get({ token, type: "text/plain" })).text).toContain("Burger")
      expect((yield* hub.get({ token, code: "200 OK" }, "DELETE")).status).toBe(200)
      expect(hub.results()).toEqual([["printed", "cloudprnt"]])
    }),
  )

  it.live("[PULL-1] gets nothing while the hub cannot write down that it gets it", () =>
    Effect.gen(function* () {
      let down = true
      const hub = yield* askedHub("cloudprnt", {
        times: { ...quick, answerMs: 100 },
        failing: ({ report }) =>
          down && report.report === "ack" ? new Outage({ reason: "database" }) : undefined,
      })
      yield* hub.poll()
      const token = jobToken(yield* hub.send(), 16)
      const early = yield* hub.get({ token })
      expect([early.status, early.bytes.length, early.headers.get("retry-after")]).toEqual([
        503,
        0,
        "5",
      ])
      down = false
      expect((yield* hub.get({ token })).status).toBe(200)
      expect(hub.reportsOf("ack").at(-1)).toMatchObject({ waits: true })
    }),
  )

  it.live("[PULL-7] is understood after a restart of the hub, and answered alike each time", () =>
    Effect.gen(function* () {
      const hub = yield* askedHub("cloudprnt")
      const job = yield* hub.send()
      const token = jobToken(job, 16)
      yield* hub.poll()
      yield* hub.get({ token })
      // As the actor hands it in again to a hub that remembers nothing.
      yield* hub.send()
      const code = { token, code: "200%20OK" }
      expect((yield* hub.get(code, "DELETE")).status).toBe(200)
      expect((yield* hub.get({ ...code, retry: "1" }, "DELETE")).status).toBe(200)
      expect(hub.results()[0]).toEqual(["printed", "cloudprnt"])
      const forged = yield* hub.get(
        { token: jobToken(crypto.randomUUID(), 16), code: "200" },
        "DELETE",
      )
      expect(forged.status).toBe(404)
      const { tenantId, deviceId } = hub.device
      expect(hub.hub.troubles.of(tenantId, deviceId).map(({ code: one }) => one)).toEqual([
        "JOB_UNKNOWN",
      ])
    }),
  )

  it.live("[PULL-5] does not get what nobody wants any more, and its trouble is told at once", () =>
    Effect.gen(function* () {
      const hub = yield* askedHub("cloudprnt")
      yield* hub.poll()
      const job = yield* hub.send()
      hub.hub.over.add(job)
      expect((yield* hub.poll()).json).toMatchObject({ jobReady: false })
      expect((yield* hub.get({ token: jobToken(job, 16) })).status).toBe(404)
      yield* hub.poll("410%20Paper%20out")
      yield* hub.send()
      yield* hub.settled
      expect(hub.results()).toEqual([["refused", "paper_out"]])
      expect(hub.reportsOf("status").at(-1)).toMatchObject({ paper: "out", error: "paper_out" })
    }),
  )

  it.live("[PULL-6] is lost when it stops asking, and there again with its next word", () =>
    Effect.gen(function* () {
      const hub = yield* askedHub("cloudprnt", { times: { ...quick, lostAfterMs: [60, 60] } })
      const states = () =>
        hub.reportsOf("state").map((one) => (one.report === "state" ? one.state : ""))
      yield* hub.poll()
      yield* eventually("it is lost", () => states().at(-1) === "lost")
      yield* hub.poll()
      yield* eventually("it is there", () => states().at(-1) === "ready")
      expect(states()).toEqual(["ready", "lost", "ready"])
    }),
  )

  it("[CLOUD-2] says with its code what became of a job", () => {
    const said = (code: string) => Object.values(starOutcome(code)).join(" ")
    expect(
      [
        "OK",
        "200 OK",
        "200%20OK",
        "211",
        "520",
        "521",
        "510",
        "511",
        "512",
        "410",
        "420 x",
        "",
        "%",
      ].map(said),
    ).toEqual([
      ...["printed", "printed", "printed", "printed"],
      ...[
        "refused unreachable",
        "failed too_large",
        "failed decode",
        "failed decode",
        "failed decode",
      ],
      ...["unknown paper_out", "unknown cover_open", "unknown error", "unknown error"],
    ])
  })

  it("[CLOUD-3] says with its status code how it stands", () => {
    expect(starWord("211%20Paper%20low", false)).toMatchObject({ online: true, paper: "low" })
    expect(starWord("410", false)).toMatchObject({ paper: "out", trouble: "paper_out" })
    expect(starWord("420", false)).toMatchObject({ cover: true, trouble: "cover_open" })
    expect(starWord("220 printing", false)).toMatchObject({ printing: true })
    expect(starWord("411 jam", true)).toMatchObject({ printing: true, trouble: "error" })
    expect(starWord("%E0%A4%A", false)).toMatchObject({ online: false, trouble: "error" })
  })

  it.live("[CLOUD-4] may confirm by GET, and tells once what it is", () =>
    Effect.gen(function* () {
      const hub = yield* askedHub("cloudprnt")
      const machine = makeVirtualPrinter()
      yield* Effect.forkScoped(
        cloudPrntPrinter({
          ...{ url: hub.path, mac, machine, pollMs: 5, accepts: ["image/png"] },
          confirmsByGet: true,
        }),
      )
      yield* hub.send()
      yield* eventually("it is printed", () => hub.results().length === 1)
      expect(hub.results()).toEqual([["printed", "cloudprnt"]])
      yield* hub.poll("200", { clientAction: [{ request: "ClientType", result: "TSP654" }] })
      expect((yield* hub.poll()).json).not.toHaveProperty("clientAction")
    }),
  )
})

describe("a printer that asks", () => {
  it.live("[PULL-9] is present until it is lost", () =>
    Effect.gen(function* () {
      const hub = yield* askedHub("cloudprnt", { times: { ...quick, lostAfterMs: [60, 60] } })
      yield* hub.poll()
      yield* eventually("it is present", () => hub.hub.present().length === 1)
      expect(hub.hub.present()).toEqual([`http ${hub.device.deviceId}`])
      yield* eventually("it is gone", () => hub.hub.present().length === 0)
    }),
  )

  it("[PULL-10] is remembered to have had a job until it says that nothing was printed", () => {
    const accepted = printer().at(0, device("ready", 1), enqueue(1), handedOver(1), ack(1))
    const reborn = accepted.at(1, device("ready", 2), handedOver(1, 2))
    expect(nextToSend(reborn.queue, seconds(30))?.job.mayBeOut).toBe(true)
    const refused = reborn.at(2, result(1, "refused", { attempt: 2, cause: "unreachable" }))
    expect(nextToSend(refused.queue, seconds(30))?.job.mayBeOut).toBe(false)
    // The hub handed it over once more while the bytes waited: they are the same paper.
    const late = { report: "ack", job: jobId(1), attempt: 1, waits: true } as const
    const waiting = refused.at(20, handedOver(1, 3)).at(21, { op: "report", report: late })
    expect(waiting.queue.jobs[0]).toMatchObject({ state: "accepted", attempts: 3, mayBeOut: true })
  })
})
