import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { maxIssues } from "#core/hub/decode.ts"
import { decodeFrame } from "#core/hub/frame.ts"

const cid = "0193c0de-0000-7000-8000-000000000001"

describe("a frame", () => {
  it("[SOCK-40] is the same from its text and from its JSON", () => {
    const frame = { t: "cmd", cid, op: "bumpTicket", args: { ticketId: cid }, ifRev: 4 }
    expect(decodeFrame(JSON.stringify(frame))).toEqual(Result.succeed(frame))
    expect(decodeFrame(frame)).toEqual(Result.succeed(frame))
  })

  it("[SOCK-41] names every problem with its place, and what could be read of it", () => {
    const views = [{ view: "floor", seq: -1 }, { view: "" }, { epoch: 7 }]
    const decoded = decodeFrame({ t: "hello", proto: 1.5, views, colour: "red" })
    const problem = Result.isFailure(decoded) ? decoded.failure : undefined
    expect(problem?.issues.map(({ path }) => path).sort()).toEqual([
      "colour",
      "proto",
      "views.0.seq",
      "views.1.view",
      "views.2.epoch",
      "views.2.view",
    ])
    expect(decodeFrame({ t: "cmd", cid: "mine" })).toMatchObject({ failure: { cid: "mine" } })
    expect(decodeFrame({ t: "seen", view: "floor" })).toMatchObject({ failure: { view: "floor" } })
  })

  it("[SOCK-42] does not make an answer grow with its mistakes", () => {
    const views = Array.from({ length: 60 }, () => ({ view: "" }))
    const decoded = decodeFrame({ t: "subscribe", views })
    expect(Result.isFailure(decoded) && decoded.failure.issues.length).toBe(maxIssues)
  })
})
