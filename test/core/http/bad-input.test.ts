import { connect } from "node:net"
import { expect } from "@effect/vitest"
import { Effect } from "effect"
import { overHttp, servedHub } from "./served-hub.ts"

const order = { type: "dineIn", lines: [{ productId: "burger", quantity: 2 }] }
const orders = "/api/plugins/orders/orders"
const commands = "/api/plugins/orders/orders/1/commands"

/** Everything that the hub says to these bytes until it hangs up. */
const said = (port: number, bytes: string, limitMs = 15_000) =>
  Effect.callback<string>((resume) => {
    let text = ""
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes))
    socket.setTimeout(limitMs, () => socket.destroy())
    socket.on("data", (chunk) => {
      text += chunk
    })
    socket.on("error", () => undefined)
    socket.on("close", () => resume(Effect.succeed(text)))
  })

overHttp("a body that is wrong", (it) => {
  it.effect("[HTTP-10] has every problem named at once, in body, address and headers", () =>
    Effect.gen(function* () {
      const hub = yield* servedHub()
      const answer = yield* hub.post(
        orders,
        {
          type: "picnic",
          lines: [{ productId: 7, quantity: 0, price: 0 }],
          tenantId: "01980000-0000-7000-8000-00000000000f",
        },
        { "idempotency-key": "two words", "if-match": "7" },
      )
      expect([answer.status, answer.json.code]).toEqual([422, "VALIDATION_FAILED"])
      const { issues } = answer.json.meta
      expect(issues.map(({ path }: { path: string }) => path).sort()).toEqual([
        "headers.idempotency-key",
        "headers.if-match",
        "lines.0.price",
        "lines.0.productId",
        "lines.0.quantity",
        "tenantId",
        "type",
      ])
      for (const { message } of issues) expect(message).toMatch(/^\S.+/)
      const query = yield* hub.ask("/api/plugins/notes/notes?page=x&size=1&size=2&order=asc")
      expect(query.json.meta.issues.map(({ path }: { path: string }) => path).sort()).toEqual([
        "query.order",
        "query.page",
        "query.size",
      ])
    }),
  )

  it.effect.each([
    ["no body", "", 422, "VALIDATION_FAILED"],
    ["half a body", '{"type":"dineIn"', 400, "BODY_INVALID"],
    ["two bodies", "{}{}", 400, "BODY_INVALID"],
    ["a comment", '{/**/"a":1}', 400, "BODY_INVALID"],
    ["NaN", '{"quantity":NaN}', 400, "BODY_INVALID"],
    ["a word", "order", 400, "BODY_INVALID"],
    ["null", "null", 422, "VALIDATION_FAILED"],
    ["a number", "7", 422, "VALIDATION_FAILED"],
    ["a list", "[]", 422, "VALIDATION_FAILED"],
    ["a string", '"order"', 422, "VALIDATION_FAILED"],
    ["__proto__", '{"__proto__":{"admin":true}}', 400, "BODY_INVALID"],
    ["constructor.prototype", '{"constructor":{"prototype":{}}}', 400, "BODY_INVALID"],
    ["thousands of brackets", `${"[".repeat(20_000)}${"]".repeat(20_000)}`, 400, "BODY_INVALID"],
    ["a quantity of 1e400", JSON.stringify(order).replace("2", "1e400"), 422, "VALIDATION_FAILED"],
  ] as const)("[HTTP-11] is refused: %s", ([, body, status, code]) =>
    Effect.gen(function* () {
      const hub = yield* servedHub()
      const answer = yield* hub.post(orders, body)
      expect([answer.status, answer.json.code]).toEqual([status, code])
      expect(answer.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/)
    }),
  )

  it.effect("[HTTP-11] is refused when brackets hide where anything may stand", () =>
    Effect.gen(function* () {
      const hub = yield* servedHub()
      const deep = `{"op":"x","args":${"[".repeat(10_000)}${"]".repeat(10_000)}}`
      expect((yield* hub.post(commands, deep)).json.code).toBe("BODY_INVALID")
      expect((yield* hub.post(commands, { op: "x", args: [[[1]]] })).status).toBe(200)
    }),
  )

  it.effect("[HTTP-12] is refused unread above 64 KiB, whether it says so or not", () =>
    Effect.gen(function* () {
      const hub = yield* servedHub()
      const large = { op: "x", args: "y".repeat(66_000) }
      const announced = yield* hub.post(commands, large)
      expect([announced.status, announced.json.code]).toEqual([413, "BODY_TOO_LARGE"])
      const chunk = "y".repeat(0x4000)
      const chunked = yield* said(
        hub.port,
        `POST ${commands} HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ${hub.accessToken}\r\n` +
          `Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n` +
          `4000\r\n${chunk}\r\n`.repeat(5),
      )
      expect(chunked).toContain("413 Payload Too Large")
      expect(chunked).toContain("BODY_TOO_LARGE")
      const fits = yield* hub.post(commands, { op: "x", args: "y".repeat(65_000) })
      expect(fits.status).toBe(200)
    }),
  )

  it.effect("[HTTP-13] is refused in any type but JSON", () =>
    Effect.gen(function* () {
      const hub = yield* servedHub()
      const types = ["text/plain", "application/x-www-form-urlencoded", "application/xml", "x", ""]
      for (const type of types) {
        const answer = yield* hub.post(orders, order, { "content-type": type })
        expect([type, answer.status, answer.json.code]).toEqual([
          type,
          415,
          "CONTENT_TYPE_UNSUPPORTED",
        ])
      }
      const utf8 = { "content-type": "application/json; charset=utf-8" }
      expect((yield* hub.post(orders, order, utf8)).status).toBe(201)
    }),
  )

  it.effect("[HTTP-13] is refused in JSON that is not UTF-8, by its type or by its bytes", () =>
    Effect.gen(function* () {
      const hub = yield* servedHub()
      for (const charset of ["iso-8859-1", '"UTF-16"', ""]) {
        const type = { "content-type": `application/json; charset=${charset}` }
        const answer = yield* hub.post(orders, order, type)
        expect([answer.status, answer.json.code]).toEqual([415, "CONTENT_TYPE_UNSUPPORTED"])
      }
      const answer = yield* hub.ask(commands, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: Buffer.from('{"op":"Cr\xe8me","args":{}}', "latin1"),
      })
      expect([answer.status, answer.json.code]).toEqual([400, "BODY_INVALID"])
    }),
  )

  it.effect("[HTTP-19] has every text named that no database stores, in body and query", () =>
    Effect.gen(function* () {
      const hub = yield* servedHub()
      const wrong = { op: "x", args: { note: "a\0b", lines: [{ note: "\ud800" }, { "\0": 1 }] } }
      const answer = yield* hub.post(commands, wrong)
      expect([answer.status, answer.json.code]).toEqual([422, "VALIDATION_FAILED"])
      expect(answer.json.meta.issues.map(({ path }: { path: string }) => path)).toEqual([
        "args.note",
        "args.lines.0.note",
        "args.lines.1.\0",
      ])
      const query = yield* hub.ask("/api/plugins/notes/notes?page=%00")
      expect(query.json.meta.issues[0].path).toBe("query.page")
      const fits = { op: "x", args: { note: "\u2603 😀 \\u0000 \\ud800" } }
      expect((yield* hub.post(commands, fits)).status).toBe(200)
    }),
  )

  it.effect("[HTTP-14] a route without a body takes none or an empty one", () =>
    Effect.gen(function* () {
      const hub = yield* servedHub()
      const path = "/api/plugins/notes/faults/slow"
      expect((yield* hub.post(path, {})).status).toBe(200)
      expect((yield* hub.ask(path, { method: "POST" })).status).toBe(200)
      expect((yield* hub.post(path, { price: 0 })).status).toBe(422)
    }),
  )
})

overHttp("bytes that are no request", (it) => {
  it.effect.each([
    [
      "two lengths",
      "POST /api/auth/login HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    ],
    [
      "a length and chunks",
      "POST /api/auth/login HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
    [
      "a chunk of no size",
      "POST /api/auth/login HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
    ["a negative length", "POST /api/auth/login HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n"],
    ["a folded header", "GET /api/system/health HTTP/1.1\r\nHost: h\r\n X: folded\r\n\r\n"],
    ["a space before the colon", "GET /api/system/health HTTP/1.1\r\nHost : h\r\n\r\n"],
    ["no host", "GET /api/system/health HTTP/1.1\r\n\r\n"],
    ["bare line feeds", "GET /api/system/health HTTP/1.1\nHost: h\n\n"],
    ["TLS", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001"],
    ["a word", "HELO restaurant\r\n\r\n"],
    ["zeros", "\u0000".repeat(64)],
  ] as const)(
    "[HTTP-15] get an answer or a hang-up, and the next request is served: %s",
    ([, bytes]) =>
      Effect.gen(function* () {
        const hub = yield* servedHub()
        const answer = yield* said(hub.port, bytes, 1_000)
        expect(answer).not.toContain(" 200 ")
        if (answer !== "") expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /)
        expect((yield* hub.ask("/api/system/health")).status).toBe(200)
      }),
  )

  it.effect("[HTTP-15] are refused in our words when the headers do not end", () =>
    Effect.gen(function* () {
      const hub = yield* servedHub()
      const answer = yield* said(
        hub.port,
        `GET /api/system/health HTTP/1.1\r\nHost: h\r\nX-Long: ${"y".repeat(20_000)}\r\n\r\n`,
      )
      expect(answer).toMatch(/^HTTP\/1\.1 431 /)
      expect(answer).toContain('"code":"HEADERS_TOO_LARGE"')
    }),
  )

  it.effect(
    "[HTTP-16] a client that never finishes its headers is cut off, others are served meanwhile",
    () =>
      Effect.gen(function* () {
        const hub = yield* servedHub({ headersTimeoutMs: 500 })
        const began = Date.now()
        const [answer] = yield* Effect.all(
          [
            said(hub.port, "GET /api/system/health HTTP/1.1\r\nHost: h\r\nX-Slow: ", 5_000),
            Effect.map(hub.ask("/api/system/health"), ({ status }) => expect(status).toBe(200)),
          ],
          { concurrency: 2 },
        )
        expect(answer).toContain('"code":"REQUEST_TIMEOUT"')
        expect(Date.now() - began).toBeLessThan(2_000)
      }),
  )

  it.effect("[HTTP-17] an address that cannot be read is 400", () =>
    Effect.gen(function* () {
      const hub = yield* servedHub()
      for (const path of [
        "/api/%",
        "/api/plugins/notes/notes/%zz",
        `/api/plugins/notes/notes/${"x".repeat(500)}/preview.png`,
      ]) {
        const answer = yield* hub.ask(path)
        expect([answer.status, answer.json.code]).toEqual([400, "ADDRESS_INVALID"])
      }
    }),
  )
})
