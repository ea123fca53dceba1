import { describe, expect, it } from "vitest"
import { jsonSchemas } from "#core/http/json-schemas.ts"
import { orderCommandBody, orderCommandFrame } from "#core/hub/order-commands.ts"
import { orderArgs } from "#core/kitchen/order-command.ts"

interface Described {
  readonly description?: string
  readonly required: ReadonlyArray<string>
  readonly properties: Readonly<
    Record<string, Described & { readonly enum?: ReadonlyArray<string> }>
  >
}

/** The schema of each command, by its op, as a document shows it. */
const described = (schema: typeof orderCommandBody | typeof orderCommandFrame) => {
  const schemas = jsonSchemas()
  const { anyOf } = schemas.of(schema) as {
    readonly anyOf: ReadonlyArray<{ readonly $ref: string }>
  }
  return new Map(
    anyOf.map(({ $ref }) => {
      const one = schemas.components[$ref.split("/").at(-1) ?? ""] as Described | undefined
      if (one === undefined) throw new Error(`${$ref} leads nowhere`)
      return [one.properties["op"]?.enum?.[0] ?? "", one]
    }),
  )
}

describe.each([
  ["REST", orderCommandBody],
  ["sockets", orderCommandFrame],
] as const)("the commands of an order over %s", (wire, schema) => {
  it("[DOC-6] are described one by one, with what they do and what they take", () => {
    const commands = described(schema)
    expect([...commands.keys()].sort()).toEqual(Object.keys(orderArgs).sort())
    for (const { description } of commands.values()) expect(description).toMatch(/\w+.*\.$/)
    const args = commands.get("splitTo")?.properties["args"]
    expect(Object.keys(args?.properties ?? {})).toEqual(
      expect.arrayContaining(["lineIds", "parts", "ticketId", "toOrderId", "tableId", "covers"]),
    )
    expect(args?.properties["orderId"] === undefined).toBe(wire === "REST")
  })
})

it("[DOC-6] what is documented is what is asked: arguments may be left out where nothing must be said", () => {
  const commands = described(orderCommandBody)
  const needsArgs = (op: string) => commands.get(op)?.required.includes("args")
  expect(["close", "reopen", "rush", "sendLines", "transferTo"].map(needsArgs)).toEqual([
    ...Array.from({ length: 5 }, () => false),
  ])
  expect(["mergeInto", "moveTable", "voidLine", "setPromise"].map(needsArgs)).toEqual([
    ...Array.from({ length: 4 }, () => true),
  ])
})
